import type { Random } from "../harness/random.ts";

/** Texts with the less usual YAML that manifests hold, to have something to break there. */
const unusual: readonly string[] = [
  "base: &base\n  cpu: 1\n  list: [a, 'b', \"c\"]\nuse:\n  <<: *base\n  cpu: 2\nother: *base\n",
  "script: |\n  #!/bin/sh\n  set -e\n\n  echo 'x'\nfolded: >-\n  one\n  two\n\n  three\nkeep: |+\n  x\n\nlast: |2\n   y\n",
  "text: \"a\\tb \\u00e4 \\x41\\\n  continued\"\nother: 'it''s\n  two lines'\nplain: several words\n  on lines\n",
  'flow: {a: 1, "b": [x, {y: z}], c: , d: "e:f"}\nlist: [one, two words, [1, 2], {k: v}, p: q]\n',
  "# comment\nspec: # behind\n  # inside\n  a: 1 # one\n  # before b\n  b:\n    # before item\n    - x\n    # between\n    - y\n",
  'numbers:\n  - 1\n  - 0777\n  - 1_000\n  - 1e3\n  - 0x1f\n  - .5\n  - -1.5\n  - +1\n  - yes\n  - ~\n  - 2026-01-02\n  - !!str 1\n  - "1"\n',
  "items:\n- name: a\n  value: 1\n-\n  name: b\n- - x\n  - y\n- |\n  text\n- ? k\n  : v\nend: true\n",
];

const pieces: readonly string[] = [
  ...[" ", "  ", "    ", "\t", "\n", "\n\n", "\r\n", "\r", "\n ", "\n  ", " \n", "\t\n"],
  ...[":", ": ", " :", "- ", "-", "? ", "?", ",", ", ", "[", "]", "{", "}", "[]", "{}"],
  ...["'", '"', "''", '""', "\\", "\\n", "\\x41", "\\u00e4", "\\q", "\\'", "\\/", "\\e", "\\_", "\\U0001F600"],
  ...["#", " #", "# ", "\n# c\n", "\n  # c\n", "\n      # c\n", " # c", "#c"],
  ...["&a ", "&a", "*a", "*a ", "<<: *a", "<<: {a: 1}", "<<: [*a]", "<<: x", "&a\n", "& ", "*"],
  ...["!!str ", "!!int ", "!!float ", "!!bool ", "!!null ", "!!map ", "!!seq ", "!!binary ", "!x ", "! ", "!", "!<x> "],
  ...["|", ">", "|-", ">+", "|2", "|9", "|-\n", "|0", "|10", ">-1\n", "| # c\n", "|x"],
  ...["%", "@", "`", "%YAML 1.1\n", "%TAG ! x\n", "--- ", "...", "\n...\n", "...\n", "---", "--"],
  ...[
    "~",
    "null",
    "yes",
    "no",
    "0o7",
    "08",
    "1_0",
    "1e3",
    ".inf",
    ".nan",
    "2026-01-02",
    "0x1G",
    "-",
    "+",
    "1.",
    "=",
    "<<",
  ],
  ...["\ufeff", "\u00a0", "\u0085", "\u2028", "\u{1F600}", "ä", "\u0007", "\u007f", "\0", "\u200b"],
  ..."abcxyz019".split(""),
  `${"x".repeat(1100)}`,
];

/** A document that was accepted, with one to three small mistakes or oddities. */
export function mutant(texts: readonly string[], random: Random): string {
  let text = random.below(4) === 0 ? random.pick(unusual) : random.pick(texts);
  for (let count = random.pick([1, 1, 1, 2, 2, 3]); count > 0; count--) text = mutate(text, random);
  return text;
}

function mutate(text: string, random: Random): string {
  const kind = random.below(10);
  const at = random.below(text.length + 1);
  if (kind < 4) return text.slice(0, at) + random.pick(pieces) + text.slice(at);
  if (kind < 6) return text.slice(0, at) + text.slice(at + 1 + random.below(4));
  return mutateLines(text, random, kind);
}

function mutateLines(text: string, random: Random, kind: number): string {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  const line = lines[at] ?? "";
  if (kind === 6) return lines.toSpliced(at, 1, changeIndent(line, random)).join("\n");
  if (kind === 7) return lines.toSpliced(random.below(lines.length), 0, line).join("\n");
  if (kind === 8) return random.below(6) === 0 ? lines.join("\r\n") : lines.toSpliced(at, 1).join("\n");
  const change = random.pick<(value: string) => string>([
    (value) => `"${value}"`,
    (value) => `'${value}`,
    (value) => `[${value}]`,
    (value) => `${random.pick(pieces)}${value}`,
    (value) => `${value}${random.pick(pieces)}`,
    (value) => random.pick(pieces) + random.pick(pieces) + value,
    () => random.pick(pieces) + random.pick(pieces),
    () => "",
  ]);
  return lines.toSpliced(at, 1, line.replace(/(?<=: |- ).*$/, change)).join("\n");
}

function changeIndent(line: string, random: Random): string {
  return random.pick([
    ` ${line}`,
    `  ${line}`,
    `\t${line}`,
    line.slice(1),
    line.slice(2),
    line.trimStart(),
    `${line} `,
  ]);
}
