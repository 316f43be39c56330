import { inclusionsOf, usesOf } from "../../../graph/kustomize/inclusion.ts";
import { isPatchFile } from "../../../graph/kustomize/partialDocuments.ts";
import { type Product, productsNamed } from "../../../graph/products.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { stringAt, valueAt, type YamlNode } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { displayPath } from "../../../text/uri.ts";
import { isSetAt } from "../objectRule.ts";
import { externalSecretRule, group } from "./externalSecretRule.ts";

/** A Secret has one owner (external-secrets ErrSecretIsOwned). */
export const targetClash = externalSecretRule({
  id: "ES-TARGET-CLASH",
  summary: "Two ExternalSecrets own the same Secret.",
  severity: "error",
  needs: "content",
  *check({ spec, manifest, index, partial }) {
    const target = stringAt(spec, "target", "name") ?? manifest.name;
    if (partial || !target || !index.complete || manifest.gvk.kind !== "ExternalSecret" || !owns(spec)) return;
    if (isTemplated(target.value)) return;
    const products = productsNamed({ group: "", kind: "Secret" }, target.value, index);
    if (products.length < 2) return;
    const near = filesListedWith(manifest.uri, index);
    const other = products.find((product) => near.has(product.uri) && isRival(product, manifest, index));
    if (!other) return;
    const path = displayPath(other.uri, index.folders);
    const where = other.uri === manifest.uri ? "in this file" : `of \`${path}\``;
    const message = `Another ExternalSecret ${where} makes the Secret \`${target.value}\` too, and External Secrets lets a Secret have one owner only. Rename one target, or merge the two.`;
    const related = [{ uri: other.uri, span: other.span, message: "The other one." }];
    yield { at: target, message, related };
  },
});

function owns(spec: YamlNode | undefined): boolean {
  return (
    (stringAt(spec, "target", "creationPolicy")?.value ?? "Owner") === "Owner" && !isSetAt(spec, "target", "manifest")
  );
}

/** Another ExternalSecret that certainly reaches the same namespace, because both are written alike. */
function isRival({ uri, ordinal }: Product, manifest: Manifest, index: RepositoryIndex): boolean {
  const other = index.manifestAt(uri, ordinal)?.manifest;
  if (!other || other.gvk.group !== group || other.gvk.kind !== "ExternalSecret" || isPatchFile(uri, index))
    return false;
  if (other.document === manifest.document || !other.name || other.name.value === manifest.name?.value) return false;
  if (other.namespace?.value !== manifest.namespace?.value || isTemplated(other.name.value)) return false;
  return owns(valueAt(other.root, "spec"));
}

/** A file, and those that the kustomization files which list it list as well. */
function filesListedWith(uri: string, index: RepositoryIndex): ReadonlySet<string> {
  const roots = usesOf(uri, index).flatMap(({ field, root }) => (field === "resources" ? [root] : []));
  const listed = [...new Set(roots)].flatMap((root) =>
    inclusionsOf(root).flatMap((inclusion) => (inclusion.field === "resources" ? [inclusion.uri] : [])),
  );
  return new Set([uri, ...listed]);
}
