import type { GroupKind, ProductRule } from "../descriptor.ts";
import { secretKind } from "./groupKinds.ts";

/** A kind of which only matters what it makes: a reference to such an object is no mistake. */
export interface ProducerKind extends GroupKind {
  readonly products: readonly ProductRule[];
}

function makesSecret(group: string, kind: string, nameField?: string): ProducerKind {
  return {
    group,
    kind,
    products: [nameField === undefined ? { makes: secretKind } : { makes: secretKind, nameField }],
  };
}

/** Kinds without a descriptor of their own whose controllers make objects that others refer to. */
export const producers: readonly ProducerKind[] = [
  makesSecret("bitnami.com", "SealedSecret"),
  makesSecret("cert-manager.io", "Certificate", "spec.secretName"),
  makesSecret("isindir.github.com", "SopsSecret", "spec.secretTemplates[*].name"),
  makesSecret("onepassword.com", "OnePasswordItem"),
  makesSecret("secrets.hashicorp.com", "VaultStaticSecret", "spec.destination.name"),
  makesSecret("secrets.hashicorp.com", "VaultDynamicSecret", "spec.destination.name"),
  makesSecret("secrets.hashicorp.com", "VaultPKISecret", "spec.destination.name"),
  makesSecret("spv.no", "AzureKeyVaultSecret", "spec.output.secret.name"),
  makesSecret("secrets.infisical.com", "InfisicalSecret", "spec.managedSecretReference.secretName"),
  {
    group: "source.extensions.fluxcd.io",
    kind: "ArtifactGenerator",
    products: [
      { makes: { group: "source.toolkit.fluxcd.io", kind: "ExternalArtifact" }, nameField: "spec.artifacts[*].name" },
    ],
  },
];

/** Kinds that make objects of any type out of templates, so that nobody can tell their names. */
export const templatingKinds: readonly GroupKind[] = [
  { group: "fluxcd.controlplane.io", kind: "ResourceSet" },
  { group: "argoproj.io", kind: "ApplicationSet" },
  { group: "apiextensions.crossplane.io", kind: "Composition" },
];
