import type { KindDescriptor } from "../descriptor.ts";

const documentation = "https://kubernetes.io/docs/reference/kubernetes-api";
const common = { group: "", versions: ["v1"], oldVersions: [], references: [], paths: [] } as const;

/** Credentials and values; mostly made by others than the repository, so a missing one says little. */
export const secret: KindDescriptor = {
  ...common,
  kind: "Secret",
  scope: "Namespaced",
  title: "Secret",
  usualOrder: ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "type", "stringData", "data"],
  documentation: `${documentation}/config-and-storage-resources/secret-v1/`,
};

/** Plain values. */
export const configMap: KindDescriptor = {
  ...common,
  kind: "ConfigMap",
  scope: "Namespaced",
  title: "ConfigMap",
  usualOrder: ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace", "data", "binaryData"],
  documentation: `${documentation}/config-and-storage-resources/config-map-v1/`,
};

/** Whom a controller acts as. */
export const serviceAccount: KindDescriptor = {
  ...common,
  kind: "ServiceAccount",
  scope: "Namespaced",
  title: "ServiceAccount",
  usualOrder: ["apiVersion", "kind", "metadata", "metadata.name", "metadata.namespace"],
  documentation: `${documentation}/authentication-resources/service-account-v1/`,
};

/** Where objects live. */
export const namespace: KindDescriptor = {
  ...common,
  kind: "Namespace",
  scope: "Cluster",
  title: "Namespace",
  usualOrder: ["apiVersion", "kind", "metadata", "metadata.name", "metadata.labels"],
  documentation: `${documentation}/cluster-resources/namespace-v1/`,
};
