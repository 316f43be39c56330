import type { OtherRevision } from "../../core/cluster/otherRevision.ts";
import type { RemoteCluster } from "../../core/cluster/provenance.ts";
import { statusesByUrgency } from "../../core/cluster/status.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { displayPath } from "../../core/text/uri.ts";
import type { Environment } from "../environment.ts";
import { clusterWords } from "./destinations.ts";
import type { FoundObject } from "./namesakes.ts";

/** `from main; you are on feature/x`. */
export function revisionWords({ from, here }: OtherRevision): string {
  return `from ${from}; you are on ${here}`;
}

/** What a deliverer does with a file, as far as it is not what one expects: another cluster, another revision. */
export function deliveryWords(remote: RemoteCluster | undefined, other: OtherRevision | undefined): string | undefined {
  const parts = [
    remote === undefined ? undefined : `to ${clusterWords(remote)}`,
    other === undefined ? undefined : revisionWords(other),
  ].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(", ") : undefined;
}

/** More names than this are only counted. */
const maximumNames = 3;

/** Who deploys: `Application shop deploys`, `shop-staging and shop-production deploy`. */
export function deployersWords(deliverers: readonly FoundObject[]): string {
  const [first] = deliverers;
  if (first && deliverers.length === 1) return `${first.live.title} ${first.key.name} deploys`;
  const names = deliverers.map(({ key }) => key.name).toSorted();
  const more = names.length > maximumNames ? [`${names.length - maximumNames + 1} more`] : [];
  const shown = [...names.slice(0, maximumNames - more.length), ...more];
  return `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)} deploy`;
}

/** That an object may come from other files as well, short; undefined when it does not. */
export function rivalWords({ rivals = [] }: FoundObject, index: RepositoryIndex): string | undefined {
  const [first, ...rest] = rivals.map((uri) => displayPath(uri, index.folders));
  if (first === undefined) return undefined;
  return rest.length === 0 ? `from this file or ${first}` : `from this file or one of ${rivals.length} others`;
}

/** How many objects another one makes and how these are doing: `12 Applications, 1 Degraded`; undefined without any. */
export function ownedWords({ cluster }: Environment, { context, key, live }: FoundObject): string | undefined {
  const tally = live.makes ? cluster.ownedBy(context, key) : undefined;
  const count = tally ? [...tally.values()].reduce((sum, each) => sum + each, 0) : 0;
  if (!live.makes || !tally || count === 0) return undefined;
  const [one, many] = live.makes;
  const unwell = statusesByUrgency.filter((status) => status !== "Synced" && tally.has(status));
  return [`${count} ${count === 1 ? one : many}`, ...unwell.map((status) => `${tally.get(status)} ${status}`)].join(
    ", ",
  );
}
