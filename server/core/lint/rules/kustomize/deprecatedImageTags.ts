import { deprecatedField, moveList } from "./deprecatedField.ts";

/** kustomize reads `imageTags` as further `images`, behind them. */
export const deprecatedImageTags = deprecatedField({
  id: "KZ-DEP-IMAGETAGS",
  field: "imageTags",
  replacement: "images",
  rewrite: (pair, context) => moveList(pair, context, { to: "images", position: "last" }),
  obstacle: "Move its entries to the end of `images`.",
});
