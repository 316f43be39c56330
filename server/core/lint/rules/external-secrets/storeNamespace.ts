import { namespacesOf } from "../../../graph/namespaces.ts";
import { type Reference, referencesOf } from "../../../graph/references.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { effectivePairs, keyText } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { mappingAt, objectRule, removeFieldFix } from "../objectRule.ts";
import { group } from "./externalSecretRule.ts";

const documentation = "https://external-secrets.io/latest/api/secretstore/";

/** The credentials that a store names; certificates have rules of their own. */
function credentials(manifest: Manifest): readonly Reference[] {
  return referencesOf(manifest).filter(({ rule, mapping }) => rule.role !== "certificate" && mapping !== undefined);
}

/** A SecretStore reads its own namespace (external-secrets ValidateSecretSelector, errNamespaceNotAllowed). */
export const storeNamespace = objectRule({
  id: "SS-NS",
  summary: "A SecretStore names credentials in another namespace.",
  severity: "error",
  needs: "structure",
  documentation,
  group,
  kinds: ["SecretStore"],
  *check({ manifest, index, partial }) {
    const named = credentials(manifest).filter(({ namespace }) => namespace && !isTemplated(namespace.value));
    if (partial || named.length === 0 || !index.complete) return;
    const own = namespacesOf(manifest.uri, manifest.namespace?.value, index);
    if (own.length === 0 || own.some((namespace) => namespace === "" || isTemplated(namespace))) return;
    for (const { namespace, mapping, name } of named) {
      if (!namespace || own.includes(namespace.value)) continue;
      const message = `A SecretStore uses credentials of its own namespace (\`${own[0]}\`) only, so \`${name.value}\` of \`${namespace.value}\` is refused. Remove \`namespace\`, or make it a ClusterSecretStore.`;
      yield { at: namespace, message, fixes: removeFieldFix(manifest.document.text, mapping, "namespace") };
    }
  },
});

/**
 * Providers whose Secrets need a namespace in a ClusterSecretStore (external-secrets ValidateSecretSelector,
 * errRequireNamespace). The others take the namespace of each ExternalSecret when none is written.
 */
const strictProviders: ReadonlySet<string> = new Set([
  "akeyless",
  "alibaba",
  "chef",
  "doppler",
  "gitlab",
  "ibm",
  "keepersecurity",
  "onboardbase",
  "onepassword",
  "onepasswordSDK",
  "oracle",
]);

/** A ClusterSecretStore is in no namespace, so it has to name one. */
export const clusterStoreNamespace = objectRule({
  id: "CSS-NS",
  summary: "A ClusterSecretStore names a Secret without its namespace.",
  severity: "warning",
  needs: "document",
  documentation: "https://external-secrets.io/latest/api/clustersecretstore/",
  group,
  kinds: ["ClusterSecretStore"],
  *check({ manifest, partial }) {
    const provider = mappingAt(manifest.root, "spec", "provider");
    const names = provider ? [...effectivePairs(provider).values()].map(keyText) : [];
    if (partial || names.length !== 1 || !strictProviders.has(names[0] ?? "")) return;
    for (const { rule, name, namespace } of credentials(manifest)) {
      if (namespace || rule.role !== "secret") continue;
      const message = `A ClusterSecretStore is in no namespace: say in which one the Secret \`${name.value}\` is, with \`namespace\` beside its name. The provider \`${names[0]}\` refuses the store otherwise.`;
      yield { at: name, message };
    }
  },
});
