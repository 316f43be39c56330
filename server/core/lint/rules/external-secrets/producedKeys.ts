import { effectivePairs, itemsAt, keyText, stringAt, type YamlNode } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { isSetAt, mappingAt } from "../objectRule.ts";

/** The values that templates can use; nothing where only the store knows them. */
export function valueKeys(spec: YamlNode): readonly string[] | undefined {
  if (itemsAt(spec, "dataFrom").length > 0 || isSetAt(spec, "dataFrom")) return undefined;
  const keys = itemsAt(spec, "data").map((item) => stringAt(item, "secretKey")?.value);
  const known = keys.filter((key) => key !== undefined);
  if (known.length === 0 || known.length < keys.length || known.some(isTemplated)) return undefined;
  return known;
}

/** The keys of the Secret that is made; nothing where that is not certain. */
export function secretKeys(spec: YamlNode): readonly string[] | undefined {
  const policy = stringAt(spec, "target", "creationPolicy")?.value ?? "Owner";
  if ((policy !== "Owner" && policy !== "Orphan") || isSetAt(spec, "target", "manifest")) return undefined;
  const template = mappingAt(spec, "target", "template");
  if (itemsAt(template, "templateFrom").length > 0) return undefined;
  const data = mappingAt(template, "data");
  const made = data ? [...effectivePairs(data).values()].map(keyText) : [];
  if (made.some(isTemplated)) return undefined;
  if (made.length > 0 && stringAt(template, "mergePolicy")?.value !== "Merge") return made;
  const values = valueKeys(spec);
  return values && [...made, ...values];
}
