import { keyText, type MappingNode, type Pair } from "../../manifest/node.ts";
import type { Checker } from "../checker.ts";
import { fillValue, insertPair, type NewPair } from "../edits.ts";
import { skeletonPair } from "../skeleton.ts";
import { isItem, isTemplated, ownerName, placeOfMapping, report, textOf, type Walk } from "../walk.ts";

/** A required field, and the mapping without it. */
interface Lack {
  readonly name: string;
  readonly mapping: MappingNode;
}

/** A mapping lacks a field without which the object is refused, or has it without a value. */
export function missingField(walk: Walk, checker: Checker, { name, mapping }: Lack): void {
  const hasTemplatedKey = mapping.pairs.some(({ key }) => isTemplated(textOf(walk, key)));
  if (hasTemplatedKey) return;
  const field = checker.field(name);
  const empty = mapping.pairs.find(({ key }) => key.value === name);
  if (empty) fillIn(walk, skeletonPair(name, field), empty);
  else add(walk, skeletonPair(name, field), { name, mapping });
}

function fillIn(walk: Walk, entry: NewPair, pair: Pair): void {
  const name = keyText(pair);
  const message = `\`${name}\` is required but has no value. Write one after the colon.`;
  const edits = fillValue(walk.manifest.document.text, pair, entry);
  const fixes = [{ title: `Fill in \`${name}\``, edits, preferred: true } as const];
  report(walk, { code: "schema/missing-required", message, span: pair.key, fixes });
}

function add(walk: Walk, entry: NewPair, { name, mapping }: Lack): void {
  const owner = `${isItem(walk, mapping) ? "An item of " : ""}\`${ownerName(walk)}\``;
  const message = `${owner} lacks \`${name}\`, which is required. Add it.`;
  const edits = insertPair(walk.manifest.document.text, mapping, entry);
  const fixes = edits.length > 0 ? [{ title: `Add \`${name}\``, edits, preferred: true } as const] : [];
  report(walk, { code: "schema/missing-required", message, span: placeOfMapping(walk, mapping), fixes });
}
