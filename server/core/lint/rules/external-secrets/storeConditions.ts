import { isPatchFile } from "../../../graph/kustomize/partialDocuments.ts";
import { namespacesOf } from "../../../graph/namespaces.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { asString, itemsAt, resolveAlias, valueAt, type YamlNode } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { isSetAt, isUnreadable, plainStringAt } from "../objectRule.ts";
import { externalSecretRule, group } from "./externalSecretRule.ts";

/** A store may be closed to some namespaces (external-secrets client_manager.go shouldProcessSecret). */
export const storeConditions = externalSecretRule({
  id: "ES-STORE-COND",
  summary: "A ClusterSecretStore does not serve the namespace of an ExternalSecret.",
  severity: "error",
  needs: "content",
  *check({ spec, manifest, index, partial }) {
    const name = plainStringAt(spec, "secretStoreRef", "name");
    const kind = plainStringAt(spec, "secretStoreRef", "kind")?.value;
    if (partial || manifest.gvk.kind !== "ExternalSecret" || !name || kind !== "ClusterSecretStore" || !index.complete)
      return;
    const namespaces = namespacesOf(manifest.uri, manifest.namespace?.value, index);
    if (namespaces.some((namespace) => namespace === "" || isTemplated(namespace))) return;
    const stores = index.objects({ group, kind, name: name.value }).filter(({ uri }) => !isPatchFile(uri, index));
    const isClosed = (namespace: string): boolean =>
      stores.every(({ uri, ordinal }) => excludes(storeSpec(uri, ordinal, index), namespace));
    const closed = stores.length > 0 && namespaces.length > 0 && namespaces.every(isClosed);
    if (!closed) return;
    const message = `\`spec.conditions\` of the ClusterSecretStore \`${name.value}\` do not allow the namespace \`${namespaces[0]}\`: no Secret is made. Allow it there, or use another store.`;
    yield { at: name, message };
  },
});

function storeSpec(uri: string, ordinal: number, index: RepositoryIndex): YamlNode | undefined {
  const manifest = index.manifestAt(uri, ordinal)?.manifest;
  return manifest && !isUnreadable(manifest) ? valueAt(manifest.root, "spec") : undefined;
}

/** Whether conditions certainly leave a namespace out; labels of namespaces and regular expressions are not judged. */
function excludes(spec: YamlNode | undefined, namespace: string): boolean {
  const conditions = itemsAt(spec, "conditions");
  return conditions.length > 0 && conditions.every((condition) => leavesOut(condition, namespace));
}

function leavesOut(condition: YamlNode, namespace: string): boolean {
  if (isSetAt(condition, "namespaceSelector") || resolveAlias(condition)?.type !== "mapping") return false;
  const patterns = itemsAt(condition, "namespaceRegexes").map((item) => asString(item)?.value ?? "");
  // Plain words between anchors are all that can be compared with certainty.
  if (!patterns.every((pattern) => /^\^?[a-z0-9-]+(?:\.\*)?\$?$/.test(pattern))) return false;
  const names = itemsAt(condition, "namespaces").map((item) => asString(item)?.value ?? "");
  if (names.some((name) => name === "" || isTemplated(name) || name === namespace)) return false;
  return !patterns.some((pattern) => new RegExp(pattern).test(namespace));
}
