import type { Span } from "../../text/span.ts";
import { blankPlaces } from "./blankLine.ts";
import { type BlockLine, lineAt, opensBlockScalar } from "./blockLine.ts";
import { type Ancestry, climb, type Step } from "./blockScan.ts";
import { type FlowContext, flowContext } from "./flowContext.ts";
import { itemsOf, nextLine, noSiblings, type Siblings, siblingsOf } from "./siblings.ts";

/** One reading of what may be written at the cursor; the schema decides which readings make sense. */
export type CursorPlace =
  | {
      readonly type: "key";
      /** The mapping that the key would belong to. */
      readonly path: readonly Step[];
      readonly siblings: Siblings;
      /** Column of the mapping's keys. */
      readonly column: number;
      readonly colonFollows: boolean;
    }
  | {
      readonly type: "value";
      readonly path: readonly Step[];
      /** The keys beside the one whose value this is; none for an item. */
      readonly siblings: Siblings;
      /** The scalars of the other items, when this is an item. */
      readonly items: readonly string[];
      /** Column of the key or dash that the value belongs to. */
      readonly column: number;
      /** Whether the value begins on its key's line, where a nested collection must start a new one. */
      readonly isInline: boolean;
    }
  | {
      /** A `- ` may be written here. */
      readonly type: "newItem";
      readonly path: readonly Step[];
      readonly items: readonly string[];
      readonly column: number;
    };

/** What the text around the cursor tells about it, whether or not the document parses. Offsets count in the document. */
export interface CursorContext {
  readonly places: readonly CursorPlace[];
  /** What has been typed of the word under the cursor. */
  readonly typed: string;
  /** What an accepted item replaces; lies on the cursor's line. */
  readonly replace: Span;
  /** What has to be written before an item: a blank directly behind a colon or dash. */
  readonly lead: string;
  /** The quote that the word stands in, "" for plain text. */
  readonly quote: string;
  readonly isFlow: boolean;
  /** The block scalar that the cursor is in, as another document may be written there. */
  readonly embedded?: { readonly path: readonly Step[]; readonly headerAt: number; readonly indent: number };
}

/** Reads the place of the cursor from the text of one YAML document, by indentation and what stands on the line. */
export function cursorContext(text: string, offset: number): CursorContext {
  const line = lineAt(text, offset);
  const column = offset - line.start;
  const nowhere: CursorContext = { ...emptyAt(offset), places: [] };
  if (isInComment(text, line, column)) return nowhere;
  const key = line.entries.at(-1);
  // What encloses the line decides, not what is written on it: a word may begin left of the cursor.
  const ancestry = climb(
    text,
    { start: line.start, entries: [] },
    line.isBlank ? column : Math.min(column, line.indent),
  );
  if (ancestry.within) return inside(text, offset, { ...ancestry, within: ancestry.within });
  if (line.valueColumn < column && /^[{[]/.test(line.value)) {
    const path = climb(text, line, line.valueColumn).path;
    const flow = flowContext(text, line.start + line.valueColumn, offset, path);
    return flow ? fromFlow(text, flow) : nowhere;
  }
  if (line.isBlank && !line.isComment)
    return /^(?:---|\.\.\.|%)/.test(lineText(text, line)) ? nowhere : onBlank(text, line, column);
  if (key?.type === "key") return column > key.colon ? inValue(text, line, column) : onKey(text, line, column);
  return line.value === "" ? afterDash(text, line, column) : onWord(text, line, column);
}

function emptyAt(offset: number): Omit<CursorContext, "places"> {
  return { typed: "", replace: { start: offset, end: offset }, lead: "", quote: "", isFlow: false };
}

function lineText(text: string, line: BlockLine): string {
  return text.slice(line.start, line.end);
}

function isInComment(text: string, line: BlockLine, column: number): boolean {
  if (line.isComment) return column > line.indent;
  const valueEnd = line.value === "" ? contentStart(line) : line.valueColumn + line.value.length;
  return column > valueEnd && text.slice(line.start + valueEnd, line.start + column).includes("#");
}

/** Where something behind the last entry of a line would begin. */
function contentStart(line: BlockLine): number {
  const last = line.entries.at(-1);
  if (!last) return line.indent;
  return last.type === "key" ? last.colon + 1 : last.column + 1;
}

function inside(text: string, offset: number, { path, within }: Required<Ancestry>): CursorContext {
  if (within.type === "flow") {
    const flow = flowContext(text, within.at, offset, path);
    return flow ? fromFlow(text, flow) : { ...emptyAt(offset), places: [] };
  }
  return { ...emptyAt(offset), places: [], embedded: { path, headerAt: within.at, indent: within.indent } };
}

function fromFlow(text: string, flow: FlowContext): CursorContext {
  const { typed, replace, quote, path } = flow;
  const siblings: Siblings = { before: flow.before, after: flow.after };
  const lead = quote === "" && text[replace.start - 1] === ":" ? " " : "";
  const place: CursorPlace =
    flow.type === "key"
      ? { type: "key", path, siblings, column: 0, colonFollows: flow.colonFollows }
      : { type: "value", path, siblings, items: [], column: 0, isInline: true };
  return { places: [place], typed, replace, lead, quote, isFlow: true };
}

function onBlank(text: string, line: BlockLine, column: number): CursorContext {
  const { keyColumn, dashColumn } = blankPlaces(text, line, column);
  const bare = { start: line.start, end: line.end, entries: [] };
  const places: CursorPlace[] = [];
  if (keyColumn !== undefined) places.push(keyPlace(text, bare, keyColumn));
  if (dashColumn !== undefined) places.push(newItemPlace(text, bare, dashColumn));
  const target = keyColumn ?? dashColumn ?? column;
  const start = line.start + Math.min(column, target);
  const lead = " ".repeat(Math.max(0, target - column));
  return { ...emptyAt(line.start + column), places, replace: { start, end: line.start + column }, lead };
}

function keyPlace(text: string, line: Pick<BlockLine, "start" | "end" | "entries">, column: number): CursorPlace {
  const { path } = climb(text, line, column);
  return { type: "key", path, siblings: siblingsOf(text, line, column), column, colonFollows: false };
}

function newItemPlace(text: string, line: Pick<BlockLine, "start" | "end" | "entries">, column: number): CursorPlace {
  const { path } = climb(text, line, column + 1);
  const items = itemsOf(text, line, column);
  // With items above, the nearest enclosing step is the item that the new one follows.
  const sequence = typeof path.at(-1) === "number" ? path.slice(0, -1) : path;
  return { type: "newItem", path: sequence, items, column };
}

function onKey(text: string, line: BlockLine, column: number): CursorContext {
  const key = line.entries.at(-1);
  const nowhere = { ...emptyAt(line.start + column), places: [] };
  if (key?.type !== "key" || column < key.column || column > key.endColumn) return nowhere;
  const quoted = /["']/.test(text[line.start + key.column] ?? "") ? 1 : 0;
  const start = line.start + key.column + quoted;
  const end = line.start + key.endColumn - quoted;
  const place = keyPlace(text, line, key.column);
  return {
    places: [{ ...place, ...(place.type === "key" && { colonFollows: true }) }],
    typed: text.slice(start, line.start + column),
    replace: { start, end },
    lead: "",
    quote: quoted ? (text[line.start + key.column] ?? "") : "",
    isFlow: false,
  };
}

function inValue(text: string, line: BlockLine, column: number): CursorContext {
  const offset = line.start + column;
  const key = line.entries.at(-1);
  if (key?.type !== "key" || opensBlockScalar(line) || /^[&*!]/.test(line.value))
    return { ...emptyAt(offset), places: [] };
  const place: CursorPlace = {
    type: "value",
    path: climb(text, line, line.value === "" ? column : line.valueColumn).path,
    siblings: siblingsOf(text, line, key.column),
    items: [],
    column: key.column,
    isInline: true,
  };
  const word = wordAt(line, offset);
  return { places: [place], ...word, lead: column === key.colon + 1 ? " " : "", isFlow: false };
}

/** The scalar under the cursor, without its quotes. */
function wordAt(line: BlockLine, offset: number): Pick<CursorContext, "typed" | "replace" | "quote"> {
  const valueStart = line.start + line.valueColumn;
  if (line.value === "" || offset < valueStart)
    return { typed: "", replace: { start: offset, end: offset }, quote: "" };
  const first = line.value[0] ?? "";
  const quote = first === '"' || first === "'" ? first : "";
  const isClosed = quote !== "" && line.value.length > 1 && line.value.endsWith(quote);
  const start = Math.min(offset, valueStart + quote.length);
  const end = Math.max(offset, valueStart + line.value.length - (isClosed ? 1 : 0));
  const typed = line.value.slice(start - valueStart, offset - valueStart);
  return { typed, replace: { start, end }, quote: offset > valueStart ? quote : "" };
}

function afterDash(text: string, line: BlockLine, column: number): CursorContext {
  const offset = line.start + column;
  const dash = line.entries.at(-1);
  if (!dash || column <= dash.column) return { ...emptyAt(offset), places: [] };
  const lead = column === dash.column + 1 ? " " : "";
  const below = nextLine(text, line);
  const keyColumn =
    below && below.indent > dash.column && below.entries[0]?.type === "key" ? below.indent : column + lead.length;
  const place = keyPlace(text, line, keyColumn);
  return { ...emptyAt(offset), places: [place, itemPlace(text, line, keyColumn)], lead };
}

function itemPlace(text: string, line: BlockLine, column: number): CursorPlace {
  const dash = line.entries.at(-1);
  const { path } = climb(text, line, column);
  const items = dash ? itemsOf(text, line, dash.column) : [];
  return {
    type: "value",
    path,
    siblings: noSiblings,
    items,
    column: dash?.column ?? column,
    isInline: dash !== undefined,
  };
}

/** On a word that is no key yet: the beginning of a key, an item, or a scalar on its own line. */
function onWord(text: string, line: BlockLine, column: number): CursorContext {
  const offset = line.start + column;
  const valueEnd = line.valueColumn + line.value.length;
  if (column < line.valueColumn || column > valueEnd + 1) return { ...emptyAt(offset), places: [] };
  const word = { ...wordAt(line, offset), lead: "", isFlow: false };
  if (line.entries.length > 0) {
    return { ...word, places: [keyPlace(text, line, line.valueColumn), itemPlace(text, line, line.valueColumn)] };
  }
  const { keyColumn } = blankPlaces(text, line, line.valueColumn);
  const target = keyColumn ?? line.valueColumn;
  const lead = " ".repeat(Math.max(0, target - line.valueColumn));
  const start = word.replace.start - Math.max(0, line.valueColumn - target);
  const places = [keyPlace(text, line, target), itemPlace(text, line, line.valueColumn)];
  return { ...word, places, lead, replace: { start, end: word.replace.end } };
}
