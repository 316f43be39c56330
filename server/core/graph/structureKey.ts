import { stringsAt } from "../kinds/fieldPath.ts";
import { descriptorOf, productsOf } from "../kinds/registry.ts";
import type { YamlDocument } from "../manifest/document.ts";
import { type Manifest, manifestOf } from "../manifest/manifest.ts";
import { referencesOf } from "./references.ts";

const keys = new WeakMap<YamlDocument, string>();

/**
 * What other files can notice of a document: its identity, whom and which paths it names, what it makes. Two texts with
 * equal keys look the same from outside; a keystroke in a value nobody refers to keeps the key.
 */
export function structureKey(document: YamlDocument, uri: string): string {
  const known = keys.get(document);
  if (known !== undefined) return known;
  const manifest = manifestOf(document, uri);
  const key = manifest ? JSON.stringify(visibleParts(manifest)) : "";
  keys.set(document, key);
  return key;
}

function visibleParts(manifest: Manifest): unknown {
  const { root, gvk, name, namespace } = manifest;
  const descriptor = descriptorOf(gvk);
  const fields = [
    ...(descriptor?.paths.map(({ path }) => path) ?? []),
    ...(descriptor?.structure ?? []),
    ...productsOf(gvk).flatMap(({ nameField }) => nameField ?? []),
  ];
  const references = referencesOf(manifest).map((reference) => [
    reference.name.value,
    reference.kind?.value,
    reference.namespace?.value,
    reference.isOptional,
  ]);
  const values = fields.map((field) => stringsAt(root, field).map(({ value }) => value));
  return [gvk, name?.value, namespace?.value, references, values];
}
