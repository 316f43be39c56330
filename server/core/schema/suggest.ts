/** The candidate that somebody who wrote `word` most likely meant, or undefined when none is near. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  const plain = normal(word);
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of candidates) {
    if (candidate === word) continue;
    // Short words have to begin alike: `t` does not mean `c`.
    if (plain.length < 3 && normal(candidate)[0] !== plain[0]) continue;
    const distance = editDistance(plain, normal(candidate), bestDistance);
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/**
 * Whether each word of one CamelCase name is near the word of the other in its place: `gitRepository` is a slip for
 * `GitRepository`, while `OCIRepository` means something else.
 */
export function isSlipOf(name: string, other: string): boolean {
  const words = wordsOf(name);
  const others = wordsOf(other);
  if (words.length !== others.length) return true;
  return words.every((word, at) => {
    const length = Math.max(word.length, others[at]?.length ?? 0);
    return editDistance(word, others[at] ?? "", length) < length;
  });
}

function wordsOf(name: string): readonly string[] {
  return (name.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+/g) ?? []).map((word) => word.toLowerCase());
}

/** Case, dashes and underscores are the most frequent slips and cost nothing. */
function normal(word: string): string {
  return word.toLowerCase().replaceAll(/[-_]/g, "");
}

/**
 * How many insertions, deletions, replacements and swaps of neighbours turn one word into the other; at least `limit`
 * when it is that or more.
 */
export function editDistance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) >= limit) return limit;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      current.push(cell({ from, to, row, column, current, last, beforeLast }));
    }
    beforeLast = last;
    last = current;
  }
  return Math.min(limit, last[to.length] ?? limit);
}

interface Cell {
  readonly from: string;
  readonly to: string;
  readonly row: number;
  readonly column: number;
  readonly current: readonly number[];
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
}

function cell({ from, to, row, column, current, last, beforeLast }: Cell): number {
  const a = from[row - 1];
  const b = to[column - 1];
  const replaced = at(last, column - 1) + (a === b ? 0 : 1);
  const edited = Math.min(replaced, at(last, column) + 1, at(current, column - 1) + 1);
  const isSwap = row > 1 && column > 1 && a === to[column - 2] && from[row - 2] === b;
  return isSwap ? Math.min(edited, at(beforeLast, column - 2) + 1) : edited;
}

function at(numbers: readonly number[], index: number): number {
  return numbers[index] ?? Number.POSITIVE_INFINITY;
}
