import type { Span } from "../../text/span.ts";
import type { Step } from "./blockScan.ts";
import type { Sibling } from "./siblings.ts";

/** Where the cursor is inside a flow collection (`{ name: flux-system }`, `[a, b]`). */
export interface FlowContext {
  readonly type: "key" | "value";
  readonly path: readonly Step[];
  readonly before: readonly Sibling[];
  readonly after: readonly Sibling[];
  readonly typed: string;
  readonly replace: Span;
  readonly quote: string;
  readonly colonFollows: boolean;
}

interface Frame {
  readonly type: "map" | "seq";
  readonly keys: { readonly key: string; readonly value: string; readonly at: number }[];
  index: number;
  key: { readonly text: string; readonly at: number } | undefined;
}

/** How far behind the cursor the rest of the collection is read for keys that are already there. */
const lookAhead = 2_000;

/**
 * Reads the flow collection that begins at `start` up to the cursor; undefined when it is closed before the cursor.
 * `base` is the path of the collection itself.
 */
export function flowContext(
  text: string,
  start: number,
  cursor: number,
  base: readonly Step[],
): FlowContext | undefined {
  const frames: Frame[] = [];
  let token = start;
  let at = start;
  while (at < cursor) {
    const skipped = skipQuoted(text, at, token);
    if (skipped !== undefined) {
      if (skipped > cursor) break;
      at = skipped;
      continue;
    }
    if (step(frames, text, token, at)) token = at + 1;
    at++;
    if (frames.length === 0) return undefined;
  }
  const frame = frames.at(-1);
  return frame && describe({ frames, frame, text, token, cursor, base });
}

/** The offset behind the quoted scalar that begins at `at`; undefined where none begins. */
function skipQuoted(text: string, at: number, token: number): number | undefined {
  const quote = text[at];
  if ((quote !== '"' && quote !== "'") || text.slice(token, at).trim() !== "") return undefined;
  const close = text.indexOf(quote, at + 1);
  return close < 0 ? text.length + 1 : close + 1;
}

/** Moves over one character; true when the character ends a token. */
function step(frames: Frame[], text: string, token: number, at: number): boolean {
  const frame = frames.at(-1);
  switch (text[at]) {
    case "{":
      frames.push({ type: "map", keys: [], index: 0, key: undefined });
      return true;
    case "[":
      frames.push({ type: "seq", keys: [], index: 0, key: undefined });
      return true;
    case "}":
    case "]":
      if (frame) endEntry(frame, text.slice(token, at));
      frames.pop();
      return true;
    case ",":
      if (frame) endEntry(frame, text.slice(token, at));
      return true;
    case ":":
      if (frame?.type !== "map" || frame.key || !endsKey(text, at)) return false;
      frame.key = { text: unquoted(text.slice(token, at)), at: token };
      return true;
    default:
      return false;
  }
}

function endEntry(frame: Frame, value: string): void {
  if (frame.key) frame.keys.push({ key: frame.key.text, value: unquoted(value), at: frame.key.at });
  frame.key = undefined;
  frame.index++;
}

function endsKey(text: string, at: number): boolean {
  const next = text[at + 1];
  return next === undefined || /[\s,}\]]/.test(next) || text[at - 1] === '"' || text[at - 1] === "'";
}

function unquoted(text: string): string {
  const trimmed = text.trim();
  return /^(["']).*\1$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed;
}

interface Place {
  readonly frames: readonly Frame[];
  readonly frame: Frame;
  readonly text: string;
  readonly token: number;
  readonly cursor: number;
  readonly base: readonly Step[];
}

function describe(place: Place): FlowContext {
  const { frame, text, token, cursor } = place;
  const raw = text.slice(token, cursor).trimStart();
  const quote = raw.startsWith('"') || raw.startsWith("'") ? raw.slice(0, 1) : "";
  const typed = raw.slice(quote.length);
  const end = cursor + (/^[^,{}[\]:\s"']*/.exec(text.slice(cursor, cursor + 200))?.[0].length ?? 0);
  const before = frame.keys.filter((each) => each.at < token);
  const type = frame.type === "map" && !frame.key ? "key" : "value";
  return {
    type,
    path: [...place.base, ...pathOf(place.frames, type)],
    before,
    after: keysBehind(text, end),
    typed,
    replace: { start: cursor - typed.length, end },
    quote,
    colonFollows: /^["']?\s*:(?:\s|$)/.test(text.slice(end, end + 20)),
  };
}

function pathOf(frames: readonly Frame[], type: "key" | "value"): readonly Step[] {
  return frames.flatMap((frame, depth): readonly Step[] => {
    const isOwn = depth === frames.length - 1;
    if (frame.type === "seq") return [frame.index];
    return isOwn && type === "key" ? [] : [frame.key?.text ?? ""];
  });
}

/** The keys of the innermost mapping that stand behind the cursor. */
function keysBehind(text: string, from: number): readonly Sibling[] {
  const frame: Frame = { type: "map", keys: [], index: 0, key: undefined };
  const frames = [frame];
  const rest = text.slice(from, from + lookAhead);
  let token = 0;
  for (let at = 0; at < rest.length && frames.length > 0; at++) {
    const skipped = skipQuoted(rest, at, token);
    if (skipped !== undefined) at = skipped - 1;
    else if (step(frames, rest, token, at)) token = at + 1;
  }
  // What comes first belongs to the entry under the cursor.
  const own = rest.search(/[,}\]]/);
  return frames.length > 0 ? [] : frame.keys.filter((each) => own >= 0 && each.at > own);
}
