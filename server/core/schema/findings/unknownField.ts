import type { Fix } from "../../lint/finding.ts";
import { keyText, type MappingNode, type Pair } from "../../manifest/node.ts";
import { isTemplated } from "../../text/templated.ts";
import type { Checker } from "../checker.ts";
import { removePair, renameKey } from "../edits.ts";
import { closest } from "../suggest.ts";
import { isItem, maximumFindings, report, type Walk } from "../walk.ts";
import { names } from "../wording.ts";

/** A key and the mapping it is in. */
export interface FieldPlace {
  readonly pair: Pair;
  readonly mapping: MappingNode;
}

/** A key whose case the reader forgives: it works, but other tools do not find it. */
export function otherCase(walk: Walk, name: string, { pair }: FieldPlace): void {
  const written = keyText(pair);
  const message = `\`${written}\` is only read as \`${name}\` because kustomize ignores case; other tools do not. Write \`${name}\`.`;
  const fix: Fix = { title: `Rename to \`${name}\``, edits: renameKey(pair, name), preferred: true };
  report(walk, { code: "schema/field-case", severity: "information", message, span: pair.key, fixes: [fix] });
}

/** A key that the schema does not know: `kubectl apply`, Flux, Argo CD and kustomize refuse the object. */
export function unknownField(walk: Walk, checker: Checker, { pair, mapping }: FieldPlace): void {
  if (walk.findings.length >= maximumFindings) return;
  const name = keyText(pair);
  if (isTemplated(name) || (walk.partial && isDirective(name))) return;
  const { hint, rename } = suggestion(walk, checker, { name, mapping });
  const message = `\`${name}\` is not a field of ${describe(walk, mapping)}. ${hint}`;
  const removal: Fix = { title: `Remove \`${name}\``, edits: removePair(walk.manifest.document.text, mapping, pair) };
  const renaming: readonly Fix[] =
    rename === undefined ? [] : [{ title: `Rename to \`${rename}\``, edits: renameKey(pair, rename), preferred: true }];
  report(walk, { code: "schema/unknown-field", message, span: pair.key, fixes: [...renaming, removal] });
}

/** Keys that steer a strategic merge patch (k8s.io/apimachinery pkg/util/strategicpatch). */
function isDirective(name: string): boolean {
  return /^\$(?:patch|retainKeys|setElementOrder\/.*|deleteFromPrimitiveList\/.*)$/.test(name);
}

interface Suggestion {
  readonly hint: string;
  readonly rename?: string;
}

/** A key that is no field, and the mapping it is in. */
interface Misplaced {
  readonly name: string;
  readonly mapping: MappingNode;
}

/** The field that somebody who wrote this key meant, by the spelling; undefined when none is near. */
export function meantField(walk: Walk, checker: Checker, misplaced: Misplaced): string | undefined {
  return suggestion(walk, checker, misplaced).rename;
}

function suggestion(walk: Walk, checker: Checker, { name, mapping }: Misplaced): Suggestion {
  const present = new Set(mapping.pairs.map(keyText));
  const fields = [...checker.fieldNames()];
  const near = closest(
    name,
    fields.filter((field) => !present.has(field)),
  );
  const isSlip = near !== undefined && plain(near) === plain(name);
  const elsewhere = isSlip
    ? undefined
    : (placeAbove(walk, name) ?? placeInMetadata(walk, name) ?? placeBelow(checker, name));
  if (elsewhere !== undefined) return { hint: `It belongs in ${elsewhere}: move it there.` };
  if (near !== undefined) return { hint: `Did you mean \`${near}\`?`, rename: near };
  const twin = closest(name, fields);
  if (twin !== undefined) return { hint: `\`${twin}\` is already set: remove \`${name}\`.` };
  if (fields.length === 0) return { hint: "It has no fields: remove it." };
  if (fields.length <= 8) return { hint: `Possible ${fields.length === 1 ? "is" : "are"} ${names(fields)}.` };
  return { hint: "Check the spelling and the indentation, or remove it." };
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_]/g, "");
}

function describe(walk: Walk, mapping: MappingNode): string {
  const owner = walk.trail.at(-1);
  if (!owner) return `\`${walk.manifest.gvk.kind}\``;
  return `${isItem(walk, mapping) ? "the items of " : ""}\`${keyText(owner)}\``;
}

/** The nearest mapping around this one that has such a field. */
function placeAbove(walk: Walk, name: string): string | undefined {
  for (let at = walk.parents.length - 2; at >= 0; at--) {
    const parent = walk.parents[at];
    if (!parent || !declares(parent, name)) continue;
    return at === 0 ? `the top level of \`${walk.manifest.gvk.kind}\`` : `\`${pathTo(walk, at)}\``;
  }
  return undefined;
}

function pathTo(walk: Walk, level: number): string {
  return walk.trail.slice(0, level).map(keyText).join(".");
}

/** Fields of the metadata that slipped to the top level; other mappings may have fields of these names as well. */
function placeInMetadata(walk: Walk, name: string): string | undefined {
  const isObject = walk.parents.length === 1 && walk.parents[0]?.field("metadata") !== undefined;
  return isObject && /^(?:name|namespace|labels|annotations|finalizers)$/.test(name) ? "`metadata`" : undefined;
}

/** The one mapping below this one, at most three levels down, that has such a field. */
function placeBelow(checker: Checker, name: string): string | undefined {
  let level: readonly (readonly [string, Checker])[] = objectFields(checker);
  for (let depth = 0; depth < 3; depth++) {
    const found = level.filter(([, field]) => declares(field, name));
    if (found.length > 0) return found.length === 1 ? `\`${found[0]?.[0]}\`` : undefined;
    level = level.flatMap(([path, field]) =>
      objectFields(field).map(([key, each]) => [`${path}.${key}`, each] as const),
    );
    if (level.length > 500) return undefined;
  }
  return undefined;
}

function objectFields(checker: Checker): readonly (readonly [string, Checker])[] {
  const found: (readonly [string, Checker])[] = [];
  for (const name of checker.fieldNames()) {
    const field = checker.field(name);
    if (field?.expected === "object" && name !== "status" && name !== "metadata") found.push([name, field]);
  }
  return found;
}

function declares(checker: Checker, name: string): boolean {
  for (const field of checker.fieldNames()) if (field === name) return true;
  return false;
}
