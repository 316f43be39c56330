import { secretKind } from "../core/groupKinds.ts";
import type { KindDescriptor } from "../descriptor.ts";
import { externalSecretReferences, externalSecretsGroup, oldVersions, usualHead } from "./common.ts";

const specOrder: readonly string[] = [
  "refreshInterval",
  "refreshPolicy",
  "secretStoreRef",
  "target",
  "data",
  "dataFrom",
];

/** Makes a Secret out of values of a store. */
export const externalSecret: KindDescriptor = {
  group: externalSecretsGroup,
  kind: "ExternalSecret",
  versions: ["v1"],
  oldVersions,
  scope: "Namespaced",
  title: "ExternalSecret",
  references: externalSecretReferences("spec", "own"),
  paths: [],
  products: [{ makes: secretKind, nameField: "spec.target.name" }],
  usualOrder: [
    ...usualHead,
    ...specOrder.map((field) => `spec.${field}`),
    "spec.secretStoreRef.kind",
    "spec.secretStoreRef.name",
    "spec.target.name",
    "spec.target.creationPolicy",
    "spec.target.template",
    "spec.data[*].secretKey",
    "spec.data[*].remoteRef",
    "spec.data[*].remoteRef.key",
    "spec.data[*].remoteRef.property",
    "spec.data[*].remoteRef.version",
    "spec.dataFrom[*].extract",
    "spec.dataFrom[*].find",
  ],
  usualValues: [
    { paths: ["spec.refreshInterval"], values: ["1h", "15m", "5m", "24h"] },
    {
      paths: ["spec.target.template.type"],
      values: [
        "Opaque",
        "kubernetes.io/tls",
        "kubernetes.io/dockerconfigjson",
        "kubernetes.io/basic-auth",
        "kubernetes.io/ssh-auth",
      ],
    },
  ],
  documentation: "https://external-secrets.io/latest/api/externalsecret/",
};

/** Makes the same ExternalSecret in several namespaces. */
export const clusterExternalSecret: KindDescriptor = {
  group: externalSecretsGroup,
  kind: "ClusterExternalSecret",
  versions: ["v1"],
  oldVersions,
  scope: "Cluster",
  title: "ClusterExternalSecret",
  references: externalSecretReferences("spec.externalSecretSpec", "any"),
  paths: [],
  products: [
    { makes: secretKind, nameField: "spec.externalSecretSpec.target.name" },
    { makes: secretKind, nameField: "spec.externalSecretName" },
  ],
  usualOrder: [
    ...usualHead,
    "spec.externalSecretName",
    "spec.namespaceSelectors",
    "spec.refreshTime",
    "spec.externalSecretSpec",
    ...specOrder.map((field) => `spec.externalSecretSpec.${field}`),
  ],
  usualValues: [
    { paths: ["spec.refreshTime", "spec.externalSecretSpec.refreshInterval"], values: ["1h", "15m", "5m"] },
  ],
  documentation: "https://external-secrets.io/latest/api/clusterexternalsecret/",
};
