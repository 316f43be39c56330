import type { LiveAction } from "../../../core/cluster/liveKind.ts";
import { itemsAt, type LiveObject } from "../../../core/cluster/liveObject.ts";
import { parseLiveObject } from "../../../core/cluster/parseLiveObject.ts";
import { apiVersionText } from "../../../core/manifest/manifest.ts";
import type { Connection } from "./connection.ts";
import { listPath } from "./discovery.ts";
import { resolveKind } from "./kindResolver.ts";

/** More objects than any action has a use for. */
const maximum = 250;

/** Reads what an action looks at besides the object; empty when it needs nothing, or it could not be read. */
export async function readForAction(
  { session, served }: Connection,
  action: LiveAction,
  object: LiveObject,
): Promise<{ readonly read?: readonly LiveObject[] }> {
  const wanted = action.reads?.(object);
  const kind = wanted && served && (await resolveKind(served, wanted));
  if (!wanted || !kind || !session) return {};
  const query = `labelSelector=${encodeURIComponent(wanted.labelSelector)}&limit=${maximum}`;
  const answer = await session.ask({ method: "GET", path: `${listPath(kind, wanted.namespace)}?${query}` });
  if (answer.kind !== "ok") return {};
  const type = { apiVersion: apiVersionText(kind), kind: kind.kind };
  return { read: itemsAt(answer.body, "items").flatMap((each) => parseLiveObject(each, type) ?? []) };
}
