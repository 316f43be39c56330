import type { GroupKind, ReferenceRule } from "../kinds/descriptor.ts";
import { stringAt } from "../manifest/node.ts";
import type { DeclaredObject, RepositoryIndex } from "./repositoryIndex.ts";

/** The declared objects that carry the label of a rule and the given value in its data field. */
export function objectsByDataKey(
  kind: GroupKind,
  { dataKey }: ReferenceRule,
  value: string,
  index: RepositoryIndex,
): readonly DeclaredObject[] {
  if (!dataKey) return [];
  return labelledObjects(kind, dataKey, index).filter((object) => {
    const root = index.manifests(object.uri).find(({ ordinal }) => ordinal === object.ordinal)?.manifest.root;
    const plain = stringAt(root, "stringData", dataKey.key)?.value;
    const encoded = stringAt(root, "data", dataKey.key)?.value;
    const found = plain ?? (encoded === undefined ? undefined : decodeBase64(encoded));
    return found !== undefined && withoutSlash(found) === withoutSlash(value);
  });
}

/** The declared objects that carry the label of a rule: those among which it chooses. */
export function labelledObjects(
  kind: GroupKind,
  { label, labelValue }: NonNullable<ReferenceRule["dataKey"]>,
  index: RepositoryIndex,
): readonly DeclaredObject[] {
  return index.objects(kind).filter((object) => {
    if (!index.text(object.uri)?.includes(label)) return false;
    const root = index.manifests(object.uri).find(({ ordinal }) => ordinal === object.ordinal)?.manifest.root;
    return stringAt(root, "metadata", "labels", label)?.value === labelValue;
  });
}

/** Argo CD compares addresses of clusters without the slash at their end. */
function withoutSlash(text: string): string {
  return text.trim().replace(/\/+$/, "");
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** ASCII text from base64; other bytes come out as the character of that number, which no name holds. */
function decodeBase64(text: string): string {
  let bits = 0;
  let count = 0;
  let result = "";
  for (const character of text) {
    const value = alphabet.indexOf(character);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    result += String.fromCharCode((bits >> count) & 0xff);
  }
  return result;
}
