import { itemsAt, type Json, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveSource, RemoteCluster, WantedRevision } from "../../../cluster/provenance.ts";

/** The directories that an Application deploys, with the commit of its last comparison. Charts are no directories. */
export function applicationSources(object: LiveObject): readonly LiveSource[] {
  const { spec, status } = object;
  const several = itemsAt(spec, "sources");
  if (several.length > 0) {
    return several.flatMap((source, at) => sourceOf(source, textIn(jsonAt(status, "sync", "revisions", at))));
  }
  const hydrator = jsonAt(spec, "sourceHydrator", "drySource");
  if (hydrator !== undefined) {
    return sourceOf(hydrator, textAt(status, "sourceHydrator", "lastSuccessfulOperation", "drySHA"));
  }
  return sourceOf(jsonAt(spec, "source"), textAt(status, "sync", "revision"));
}

function sourceOf(source: Json | undefined, found: string | undefined): readonly LiveSource[] {
  const address = textAt(source, "repoURL");
  const path = textAt(source, "path");
  if (address === undefined || path === undefined || textAt(source, "chart")) return [];
  const isFlat = jsonAt(source, "directory", "recurse") === true ? undefined : true;
  const wanted = wantedRevision(textAt(source, "targetRevision"));
  return [present({ address, path, isFlat, wanted, found: found || undefined })];
}

/** A branch, a tag, a commit or a range of tags, all in one field; without a value it is `HEAD`. */
function wantedRevision(target: string | undefined): WantedRevision {
  if (!target || target === "HEAD") return { type: "default" };
  const [, type, name] = /^refs\/(heads|tags)\/(.+)$/.exec(target) ?? [];
  if (name !== undefined) return { type: type === "heads" ? "branch" : "tag", name };
  return { type: "named", name: target };
}

function textIn(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** The cluster that an Application deploys to, unless it is the one that Argo CD itself runs in. */
export function applicationRemote({ spec }: LiveObject): RemoteCluster | undefined {
  const server = textAt(spec, "destination", "server")?.replace(/\/+$/, "") || undefined;
  const name = textAt(spec, "destination", "name") || undefined;
  // argo-cd common.KubernetesInternalAPIServerAddr, and the name that this cluster always has.
  const isOwn = server === "https://kubernetes.default.svc" || (server === undefined && name === "in-cluster");
  return isOwn || (server === undefined && name === undefined) ? undefined : present({ server, name });
}
