/** `a, b or c`. */
export function list(parts: readonly string[], conjunction: "and" | "or"): string {
  if (parts.length < 2) return parts.join("");
  return `${parts.slice(0, -1).join(", ")} ${conjunction} ${parts.at(-1)}`;
}

/** `` `a`, `b` and `c` ``. */
export function names(parts: readonly string[], conjunction: "and" | "or" = "and"): string {
  return list(
    parts.map((part) => `\`${part}\``),
    conjunction,
  );
}

/** `1 item`, `3 items`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** A text cut to what fits in a message. */
export function shorten(text: string): string {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 60 || line.length < text.length ? `${line.slice(0, 57)}…` : line;
}
