import type { YamlDocument } from "../manifest/document.ts";
import { factsOfDocument, identityText } from "./documentFacts.ts";

const keys = new WeakMap<YamlDocument, string>();

/**
 * What other files can notice of a document: two texts with equal keys look the same from outside. A keystroke in a
 * value nobody refers to keeps the key.
 */
export function structureKey(document: YamlDocument, uri: string): string {
  const known = keys.get(document);
  if (known !== undefined) return known;
  const facts = factsOfDocument(document, uri);
  const key = facts ? identityText(facts) : "";
  keys.set(document, key);
  return key;
}
