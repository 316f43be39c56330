import assert from "node:assert/strict";
import { test } from "node:test";
import { cursorContext } from "../../../server/core/schema/context/cursorContext.ts";

/** Reads the context at `$0` and gives every reading in one line: type, path, keys or items around. */
function read(marked: string): readonly string[] {
  const offset = marked.indexOf("$0");
  const text = marked.replace("$0", "");
  const context = cursorContext(text, offset);
  return context.places.map((place) => {
    const path = place.path.join(".");
    if (place.type === "newItem") return `newItem ${path} @${place.column} [${place.items.join(" ")}]`;
    const { before, after } = place.siblings;
    const around = [...before, { key: "$0", value: "" }, ...after].map(({ key }) => key).join(" ");
    return place.type === "key" ? `key ${path} @${place.column} (${around})` : `value ${path}`;
  });
}

const cases: readonly (readonly [title: string, text: string, ...readings: string[]])[] = [
  ["an empty document", "$0", "key  @0 ($0)", "newItem  @0 []"],
  ["the line behind a document marker", "---\n$0", "key  @0 ($0)", "newItem  @0 []"],
  ["a top-level key among others", "apiVersion: v1\n$0\nspec:\n  a: 1\n", "key  @0 (apiVersion $0 spec)"],
  ["a half-typed top-level key", "apiVersion: v1\nme$0\nspec:\n  a: 1\n", "key  @0 (apiVersion $0 spec)", "value "],
  ["an empty mapping", "spec:\n  $0\n", "key spec @2 ($0)", "newItem spec @2 []"],
  ["an empty mapping with a key below", "spec:\n  $0\n  path: x\n", "key spec @2 ($0 path)"],
  ["a cursor deeper than the mapping's keys", "spec:\n    $0\n  path: x\n", "key spec @2 ($0 path)"],
  ["a cursor behind a scalar, too deep", "spec:\n  path: x\n      $0\n", "key spec @2 (path $0)"],
  ["a nested mapping between siblings", "spec:\n  a:\n    b: 1\n    $0\n  c: 2\n", "key spec.a @4 (b $0)"],
  ["the mapping around a nested one", "spec:\n  a:\n    b: 1\n  $0\n  c: 2\n", "key spec @2 (a $0 c)"],
  [
    "the first key of an item",
    "spec:\n  dependsOn:\n    - $0\n",
    "key spec.dependsOn.0 @6 ($0)",
    "value spec.dependsOn.0",
  ],
  ["a half-typed first key of an item", "list:\n- name: a\n- na$0\n", "key list.1 @2 ($0)", "value list.1"],
  ["a second key of an item", "list:\n  - name: a\n    $0\n  - name: b\n", "key list.0 @4 (name $0)"],
  ["a key above others in an item", "list:\n  - $0\n    name: a\n", "key list.0 @4 ($0 name)", "value list.0"],
  [
    "an item in the column of its key",
    "resources:\n- a.yaml\n$0\n",
    "key  @0 (resources $0)",
    "newItem resources @0 [a.yaml]",
  ],
  ["an item in its own column", "resources:\n  - a.yaml\n  $0\n  - b.yaml\n", "newItem resources @2 [a.yaml b.yaml]"],
  ["a value", "spec:\n  kind: Git$0\n  name: x\n", "value spec.kind"],
  ["a value right behind the colon", "spec:\n  kind:$0\n", "value spec.kind"],
  ["a value of an item's first key", "list:\n  - kind: $0\n    name: x\n", "value list.0.kind"],
  ["a key that has its colon", "spec:\n  pa$0th: x\n  prune: true\n", "key spec @2 ($0 prune)"],
  ["a flow mapping", "spec:\n  ref: { kind: A, $0 }\n", "key spec.ref @0 (kind $0)"],
  ["a half-typed key in a flow mapping", "ref: { na$0, kind: A }\n", "key ref @0 ($0 kind)"],
  ["a value in a flow mapping", "ref: {kind: $0, name: a}\n", "value ref.kind"],
  ["an unclosed flow mapping", "ref: {kind: A, na$0\n", "key ref @0 (kind $0)"],
  ["a flow mapping over several lines", "ref: {\n  kind: A,\n  $0\n}\n", "key ref @0 (kind $0)"],
  ["a flow sequence", "list: [a, $0]\n", "value list.1"],
  ["a mapping in a flow sequence", "list: [{a: 1}, {$0}]\n", "key list.1 @0 ($0)"],
  ["a quoted value", 'spec:\n  kind: "Git$0"\n', "value spec.kind"],
  ["a comment", "spec: # the $0\n"],
  ["a line of comment", "# apiVersion $0\n"],
  ["a document marker", "---$0\n"],
  ["a block scalar", "data:\n  a: |\n    foo: $0\n"],
  ["the mapping behind a block scalar", "data:\n  a: |\n    foo: bar\n  $0\n", "key data @2 (a $0)"],
  ["a nested sequence", "a:\n  - - x: 1\n    - y$0\n", "key a.0.1 @6 ($0)", "value a.0.1"],
  [
    "a key above a line that is broken",
    "spec:\n  $0\n  pa\n  prune: true\n",
    "key spec @2 ($0 prune)",
    "newItem spec @2 []",
  ],
];

for (const [title, text, ...readings] of cases) {
  test(`Reads the cursor's place: ${title}.`, () => assert.deepEqual(read(text), readings));
}

test("Replaces the typed word and the rest of it, without quotes.", () => {
  const replaced = (marked: string) => {
    const text = marked.replace("$0", "");
    const { replace, typed, lead } = cursorContext(text, marked.indexOf("$0"));
    return [text.slice(replace.start, replace.end), typed, lead];
  };
  assert.deepEqual(replaced("kind: Git$0Repo # why"), ["GitRepo", "Git", ""]);
  assert.deepEqual(replaced('kind: "Git$0Repo"'), ["GitRepo", "Git", ""]);
  assert.deepEqual(replaced("kind:$0"), ["", "", " "]);
  assert.deepEqual(replaced("list:\n  -$0"), ["", "", " "]);
  assert.deepEqual(replaced("pa$0th: x"), ["path", "pa", ""]);
  assert.deepEqual(replaced("ref: {na$0me: x}"), ["name", "na", ""]);
  assert.deepEqual(replaced("spec:\n  a: 1\n    $0"), ["  ", "", ""]);
});
