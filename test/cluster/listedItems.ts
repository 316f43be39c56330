import { isDeepStrictEqual } from "node:util";
import { createClusterState } from "../../server/core/cluster/clusterState.ts";
import { itemsAt, type Json, keyOf, textAt } from "../../server/core/cluster/liveObject.ts";
import { parseLiveObject } from "../../server/core/cluster/parseLiveObject.ts";
import { liveKinds } from "../../server/core/kinds/liveKinds.ts";
import type { ClusterItem } from "../../server/protocol/cluster.ts";
import { createSummaries } from "../../server/shell/adapters/cluster/summaries.ts";
import type { ApiClient } from "./harness/apiClient.ts";
import { eventually } from "./harness/eventually.ts";
import { nameOf, type WatchedCluster } from "./watchedCluster.ts";

/** Lists everything from the API server with a client of its own and judges it: what a view must show, by name. */
export async function listItems(admin: ApiClient, context: string): Promise<ReadonlyMap<string, ClusterItem>> {
  const state = createClusterState();
  const summaries = createSummaries(context, state);
  for (const { group, kind, versions } of liveKinds) {
    const path = await pathOf(admin, { group, kind, versions });
    if (path === undefined) continue;
    const list = await listAt(admin, path);
    const type = { apiVersion: textAt(list, "apiVersion") ?? "", kind };
    const objects = itemsAt(list, "items").flatMap((item) => parseLiveObject(item, type) ?? []);
    const { changed } = state.apply({ type: "listedPage", scope: { group, kind }, objects });
    for (const object of changed) summaries.touch(keyOf(object));
  }
  summaries.take();
  return new Map(summaries.all().map(({ item }) => [nameOf(item), item]));
}

/** A kind that was defined just now answers 429 for a moment. */
async function listAt(admin: ApiClient, path: string): Promise<Json> {
  const { status, body } = await eventually(async () => {
    const answer = await admin.send({ path });
    return answer.status === 429 ? undefined : answer;
  });
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(body)}`);
  return asJson(body);
}

async function pathOf(
  admin: ApiClient,
  { group, kind, versions }: { readonly group: string; readonly kind: string; readonly versions: readonly string[] },
): Promise<string | undefined> {
  for (const version of versions) {
    const { status, body } = await admin.send({ path: `/apis/${group}/${version}` });
    if (status !== 200) continue;
    const found = itemsAt(asJson(body), "resources").find(
      (each) => textAt(each, "kind") === kind && textAt(each, "name")?.includes("/") === false,
    );
    if (found) return `/apis/${group}/${version}/${textAt(found, "name")}`;
  }
  return undefined;
}

function asJson(body: unknown): Json {
  const copy: Json = JSON.parse(JSON.stringify(body));
  return copy;
}

/**
 * Resolves once what is shown of a context equals what the API server has, of what the user may see; fails with the first
 * differences otherwise.
 */
export async function checkEqualState(
  watched: WatchedCluster,
  admin: ApiClient,
  context: string,
  maySee: (item: ClusterItem) => boolean = () => true,
): Promise<void> {
  const differences = async (): Promise<readonly string[]> => {
    const all = await listItems(admin, context);
    const listed = new Map([...all].filter(([, item]) => maySee(item)));
    const shown = new Map([...watched.items].filter(([, item]) => item.context === context));
    const names = new Set([...listed.keys(), ...shown.keys()]);
    return [...names].filter((name) => !isDeepStrictEqual(listed.get(name), shown.get(name)));
  };
  await eventually(
    async () => ((await differences()).length === 0 ? true : undefined),
    async () => {
      const names = await differences();
      const [first = ""] = names;
      const listed = (await listItems(admin, context)).get(first);
      return { different: names.length, names: names.slice(0, 5), listed, shown: watched.items.get(first) };
    },
  );
}
