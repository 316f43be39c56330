import { configMapKind, secretKind, serviceAccountKind } from "../core/groupKinds.ts";
import type { FieldPath, OldVersion, ReferenceRule } from "../descriptor.ts";

/** The API group of the External Secrets Operator. */
export const externalSecretsGroup = "external-secrets.io";

/** Versions that its CRDs no longer serve. */
export const oldVersions: readonly OldVersion[] = [
  { version: "v1beta1", removedIn: "External Secrets 0.17" },
  { version: "v1alpha1", removedIn: "External Secrets 0.16" },
];

/** The fields of an ExternalSecret's spec that name other objects; `spec` is where that spec stands. */
export function externalSecretReferences(
  spec: FieldPath,
  namespace: ReferenceRule["namespace"],
): readonly ReferenceRule[] {
  const store = {
    to: ["SecretStore", "ClusterSecretStore"].map((kind) => ({ group: externalSecretsGroup, kind })),
    nameField: "name",
    kindField: "kind",
    namespace,
    role: "secret-store",
    whenMissing: "warning",
  } as const;
  const template = { nameField: "name", namespace, role: "template", whenMissing: "information" } as const;
  const generator = { to: [], nameField: "name", kindField: "kind", namespace, role: "generator" } as const;
  return [
    { ...store, path: `${spec}.secretStoreRef` },
    { ...store, path: `${spec}.data[*].sourceRef.storeRef` },
    { ...store, path: `${spec}.dataFrom[*].sourceRef.storeRef` },
    { ...generator, path: `${spec}.dataFrom[*].sourceRef.generatorRef` },
    { ...template, path: `${spec}.target.template.templateFrom[*].configMap`, to: [configMapKind] },
    { ...template, path: `${spec}.target.template.templateFrom[*].secret`, to: [secretKind] },
  ];
}

/** Credentials somewhere below a store's provider; every provider keeps them elsewhere. */
export function providerReferences(namespace: ReferenceRule["namespace"]): readonly ReferenceRule[] {
  const own = { nameField: "name", namespaceField: "namespace", namespace, whenMissing: "information" } as const;
  return [
    { ...own, path: "spec.provider.**.*SecretRef", to: [secretKind], role: "secret" },
    { ...own, path: "spec.provider.**.secretRef", to: [secretKind], role: "secret" },
    { ...own, path: "spec.provider.**.authSecretRef.*", to: [secretKind], role: "secret" },
    {
      ...own,
      path: "spec.provider.**.serviceAccountRef",
      to: [serviceAccountKind],
      role: "service-account",
      known: ["default"],
    },
    {
      ...own,
      path: "spec.provider.**.caProvider",
      to: [secretKind, configMapKind],
      kindField: "type",
      role: "certificate",
      // Kubernetes puts this ConfigMap into every namespace.
      known: ["kube-root-ca.crt"],
    },
  ];
}

/** How every manifest of the group begins. */
export const usualHead: readonly string[] = [
  "apiVersion",
  "kind",
  "metadata",
  "metadata.name",
  "metadata.namespace",
  "spec",
];
