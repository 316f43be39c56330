import { type BlockLine, type LineEntry, lineFrom, opensBlockScalar } from "./blockLine.ts";

/** A key of a mapping or an index of a sequence. */
export type Step = string | number;

/** The way from the root to a place in block-style YAML, read by indentation. */
export interface Ancestry {
  readonly path: readonly Step[];
  /**
   * Where a line above began something that indentation does not describe: a block scalar, or a flow collection that may
   * or may not be closed. `path` then leads to that value, `at` is its offset.
   */
  readonly within?: { readonly type: "scalar" | "flow"; readonly at: number; readonly indent: number };
}

/** The nearest line above `start` that says something and is indented at most `maxIndent`. */
export function nearestAbove(text: string, start: number, maxIndent: number): BlockLine | undefined {
  let at = start;
  while (at > 0 && maxIndent >= 0) {
    // lastIndexOf takes a negative place for 0, where a line break may stand.
    at = at < 2 ? 0 : text.lastIndexOf("\n", at - 2) + 1;
    if (!isIndentedMost(text, at, maxIndent)) continue;
    const line = lineFrom(text, at);
    if (!line.isBlank) return line;
  }
  return undefined;
}

/** The nearest line below `end` that says something and is indented at most `maxIndent`. */
export function nearestBelow(text: string, end: number, maxIndent: number): BlockLine | undefined {
  let newline = text.indexOf("\n", end);
  while (newline >= 0) {
    const at = newline + 1;
    newline = text.indexOf("\n", at);
    if (!isIndentedMost(text, at, maxIndent)) continue;
    const line = lineFrom(text, at);
    if (!line.isBlank) return line;
  }
  return undefined;
}

function isIndentedMost(text: string, start: number, maxIndent: number): boolean {
  let at = start;
  while (text.charCodeAt(at) === 32) at++;
  const code = text.charCodeAt(at);
  return at - start <= maxIndent && code !== 10 && code !== 13 && at < text.length;
}

/** What the walk has gathered (innermost step first), and what it still looks for. */
interface Climb {
  readonly steps: Step[];
  keyLimit: number;
  dashLimit: number;
  /** Column of the sequence whose items are being counted. */
  dash: number | undefined;
  within: Ancestry["within"];
}

/**
 * The path of the node that begins at `column` of a line: the entries of the line before that column, then what the
 * lines above enclose it in. Dashes may stand in the same column as their key.
 */
export function climb(text: string, line: Pick<BlockLine, "start" | "entries">, column: number): Ancestry {
  const state: Climb = { steps: [], keyLimit: column, dashLimit: column, dash: undefined, within: undefined };
  for (const entry of line.entries.toReversed()) take(state, entry);
  let at = line.start;
  while (state.keyLimit > 0) {
    const above = nearestAbove(text, at, state.keyLimit - 1);
    if (!above) break;
    at = above.start;
    const last = above.entries.at(-1);
    for (const entry of above.entries.toReversed()) {
      if (take(state, entry) && entry === last) noteOpening(state, above);
    }
  }
  return { path: state.steps.toReversed(), ...(state.within && { within: state.within }) };
}

/** Moves the walk over an entry; true when the entry encloses the place. */
function take(state: Climb, entry: LineEntry): boolean {
  const { column } = entry;
  if (entry.type === "key") {
    if (column >= state.keyLimit) return false;
    state.steps.push(entry.key);
    state.keyLimit = column;
    state.dashLimit = column;
    state.dash = undefined;
    return true;
  }
  if (column === state.dash) countItem(state);
  if (column >= state.dashLimit) return false;
  state.steps.push(0);
  state.dash = column;
  state.dashLimit = column;
  state.keyLimit = column + 1;
  return true;
}

function countItem(state: Climb): void {
  const index = state.steps.pop();
  state.steps.push(typeof index === "number" ? index + 1 : 0);
}

/** Everything gathered so far lies inside a scalar or flow collection when the line just passed opened one. */
function noteOpening(state: Climb, line: BlockLine): void {
  const isFlow = line.value.startsWith("{") || line.value.startsWith("[");
  if (!isFlow && !opensBlockScalar(line)) return;
  state.steps.splice(0, state.steps.length - 1);
  state.within = { type: isFlow ? "flow" : "scalar", at: line.start + line.valueColumn, indent: line.indent };
}
