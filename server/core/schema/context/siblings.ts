import { type BlockLine, type LineEntry, lineBelow } from "./blockLine.ts";
import { nearestAbove, nearestBelow } from "./blockScan.ts";

/** A key beside the cursor, with its value where that is a scalar on the same line ("" otherwise). */
export interface Sibling {
  readonly key: string;
  readonly value: string;
}

/** The other keys of a mapping, in the order written, split by the place of the cursor. */
export interface Siblings {
  readonly before: readonly Sibling[];
  readonly after: readonly Sibling[];
}

/** For places that no keys stand beside. */
export const noSiblings: Siblings = { before: [], after: [] };

/** The keys in `column` above and below a line that belong to the same mapping as that line. */
export function siblingsOf(text: string, line: Pick<BlockLine, "start" | "end" | "entries">, column: number): Siblings {
  const before: Sibling[] = [];
  const after: Sibling[] = [];
  let above = beginsAt(line.entries, column) ? undefined : nearestAbove(text, line.start, column);
  while (above) {
    const key = keyAt(above, column);
    if (key !== undefined) before.unshift({ key, value: scalarText(above.value) });
    const closes = above.indent < column || (key === undefined && above.entries[0]?.type !== "dash");
    above = closes ? undefined : nearestAbove(text, above.start, column);
  }
  let below = nearestBelow(text, line.end, column);
  while (below && below.indent === column) {
    const key = keyAt(below, column);
    if (key !== undefined) after.push({ key, value: scalarText(below.value) });
    below = nearestBelow(text, below.end, column);
  }
  return { before, after };
}

/** The scalars of the other items of a sequence whose dashes stand in `column`. */
export function itemsOf(text: string, line: Pick<BlockLine, "start" | "end">, column: number): readonly string[] {
  const items: string[] = [];
  for (let above = nearestAbove(text, line.start, column); above; above = nearestAbove(text, above.start, column)) {
    if (!isItem(above, column)) break;
    items.unshift(scalarText(above.value));
  }
  for (let below = nearestBelow(text, line.end, column); below; below = nearestBelow(text, below.end, column)) {
    if (!isItem(below, column)) break;
    items.push(scalarText(below.value));
  }
  return items.filter((item) => item !== "");
}

/** The next line that says something. */
export function nextLine(text: string, line: Pick<BlockLine, "end">): BlockLine | undefined {
  let below = lineBelow(text, line);
  while (below?.isBlank) below = lineBelow(text, below);
  return below;
}

/** The text of a plain or quoted scalar on one line; "" for everything else (collections, block scalars, aliases). */
export function scalarText(value: string): string {
  const first = value[0] ?? "";
  if (first === '"' || first === "'") return value.at(-1) === first && value.length > 1 ? value.slice(1, -1) : "";
  return "{[|>&*!".includes(first) ? "" : value;
}

function beginsAt(entries: readonly LineEntry[], column: number): boolean {
  return entries.some((entry) => entry.type === "dash" && entry.column < column);
}

function keyAt(line: BlockLine, column: number): string | undefined {
  const last = line.entries.at(-1);
  return last?.type === "key" && last.column === column ? last.key : undefined;
}

function isItem(line: BlockLine, column: number): boolean {
  return line.entries.some((entry) => entry.type === "dash" && entry.column === column);
}
