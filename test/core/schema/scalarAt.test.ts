import assert from "node:assert/strict";
import { test } from "node:test";
import { scalarAt } from "../../../server/core/schema/context/scalarAt.ts";

for (const [what, text, expected] of [
  ["in block style", "metadata:\n  name: web\n  namespace: shop\nspec:", "shop"],
  ["in a document that is broken further on", "metadata:\n  namespace: shop\nspec:\n  - a: [", "shop"],
  ["in a flow mapping of one line", "metadata: { name: web, namespace: shop } # ours\nspec:", "shop"],
  ["in quotes in a flow mapping", "metadata: { namespace: 'shop' }\n", "shop"],
  ["nowhere", "metadata: { name: web }\nspec: { namespace: shop }", undefined],
  ["in a flow mapping that is not closed", "metadata: { name: web, namespace: shop\nspec: {}", "shop"],
] as const) {
  test(`the namespace is found ${what}`, () => assert.equal(scalarAt(text, "metadata", "namespace"), expected));
}
