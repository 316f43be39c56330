import { type BlockLine, hasNestedValue, type LineEntry } from "./blockLine.ts";
import { nearestAbove } from "./blockScan.ts";
import { nextLine } from "./siblings.ts";

/** Where a key and where a `- ` would stand if written on a line that has neither yet. */
export interface BlankPlaces {
  readonly keyColumn: number | undefined;
  readonly dashColumn: number | undefined;
}

/**
 * Which mapping and which sequence a line continues, given the column of the cursor (or of the word on the line). The
 * column of an existing neighbour wins over the cursor's where both mean the same.
 */
export function blankPlaces(text: string, line: Pick<BlockLine, "start" | "end">, column: number): BlankPlaces {
  const open = openEntries(text, line.start);
  const below = nextLine(text, line);
  const last = open.lines[0];
  const entry = last?.entries.at(-1);
  if (!last || !entry) {
    const isKey = below?.entries[0]?.type === "key";
    return {
      keyColumn: isKey ? below.indent : column,
      dashColumn: column === (below?.indent ?? 0) ? column : undefined,
    };
  }
  if (hasNestedValue(last) && column > entry.column) return childPlaces(below, entry, column);
  const dashColumn = open.entries.find((each) => each.type === "dash" && each.column === column)?.column;
  const isOpenSequence = entry.type === "key" && hasNestedValue(last) && column === entry.column;
  const keys = open.entries.filter((each) => each.type === "key");
  const key = keys.find((each) => each.column <= column) ?? keys.at(-1);
  if (dashColumn !== undefined && key?.column !== column) return { keyColumn: undefined, dashColumn };
  return { keyColumn: key?.column, dashColumn: dashColumn ?? (isOpenSequence ? column : undefined) };
}

/** Inside the value that the entry above has opened: beside what is already there, otherwise at the cursor. */
function childPlaces(below: BlockLine | undefined, entry: LineEntry, column: number): BlankPlaces {
  const first = below && below.indent > entry.column ? below.entries[0] : undefined;
  if (first?.type === "key") return { keyColumn: first.column, dashColumn: undefined };
  if (first?.type === "dash") return { keyColumn: undefined, dashColumn: first.column };
  return { keyColumn: column, dashColumn: entry.type === "key" ? column : undefined };
}

/** The keys and dashes above that a following line could still continue, innermost first, and their lines. */
function openEntries(text: string, start: number) {
  const entries: LineEntry[] = [];
  const lines: BlockLine[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (let above = nearestAbove(text, start, limit); above; above = nearestAbove(text, above.start, limit)) {
    if (above.entries.length === 0) {
      limit = Math.min(limit, above.indent);
      continue;
    }
    lines.push(above);
    for (const entry of above.entries.toReversed()) {
      if (entry.column > limit) continue;
      entries.push(entry);
      // Dashes may stand in the column of the key that they belong to, keys only left of their parent.
      limit = entry.type === "dash" ? entry.column : entry.column - 1;
    }
    if (limit < 0) break;
  }
  return { entries, lines };
}
