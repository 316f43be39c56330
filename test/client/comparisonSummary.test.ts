import assert from "node:assert/strict";
import { test } from "node:test";
import { comparisonSummary } from "../../client/cluster/comparisonSummary.ts";

test("the summary of a comparison counts what would change", () => {
  const objects = [{ change: "prune" }, { change: "create" }, { change: "create" }] as const;
  assert.equal(comparisonSummary({ objects, uncompared: 0, refused: 0 }), "2 to create, 1 to prune");
  assert.equal(comparisonSummary({ objects: [], uncompared: 0, refused: 0 }), "nothing to change");
});

test("the summary of a comparison never hides what is not known or would be refused", () => {
  assert.equal(comparisonSummary({ objects: [], uncompared: 3, refused: 0 }), "nothing to change, 3 not compared");
  const objects = [{ change: "update" }] as const;
  assert.equal(
    comparisonSummary({ objects, uncompared: 0, refused: 1 }),
    "1 to update, 1 that the API server would refuse",
  );
});
