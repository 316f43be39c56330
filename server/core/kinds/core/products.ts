import type { GroupKind, ProductRule } from "../descriptor.ts";
import { secretKind } from "./groupKinds.ts";

/** A kind of which only matters that it makes Secrets: a reference to such a Secret is no mistake. */
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

/** Kinds without a descriptor of their own whose controllers make Secrets. */
export const secretProducers: readonly ProducerKind[] = [
  makesSecret("bitnami.com", "SealedSecret"),
  makesSecret("cert-manager.io", "Certificate", "spec.secretName"),
  makesSecret("isindir.github.com", "SopsSecret", "spec.secretTemplates[*].name"),
  makesSecret("onepassword.com", "OnePasswordItem"),
  makesSecret("secrets.hashicorp.com", "VaultStaticSecret", "spec.destination.name"),
  makesSecret("secrets.hashicorp.com", "VaultDynamicSecret", "spec.destination.name"),
  makesSecret("secrets.hashicorp.com", "VaultPKISecret", "spec.destination.name"),
  makesSecret("spv.no", "AzureKeyVaultSecret", "spec.output.secret.name"),
  makesSecret("secrets.infisical.com", "InfisicalSecret", "spec.managedSecretReference.secretName"),
];
