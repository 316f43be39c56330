import { itemsAt, textAt } from "../../../core/cluster/liveObject.ts";
import { linesAbout } from "../../../core/cluster/logLines.ts";
import { type Controller, controllerOf } from "../../../core/kinds/controllers.ts";
import type { ClusterLogs, ClusterObjectId } from "../../../protocol/cluster.ts";
import type { Connection } from "./connection.ts";
import type { Ask } from "./discovery.ts";
import type { Found } from "./messages.ts";

/** Pods whose logs are read at most: controllers of large installations are split over several. */
const mostPods = 10;
/** How far back logs are read, in lines and bytes of each pod. */
const tail = "tailLines=10000&limitBytes=4000000";
/** Lines that are shown at most, the newest. */
const mostLines = 500;

interface Pod {
  readonly namespace: string;
  readonly name: string;
}

/** What the controller of an object logged about it lately. Reads logs of pods, which the user needs the right for. */
export async function controllerLogs({ session }: Connection, id: ClusterObjectId): Promise<Found<ClusterLogs>> {
  const controller = controllerOf(id);
  if (!controller) return missing(`It is not known which controller reconciles ${id.kind}.`);
  if (!session) return missing("The API server has not answered yet.");
  const found = await podsOf(controller, session.ask);
  if (typeof found === "string") return missing(found);
  if (found.length === 0) {
    return missing(
      `No pod of ${controller.name} was found (label ${controller.selector}). It may run in another cluster, or under other labels.`,
    );
  }
  const read = await Promise.all(found.slice(0, mostPods).map((pod) => logOf(pod, id, session.ask)));
  const lines = read.flatMap((each) => each.lines).slice(-mostLines);
  const problems = read.flatMap(({ problem }) => problem ?? []);
  const pods = found.map(({ namespace, name }) => `${namespace}/${name}`);
  return { kind: "found", value: { controller: controller.name, pods, lines, problems } };
}

function missing(reason: string): Found<ClusterLogs> {
  return { kind: "missing", reason };
}

/** The running pods of a controller, or why they cannot be listed. */
async function podsOf({ name, selector, namespace }: Controller, ask: Ask): Promise<readonly Pod[] | string> {
  const query = `pods?limit=50&labelSelector=${encodeURIComponent(selector)}`;
  const everywhere = await ask({ method: "GET", path: `/api/v1/${query}` });
  const answer =
    everywhere.kind === "ok"
      ? everywhere
      : await ask({ method: "GET", path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/${query}` });
  if (answer.kind !== "ok") return `The pods of ${name} cannot be listed: ${answer.message}`;
  return itemsAt(answer.body, "items").flatMap((pod) => {
    const own = textAt(pod, "metadata", "name");
    return own === undefined ? [] : [{ namespace: textAt(pod, "metadata", "namespace") ?? "", name: own }];
  });
}

async function logOf(
  { namespace, name }: Pod,
  id: ClusterObjectId,
  ask: Ask,
): Promise<{ readonly lines: readonly string[]; readonly problem?: string }> {
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log?${tail}`;
  const answer = await ask({ method: "GET", path, isText: true });
  if (answer.kind !== "ok") return { lines: [], problem: `The log of ${namespace}/${name}: ${answer.message}` };
  return { lines: typeof answer.body === "string" ? linesAbout(answer.body, id) : [] };
}
