/** A small document with what kubectl and kustomize both say about it: its value, or the one-based line of the mistake. */
export interface Example {
  readonly title: string;
  readonly yaml: string;
  readonly verdict: { readonly value: unknown } | { readonly refusedAt: number };
}

const accepted = (title: string, yaml: string, value: unknown): Example => ({ title, yaml, verdict: { value } });
const refused = (title: string, yaml: string, refusedAt: number): Example => ({ title, yaml, verdict: { refusedAt } });

const quotes: readonly Example[] = [
  accepted("a double-quoted text goes on in a line that is not indented", 'a:\n  b: "one\ntwo"\n', {
    a: { b: "one two" },
  }),
  accepted("a single-quoted text goes on in a line that is not indented", "a:\n  b: 'one\n\ntwo'\n", {
    a: { b: "one\ntwo" },
  }),
  accepted("a backslash joins lines", 'a: "one \\\n   two"\n', { a: "one two" }),
  accepted("escapes of double quotes", '"\\x41\\u00e4\\U0001F600\\e\\_\\N\\\'": 1\n', {
    "A\u00e4\u{1F600}\x1b\xa0\x85'": 1,
  }),
  accepted("a doubled quote inside single quotes", "a: 'it''s'\n", { a: "it's" }),
  refused("an escaped slash", 'a: "x\\/y"\n', 1),
  refused("an unknown escape", 'a: "x\\q"\n', 1),
  refused("an escape of half a character", 'a: "\\ud800"\n', 1),
  refused("text behind a closing quote", 'a: "x" y\nb: 1\n', 1),
  refused("a quote that is never closed", "a: 'x\nb: 1\n", 1),
  refused("a line `---` inside quotes", 'a: "x\n--- \ny"\n', 1),
];

const comments: readonly Example[] = [
  accepted("a comment left of a value below its key", "a:\n# about b\n  b:\n  # about the text\n    text\n", {
    a: { b: "text" },
  }),
  accepted("a comment left of a list", "a:\n# about the list\n    - x\n  # more\n    - z\n", { a: ["x", "z"] }),
  accepted("a comment behind a block header", "a: | # about\n  x\n", { a: "x\n" }),
  accepted("a hash without a space before it", "a: x#y\n", { a: "x#y" }),
  accepted("a comment between brackets", "a: [x, # one\n  z]\n", { a: ["x", "z"] }),
  refused("a comment inside a plain text ends it", "a: one\n  # about\n  two\nb: 1\n", 3),
];

const indentation: readonly Example[] = [
  accepted("a list in the column of its key", "a:\n- x\n- z\nb: 1\n", { a: ["x", "z"], b: 1 }),
  accepted("brackets that go on in a line that is not indented", "a: [x,\nz]\nb: 1\n", { a: ["x", "z"], b: 1 }),
  accepted("a tab before a comment and inside a line", "a:\t1\t# x\n", { a: 1 }),
  accepted("a plain text of several lines", "a: one\n  two\n\n  three\n", { a: "one two\nthree" }),
  refused("a tab as indentation", "a:\n\tb: 1\n", 2),
  refused("a tab in an empty line before a key", "a: x\n\t\nb: 1\n", 2),
  refused("a key to the left of its siblings", "a:\n    b: 1\n  c: 1\n", 3),
  refused("a key to the right of its siblings", "a: 1\n  b: 2\n", 1),
  refused("a second key on the same line", "a: b: c\n", 1),
  refused("a list on the line of its key", "a: - x\n", 1),
  refused("a line without a colon", "a: 1\nb\nc: 2\n", 2),
  refused("a list item among keys", "a: 1\n- b\n", 2),
  refused("a key without a name", ": x\n", 1),
];

const blocks: readonly Example[] = [
  accepted("literal and folded texts", "a: |\n  x\n   y\nb: >-\n  x\n  y\n\n  z\n", { a: "x\n y\n", b: "x y\nz" }),
  accepted("line breaks kept at the end", "a: |+\n  x\n\nb: 1\n", { a: "x\n\n", b: 1 }),
  accepted("a text that the end of the file cuts off", "a: |\n  x", { a: "x" }),
  accepted("an indentation indicator", "a: |2\n    x\n", { a: "  x\n" }),
  accepted("an empty text", "a: |\nb: 1\n", { a: "", b: 1 }),
  refused("text on the line of the header", "a: | x\n", 1),
  refused("an indentation of 0", "a: |0\n  x\n", 1),
  refused("a tab before the text", "a: |\n\tx\n", 2),
];

const flow: readonly Example[] = [
  accepted("a value without a key's colon", "a: {x, z: 1}\n", { a: { x: null, z: 1 } }),
  accepted("a pair in a list", "a: [x: 1]\n", { a: [{ x: 1 }] }),
  accepted("a comma behind the last entry", "a: [x, ]\nb: {c: d, }\n", { a: ["x"], b: { c: "d" } }),
  accepted("a colon without a space belongs to the word", "a: {b:c, d:}\n", { a: { "b:c": null, "d:": null } }),
  refused("two commas", "a: [x,, y]\n", 1),
  refused("a bracket that is never closed", "a: [x\nb: 1\n", 2),
  refused("a closing bracket too many", "a: [x]]\n", 1),
  refused("a list item between brackets", "a: [- x]\n", 1),
];

const names: readonly Example[] = [
  accepted("an anchor and its alias", "a: &x {b: 1}\nc: *x\n", { a: { b: 1 }, c: { b: 1 } }),
  accepted("merged mappings", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n", { a: { b: 1 }, c: { b: 1, d: 2 } }),
  accepted("tags of strings and numbers", 'a: !!str 1\nb: !!int "2"\nc: !!binary aGk=\n', { a: "1", b: 2, c: "hi" }),
  refused("an alias without an anchor", "a: *x\n", 1),
  refused("an alias inside its own anchor", "a: &x\n  b: *x\n", 2),
  refused("a merge of a string", "a:\n  <<: x\n", 2),
  refused("a text that begins with an asterisk", "a: *.example.com\n", 1),
  refused("a text that begins with `@`", "a: @x\n", 1),
  refused("a text that begins with `%` in a list", "a:\n  - %x\n", 2),
  refused("a tag that does not fit", "a: !!int x\n", 1),
  refused("a tag with an unknown prefix", "a: !x!y z\n", 1),
  refused("the same key twice", "a: 1\nb: 2\na: 3\n", 3),
  refused("null as a key", "a:\n  ~: 1\n", 2),
  refused("a list as a key", "? [a]\n: b\n", 1),
  refused("another version of YAML", "%YAML 1.2\n---\na: 1\n", 1),
];

const scalars: readonly Example[] = [
  accepted("numbers of YAML 1.1", "a: [0777, 0o17, 0b11, 0x1F, 1_000, 08, 1e3, .5, +1, -1.5]\n", {
    a: [511, 15, 3, 31, 1000, 8, 1000, 0.5, 1, -1.5],
  }),
  accepted("numbers that do not fit stay text", "a: 1e999\n", { a: "1e999" }),
  accepted("truth values and nothing", "a: [true, False, ~, null, NULL, '']\n", {
    a: [true, false, null, null, null, ""],
  }),
  accepted("dates and versions stay text", "a: [2026-01-02, 1.2.3, 10m, 1:30]\n", {
    a: ["2026-01-02", "1.2.3", "10m", "1:30"],
  }),
  accepted("line breaks of Windows", "a: |\r\n  x\r\n  y\r\nb: 1\r\n", { a: "x\ny\n", b: 1 }),
  accepted("a byte order mark at the start", "\ufeffa: 1\n", { a: 1 }),
  accepted("next line (U+0085) breaks a line", "a: 1\x85b: 2\n", { a: 1, b: 2 }),
  accepted("letters and signs of all languages", "\u00e4: \u{1F600} \u4e2d\n", { "\u00e4": "\u{1F600} \u4e2d" }),
  refused("a NUL character", "a: x\0y\n", 1),
  refused("a bell character in a comment", "a: 1\n# \x07\n", 2),
  refused("an infinite number", "a: .inf\n", 1),
  refused("not a number", "a: .nan\n", 1),
];

const long = "k".repeat(1024);

const documents: readonly Example[] = [
  accepted("a document of comments", "# nothing\n", null),
  accepted("a line `---` with a comment", "--- # about\na: 1\n", { a: 1 }),
  accepted("a line `...` at the end", "a: 1\n...\n", { a: 1 }),
  accepted("a key of 1,024 characters", `${long}: 1\n`, { [long]: 1 }),
  refused("a key of 1,025 characters", `${long}k: 1\n`, 1),
  refused("a line `...` at the start", "...\na: 1\n", 1),
];

/** Every example of the table. */
export const examples: readonly Example[] = [
  ...quotes,
  ...comments,
  ...indentation,
  ...blocks,
  ...flow,
  ...names,
  ...scalars,
  ...documents,
];
