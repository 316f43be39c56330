/** One line of the result: what was measured, on both sides, and what it should be. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  readonly theirs: string;
  readonly ratio: string;
  readonly aim: string;
  /** Undefined for figures without an aim. */
  readonly met: boolean | undefined;
}

/** A comparison in which less is better. */
export interface Comparison {
  readonly what: string;
  readonly ours: number;
  readonly theirs: number;
  readonly unit: "ms" | "MB";
  /** How many times better ours should be. */
  readonly atLeast?: number;
}

/** A row that compares costs. */
export function cost({ what, ours, theirs, unit, atLeast }: Comparison): Row {
  const ratio = theirs / ours;
  return {
    what,
    ours: `${shown(ours)} ${unit}`,
    theirs: `${shown(theirs)} ${unit}`,
    ratio: `${shown(ratio)} x`,
    aim: atLeast === undefined ? "" : `>= ${atLeast} x`,
    met: atLeast === undefined ? undefined : ratio >= atLeast,
  };
}

/** A row that compares how much is done in a second: more is better. */
export function rate({ what, ours, theirs, atLeast }: Omit<Comparison, "unit">): Row {
  const ratio = ours / theirs;
  return {
    what,
    ours: `${Math.round(ours)}/s`,
    theirs: `${Math.round(theirs)}/s`,
    ratio: `${shown(ratio)} x`,
    aim: atLeast === undefined ? "" : `>= ${atLeast} x`,
    met: atLeast === undefined ? undefined : ratio >= atLeast,
  };
}

/** A figure of ours with an upper bound, and theirs where it was measured. */
export interface Bound {
  readonly what: string;
  readonly ours: number;
  readonly theirs?: number;
  readonly unit: "ms" | "MB" | "x" | "%" | "/s";
  readonly atMost?: number;
}

/** A row about an upper bound. */
export function bound({ what, ours, theirs, unit, atMost }: Bound): Row {
  return {
    what,
    ours: `${shown(ours)} ${unit}`,
    theirs: theirs === undefined ? "" : `${shown(theirs)} ${unit}`,
    ratio: theirs === undefined ? "" : `${shown(theirs / ours)} x`,
    aim: atMost === undefined ? "" : `<= ${atMost} ${unit}`,
    met: atMost === undefined ? undefined : ours <= atMost,
  };
}

/** The rows as a table of plain text. */
export function table(rows: readonly Row[]): string {
  const head = ["", "ours", "theirs", "ratio", "aim", ""];
  const cells = rows.map(({ what, ours, theirs, ratio, aim, met }) => [
    ...[what, ours, theirs, ratio, aim],
    met === undefined ? "" : met ? "met" : "NOT MET",
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...cells].map((line) => line[column]?.length ?? 0)));
  const line = (parts: readonly string[]): string =>
    parts
      .map((part, column) => (column === 0 ? part.padEnd(widths[0] ?? 0) : part.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [head, ...cells].map(line).join("\n");
}

function shown(value: number): string {
  if (!Number.isFinite(value)) return "-";
  if (value >= 100) return Math.round(value).toString();
  return value >= 10 ? value.toFixed(1) : value.toPrecision(2);
}
