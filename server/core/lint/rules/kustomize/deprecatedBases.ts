import { deprecatedField, moveList } from "./deprecatedField.ts";

/** kustomize reads `bases` as further `resources`, behind them. */
export const deprecatedBases = deprecatedField({
  id: "KZ-DEP-BASES",
  field: "bases",
  replacement: "resources",
  rewrite: (pair, context) => moveList(pair, context, { to: "resources", position: "last" }),
  obstacle: "Move its entries to the end of `resources`.",
});
