import assert from "node:assert/strict";
import { test } from "node:test";
import { mentionsAny, withLiveValues } from "../../../server/core/cluster/unknownValues.ts";
import { fluxApplies, fluxPrunes } from "../../../server/core/kinds/flux/optOuts.ts";

test("expressions of a variable are known by its whole name", () => {
  const mentions = mentionsAny(["A", "B_C"]);
  for (const text of ["${A}", "x-${A:=d}", "${#A}", "${B_C/a/b}", "${A^^}"]) assert.ok(mentions(text), text);
  for (const text of ["${AB}", "$A", "A", "${B}", "{A}", ""]) assert.ok(!mentions(text), text);
  assert.ok(!mentionsAny([])("${A}"));
});

test("unknown values are taken from the same place of the live object, in lists by name", () => {
  const wanted = {
    spec: {
      port: "${A}",
      env: [
        { name: "one", value: "${A}" },
        { name: "two", value: "2" },
      ],
      args: ["x", "y-${A}"],
    },
  };
  const live = {
    spec: {
      port: 8080,
      env: [
        { name: "two", value: "3" },
        { name: "one", value: "secret" },
      ],
      args: ["w", "y-z"],
    },
  };
  assert.deepEqual(withLiveValues(wanted, live, mentionsAny(["A"])), {
    object: {
      spec: {
        port: 8080,
        env: [
          { name: "one", value: "secret" },
          { name: "two", value: "2" },
        ],
        args: ["x", "y-z"],
      },
    },
    isComplete: true,
  });
});

test("an unknown value that the live object has not stays as it is written", () => {
  const wanted = { data: { a: "${A}", b: "b" } };
  const unchanged = { object: wanted, isComplete: false };
  assert.deepEqual(withLiveValues(wanted, undefined, mentionsAny(["A"])), unchanged);
  assert.deepEqual(withLiveValues(wanted, { data: { a: { not: "a value" } } }, mentionsAny(["A"])), unchanged);
});

test("labels and annotations keep Flux from applying and from pruning an object", () => {
  const marked = (part: string, name: string, value: string) => ({
    metadata: { [part]: { [`kustomize.toolkit.fluxcd.io/${name}`]: value } },
  });
  const disabled = marked("labels", "reconcile", "Disabled");
  const once = marked("annotations", "ssa", "IfNotPresent");
  assert.deepEqual([fluxApplies({}, true), fluxApplies(disabled, false)], [true, false]);
  assert.deepEqual([fluxApplies(once, false), fluxApplies(once, true)], [true, false]);
  assert.deepEqual(
    [fluxPrunes({ prune: true }, {}), fluxPrunes({ prune: false }, {}), fluxPrunes({}, {})],
    [true, false, false],
  );
  assert.ok(!fluxPrunes({ prune: true }, marked("annotations", "prune", "disabled")));
});
