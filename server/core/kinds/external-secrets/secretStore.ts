import type { KindDescriptor } from "../descriptor.ts";
import { externalSecretsGroup, oldVersions, providerReferences, usualHead } from "./common.ts";

const common = { group: externalSecretsGroup, versions: ["v1"], oldVersions, paths: [] } as const;
const usualOrder: readonly string[] = [
  ...usualHead,
  "spec.provider",
  "spec.controller",
  "spec.refreshInterval",
  "spec.retrySettings",
  "spec.conditions",
];

/** Where the ExternalSecrets of one namespace get their values from. */
export const secretStore: KindDescriptor = {
  ...common,
  kind: "SecretStore",
  scope: "Namespaced",
  title: "SecretStore",
  references: providerReferences("own"),
  usualOrder,
  documentation: "https://external-secrets.io/latest/api/secretstore/",
};

/** Where ExternalSecrets of every namespace get their values from. */
export const clusterSecretStore: KindDescriptor = {
  ...common,
  kind: "ClusterSecretStore",
  scope: "Cluster",
  title: "ClusterSecretStore",
  references: providerReferences("any"),
  usualOrder,
  documentation: "https://external-secrets.io/latest/api/clustersecretstore/",
};
