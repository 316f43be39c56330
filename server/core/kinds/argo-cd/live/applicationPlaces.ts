import type { ConditionPlace, LiveCondition } from "../../../cluster/liveKind.ts";
import { itemsAt, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { isHash, shortRevision } from "../../../cluster/revision.ts";
import { applicationConditions } from "./applicationDetails.ts";

type Path = readonly (string | number)[];

/**
 * Which field a message of Argo CD speaks of (texts of argo-cd reposerver/repository and util/argo, v3.5). `source`
 * fields stand below the source, others below the spec. The first that fits counts.
 */
const speakers: readonly { readonly pattern: RegExp; readonly source?: Path; readonly spec?: Path }[] = [
  { pattern: /app path does not exist|app path is absolute|contains out-of-bounds symlinks/, source: ["path"] },
  { pattern: /values? ?file|valueFiles|\.ya?ml: no such file/i, source: ["helm", "valueFiles"] },
  {
    pattern:
      /unable to resolve .* to a commit|couldn't find remote ref|unknown revision|improper constraint|no matching version|version .* not found/i,
    source: ["targetRevision"],
  },
  { pattern: /chart .* not found/i, source: ["chart"] },
  {
    pattern:
      /application repo .* is not permitted|repository not (?:accessible|found)|authentication required|authorization failed|failed to list refs|could not read from remote/i,
    source: ["repoURL"],
  },
  {
    pattern:
      /destination|cluster .* (?:does not exist|has not been configured|not found)|clusters? (?:with (?:this|the same) name|by (?:name|server|URL))|^Namespace for .* is missing/i,
    spec: ["destination"],
  },
  { pattern: /referencing project|project .* (?:does not exist|not found)/i, spec: ["project"] },
  { pattern: /kustomize build|kustomization/i, source: ["path"] },
];

/** Where the problems of an Application come from; those without a field of their own go to the kind. */
export function applicationPlaces(object: LiveObject): readonly ConditionPlace[] {
  const conditions = applicationConditions(object);
  const placed = conditions.map((condition) => ({ condition, path: placeOf(object, condition) }));
  const operation = conditions.some(({ type }) => type === "SyncError") ? undefined : operationFailure(object);
  return operation ? [...placed, { condition: operation, path: ["kind"] }] : placed;
}

const aboutSpec = ["ComparisonError", "InvalidSpecError"];

function placeOf(object: LiveObject, { type, message = "" }: LiveCondition): Path {
  if (!aboutSpec.includes(type)) return ["kind"];
  const [named] = /\bspec(?:\.[A-Za-z]+)+/.exec(message) ?? [];
  if (named !== undefined) return named.split(".");
  const speaker = speakers.find(({ pattern }) => pattern.test(message));
  if (speaker?.spec) return ["spec", ...speaker.spec];
  return [...sourceOf(object, message), ...(speaker?.source ?? [])];
}

/** The source that a message speaks of: `failed to generate manifest for source 1 of 2`, counted from 1. */
function sourceOf(object: LiveObject, message: string): Path {
  if (jsonAt(object.spec, "sourceHydrator") !== undefined) return ["spec", "sourceHydrator", "drySource"];
  if (itemsAt(object.spec, "sources").length === 0) return ["spec", "source"];
  const [, number] = /source (\d+) of \d+/.exec(message) ?? [];
  return number === undefined ? ["spec", "sources"] : ["spec", "sources", Number(number) - 1];
}

/** The last sync failed and nothing has made up for it since. */
function operationFailure(object: LiveObject): LiveCondition | undefined {
  const phase = textAt(object.status, "operationState", "phase");
  const isSynced = textAt(object.status, "sync", "status") === "Synced";
  if (isSynced || (phase !== "Failed" && phase !== "Error")) return undefined;
  return present({
    type: "Sync",
    status: "False",
    reason: "SyncFailed",
    message: textAt(object.status, "operationState", "message"),
    since: textAt(object.status, "operationState", "finishedAt"),
    severity: "error" as const,
  });
}

/** The commits and versions behind the revisions of the spec. */
export function applicationHints(object: LiveObject): readonly { readonly path: Path; readonly text: string }[] {
  const single = hint(["spec", "source", "targetRevision"], textAt(object.status, "sync", "revision"), object);
  const several = itemsAt(object.status, "sync", "revisions").flatMap((each, at) =>
    hint(["spec", "sources", at, "targetRevision"], typeof each === "string" ? each : undefined, object),
  );
  return [...single, ...several];
}

function hint(path: Path, found: string | undefined, object: LiveObject): ReturnType<typeof applicationHints> {
  const wanted = textAt({ spec: object.spec }, ...path);
  if (wanted === undefined || !found || found === wanted) return [];
  return [{ path, text: isHash(found) ? shortRevision(found) : found }];
}
