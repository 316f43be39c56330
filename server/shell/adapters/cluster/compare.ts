import { createHash, randomBytes } from "node:crypto";
import {
  applyingManager,
  comparable,
  isEqualJson,
  mergeApplied,
  withEncodedData,
  withOwnership,
  withoutAbandoned,
  withoutPointer,
} from "../../../core/cluster/compareObjects.ts";
import { ignoredDifferences, withOwnedFields } from "../../../core/cluster/ignoredDifferences.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonAt,
  keyText,
  type ObjectKey,
  textAt,
} from "../../../core/cluster/liveObject.ts";
import { maskSecret, objectYaml } from "../../../core/cluster/objectYaml.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import type { ComparedObject, CompareWithClusterResult } from "../../../protocol/cluster.ts";
import type { ApiAnswer } from "./apiClient.ts";
import type { Connection } from "./connection.ts";
import { deployerOf } from "./deployerOf.ts";
import { type Ask, objectPath, type Served, type ServedKind } from "./discovery.ts";
import { resolveKind } from "./kindResolver.ts";
import { createLimit } from "./limit.ts";
import type { CompareObjectsParams } from "./messages.ts";
import { parseJson } from "./parseJson.ts";

/** Names the dry runs; they are never stored. */
const fieldManager = "gitops-authoring-compare";

const maximumAtOnce = 8;
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** What comparing one object came to. */
interface Comparison {
  readonly objects: readonly ComparedObject[];
  readonly notes: readonly string[];
  readonly isMerged: boolean;
}

interface Comparer {
  readonly ask: Ask;
  readonly served: Served;
  /** The application's spec, when the directory is deployed by one. */
  readonly application: JsonObject | undefined;
  /** Namespace of objects that name none. */
  readonly namespace: string;
  readonly label: (key: string, value: Json | undefined) => string;
}

/** Compares rendered objects with the live ones. Reads, and asks for dry runs; nothing is changed in the cluster. */
export async function compareObjects(
  connection: Connection,
  { context, objects, application: named, directory }: CompareObjectsParams,
  signal: AbortSignal,
): Promise<CompareWithClusterResult> {
  const { session, served } = connection;
  if (!session || !served)
    return { kind: "failed", message: "The cluster was not reached yet. Connect to it, then compare." };
  const application = named ?? (directory && deployerOf(connection, directory));
  const owner = application && connection.state.find(application);
  const comparer: Comparer = {
    ask: (call) => session.ask({ ...call, signal }),
    served,
    application: owner?.spec,
    namespace: textAt(owner?.spec, "destination", "namespace") ?? session.access().namespace,
    label: createLabels(),
  };
  const limit = createLimit(maximumAtOnce);
  const placed = await Promise.all(objects.map((object) => place(object, comparer)));
  const compared = await Promise.all(placed.map((each) => limit(() => compareOne(each, comparer))));
  const keys = new Set(placed.map(({ key }) => keyText(key)));
  const kind = application && liveKindOf(application);
  const managed = owner && kind ? kind.resourcesOf(owner) : [];
  const gone = managed.filter((resource) => !keys.has(keyText(resource)));
  const pruned = await Promise.all(gone.map((resource) => limit(() => prunedObject(resource, comparer))));
  const all = [...compared, ...pruned];
  return {
    kind: "compared",
    ...(application && { application: { context, ...application } }),
    method: all.some(({ isMerged }) => isMerged) ? "merge" : "serverSideDryRun",
    objects: all.flatMap((each) => each.objects),
    notes: [
      ...unappliedNotes(owner?.spec),
      ...(application ? expressionNotes(application, placed, comparer) : []),
      ...new Set(all.flatMap(({ notes }) => notes)),
    ],
  };
}

/** Fields by which Flux and Argo CD change what a directory renders to, after it is rendered. */
const changingFields = ["postBuild", "patches", "images", "namePrefix", "nameSuffix", "components", "commonMetadata"];

function unappliedNotes(spec: JsonObject | undefined): readonly string[] {
  const flux = changingFields.filter((field) => spec?.[field] !== undefined).map((field) => `spec.${field}`);
  const argo = jsonAt(spec, "source", "kustomize") === undefined ? [] : ["spec.source.kustomize"];
  const fields = [...flux, ...argo];
  if (fields.length === 0) return [];
  return [`The directory is compared as it is: what the application changes by ${fields.join(", ")} is left out.`];
}

/** Entries of `ignoreDifferences` are applied as far as they can be without evaluating jq. */
function expressionNotes(
  { kind, namespace, name }: ObjectKey,
  placed: readonly Placed[],
  comparer: Comparer,
): readonly string[] {
  const found = placed.flatMap(({ key }) => ignoredDifferences(comparer.application, key).expressions);
  const expressions = [...new Set(found)];
  if (expressions.length === 0) return [];
  return [
    `${kind} ${namespace}/${name} ignores differences by jqPathExpressions, which are not applied here, because jq is not ` +
      `evaluated: ${expressions.map((each) => `\`${each}\``).join(", ")}. What they name may be shown as a difference ` +
      "although Argo CD ignores it; a jsonPointers entry would be applied.",
  ];
}

interface Placed {
  readonly object: JsonObject;
  readonly key: ObjectKey;
  readonly served: ServedKind | undefined;
}

/** Gives an object the namespace that its deployment gives it, and finds how the API names its kind. */
async function place(object: JsonObject, { served, application, namespace }: Comparer): Promise<Placed> {
  const apiVersion = textAt(object, "apiVersion") ?? "";
  const [group, version] = apiVersion.includes("/") ? apiVersion.split("/", 2) : ["", apiVersion];
  const kind = textAt(object, "kind") ?? "";
  const name = textAt(object, "metadata", "name") ?? "";
  const metadata = isJsonObject(object["metadata"]) ? object["metadata"] : {};
  const found = await resolveKind(served, { group: group ?? "", kind }, version);
  const isNamespaced = found?.isNamespaced ?? textAt(metadata, "namespace") !== undefined;
  const { namespace: own, ...rest } = metadata;
  // Flux's targetNamespace wins over what the manifests say; Argo CD fills in where they say nothing.
  const target = textAt(application, "targetNamespace") ?? (typeof own === "string" && own !== "" ? own : namespace);
  const key = { group: group ?? "", kind, namespace: isNamespaced ? target : "", name };
  return {
    object: { ...object, metadata: { ...rest, ...(isNamespaced && { namespace: target }) } },
    key,
    served: found,
  };
}

async function compareOne({ object, key, served }: Placed, comparer: Comparer): Promise<Comparison> {
  if (!served)
    return note(
      `${key.kind} ${key.name} is not compared: the cluster does not serve ${textAt(object, "apiVersion")} ${key.kind}.`,
    );
  if (key.name === "") return note(`A ${key.kind} without a name (generateName) is not compared.`);
  const { ask } = comparer;
  const path = objectPath(served, key);
  const live = await ask({ method: "GET", path });
  const liveBody = live.kind === "ok" && isJsonObject(live.body) ? live.body : undefined;
  if (!liveBody && !(live.kind === "refused" && live.code === 404)) return note(unreadable(key, live));
  const apiVersion = served.group === "" ? served.version : `${served.group}/${served.version}`;
  const wanted = withOwnership(withEncodedData({ ...object, apiVersion }, encode), liveBody);
  const applied = parseJson(textAt(liveBody, "metadata", "annotations", lastApplied) ?? "");
  const dryRun = await ask({
    method: "PATCH",
    path: `${path}?dryRun=All&force=true&fieldManager=${applyingManager(liveBody) ?? fieldManager}`,
    body: wanted,
    contentType: "application/apply-patch+yaml",
  });
  const merged =
    dryRun.kind === "ok" ? withoutAbandoned(dryRun.body, wanted, applied) : mergeApplied(liveBody, wanted, applied);
  const next = isJsonObject(merged) ? merged : wanted;
  const result = difference(key, liveBody, next, comparer);
  return dryRun.kind === "ok" ? result : { ...result, notes: refusalNotes(key, dryRun), isMerged: true };
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}

function unreadable({ kind, name }: ObjectKey, answer: ApiAnswer): string {
  return `${kind} ${name} is not compared: ${answer.kind === "ok" ? "unreadable answer" : answer.message}`;
}

function refusalNotes({ kind, name }: ObjectKey, answer: ApiAnswer): readonly string[] {
  if (answer.kind === "ok") return [];
  if (answer.kind === "refused" && answer.code === 403) {
    return [
      "You may not patch some objects: their new state is merged with what was applied last, not worked out by the API server.",
    ];
  }
  return [`The API server would refuse ${kind} ${name}: ${answer.message}`];
}

function note(text: string): Comparison {
  return { objects: [], notes: [text], isMerged: false };
}

function difference(key: ObjectKey, live: JsonObject | undefined, next: JsonObject, comparer: Comparer): Comparison {
  const { pointers, managers } = ignoredDifferences(comparer.application, key);
  const prepare = (object: JsonObject): JsonObject =>
    maskSecret(pointers.reduce(withoutPointer, comparable(object)), comparer.label);
  const [before, after] = [live && prepare(live), prepare(live ? withOwnedFields(next, live, managers) : next)];
  if (before && isEqualJson(before, after)) return { objects: [], notes: [], isMerged: false };
  const { group, kind, namespace, name } = key;
  const compared: ComparedObject = {
    group,
    kind,
    namespace,
    name,
    change: before ? "update" : "create",
    live: before ? objectYaml(before) : "",
    next: objectYaml(after),
  };
  return { objects: [compared], notes: [], isMerged: false };
}

/** An object that the application manages and the rendered directory has no more. */
async function prunedObject(key: ObjectKey, { ask, served, label }: Comparer): Promise<Comparison> {
  const kind = await resolveKind(served, key);
  if (!kind) return note(`${key.kind} ${key.name} is not compared: the cluster does not serve it.`);
  const live = await ask({ method: "GET", path: objectPath(kind, key) });
  if (live.kind === "refused" && live.code === 404) return { objects: [], notes: [], isMerged: false };
  if (live.kind !== "ok" || !isJsonObject(live.body)) return note(unreadable(key, live));
  const { group, kind: name, namespace, name: own } = key;
  const text = objectYaml(maskSecret(comparable(live.body), label));
  return {
    objects: [{ group, kind: name, namespace, name: own, change: "prune", live: text, next: "" }],
    notes: [],
    isMerged: false,
  };
}

/**
 * Stands for the values of Secrets: equal values get equal marks, and a mark tells nothing about its value, because the key
 * of the hash is made for each comparison and forgotten with it.
 */
function createLabels(): (key: string, value: Json | undefined) => string {
  const salt = randomBytes(32);
  const numbers = new Map<string, number>();
  return (_key, value) => {
    const hash = createHash("sha256")
      .update(salt)
      .update(JSON.stringify(value ?? null))
      .digest("hex");
    const number = numbers.get(hash) ?? numbers.size + 1;
    numbers.set(hash, number);
    return `•••••••• (value ${number})`;
  };
}
