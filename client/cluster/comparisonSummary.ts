import type { ComparedObject, CompareWithClusterResult } from "../../server/protocol/compare.ts";

type Compared = Extract<CompareWithClusterResult, { readonly kind: "compared" }>;

/** What a sync would do, in words: `2 to create, 1 to prune, 1 not compared`. What is not known is never left out. */
export function comparisonSummary({
  objects,
  uncompared,
  refused,
}: Pick<Compared, "uncompared" | "refused"> & { readonly objects: readonly Pick<ComparedObject, "change">[] }): string {
  const counts = (["create", "update", "prune"] as const).flatMap((change) => {
    const count = objects.filter((each) => each.change === change).length;
    return count === 0 ? [] : [`${count} to ${change}`];
  });
  return [
    ...(counts.length === 0 ? ["nothing to change"] : counts),
    ...(refused === 0 ? [] : [`${refused} that the API server would refuse`]),
    ...(uncompared === 0 ? [] : [`${uncompared} not compared`]),
  ].join(", ");
}
