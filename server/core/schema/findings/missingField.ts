import { keyText, type MappingNode } from "../../manifest/node.ts";
import type { Span } from "../../text/span.ts";
import { isTemplated } from "../../text/templated.ts";
import type { Checker } from "../checker.ts";
import { setField } from "../edits.ts";
import { skeletonPair } from "../skeleton.ts";
import { isItem, ownerName, placeOfMapping, report, textOf, type Walk } from "../walk.ts";
import { meantField } from "./unknownField.ts";

/** A required field, and the mapping without it. */
interface Lack {
  readonly name: string;
  readonly mapping: MappingNode;
}

/** A mapping lacks a field without which the object is refused, or has it without a value. */
export function missingField(walk: Walk, checker: Checker, { name, mapping }: Lack): void {
  const hasTemplatedKey = mapping.pairs.some(({ key }) => isTemplated(textOf(walk, key)));
  if (hasTemplatedKey) return;
  const empty = mapping.pairs.find(({ key }) => key.value === name);
  const owner = `${isItem(walk, mapping) ? "An item of " : ""}\`${ownerName(walk)}\``;
  const message = empty
    ? `\`${name}\` is required but has no value. Write one after the colon.`
    : `${owner} lacks \`${name}\`, which is required. Add it.`;
  const edits = setField(walk.manifest.document.text, mapping, skeletonPair(name, checker.field(name)));
  const title = `${empty ? "Fill in" : "Add"} \`${name}\``;
  const fixes = edits.length > 0 ? [{ title, edits, preferred: true } as const] : [];
  report(walk, {
    code: "schema/missing-required",
    message,
    span: empty?.key ?? placeOfMapping(walk, mapping),
    fixes,
    echoOf: misspelt(walk, checker, { name, mapping }),
  });
}

/** Where the field is there under another spelling, which is told at its key. */
function misspelt(walk: Walk, checker: Checker, { name, mapping }: Lack): Span | undefined {
  if (checker.isOpen) return undefined;
  const unknown = mapping.pairs.filter((pair) => checker.field(keyText(pair)) === undefined);
  return unknown.find((pair) => meantField(walk, checker, { name: keyText(pair), mapping }) === name)?.key;
}
