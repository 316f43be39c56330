import assert from "node:assert/strict";
import { test } from "node:test";
import { byNearness, sharedLength } from "../../../server/core/graph/nearness.ts";
import { seeded } from "../../harness/random.ts";

const groupsOf = (items: readonly { readonly uri: string }[], uri: string) =>
  [...byNearness(items, uri)].map((group) => group.map((item) => item.uri));

test("what stands in the file itself comes first, then what shares most directories with it", () => {
  const items = ["b/x.yaml", "a/b/c/x.yaml", "a/b/x.yaml", "a/b/c.yaml", "a/b/y.yaml", "a/bc/x.yaml"].map((path) => ({
    uri: `file:///r/${path}`,
  }));
  const expected = [["a/b/x.yaml"], ["a/b/c/x.yaml", "a/b/c.yaml", "a/b/y.yaml"], ["a/bc/x.yaml"], ["b/x.yaml"]];
  const paths = groupsOf(items, "file:///r/a/b/x.yaml").map((group) => group.map((uri) => uri.slice(10)));
  assert.deepEqual(paths, expected);
});

test("a long list gives the same groups when it is asked about again", () => {
  const random = seeded(7);
  const segment = (): string => random.pick(["a", "b", "ab", "c"]);
  const path = (): string => Array.from({ length: 1 + random.below(4) }, segment).join("/");
  const items = Array.from({ length: 200 }, () => ({ uri: `file:///r/${path()}/${segment()}.yaml` }));
  for (let round = 0; round < 50; round++) {
    const uri = random.pick([...items, { uri: `file:///r/${path()}/new.yaml` }]).uri;
    const expected = Map.groupBy(items, (item) => sharedLength(uri, item.uri));
    const ordered = [...expected].sort(([a], [b]) => b - a).map(([, group]) => group.map((item) => item.uri));
    assert.deepEqual(groupsOf([...items], uri), ordered);
    assert.deepEqual(groupsOf(items, uri), ordered);
  }
});

test("nothing is near where there is nothing", () => {
  assert.deepEqual(groupsOf([], "file:///r/a.yaml"), []);
});
