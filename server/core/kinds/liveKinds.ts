import type { LiveKind } from "../cluster/liveKind.ts";

/** The kinds that are watched in a cluster. */
export const liveKinds: readonly LiveKind[] = [];

const byType = new Map(liveKinds.map((kind) => [`${kind.group}/${kind.kind}`, kind]));

/** What is known about a live kind; undefined for kinds that are not watched. */
export function liveKindOf({ group, kind }: { readonly group: string; readonly kind: string }): LiveKind | undefined {
  return byType.get(`${group}/${kind}`);
}
