import { createHash, randomBytes } from "node:crypto";
import {
  applyingManager,
  comparable,
  isEqualJson,
  mergeApplied,
  withEncodedData,
  withOwnership,
  withoutAbandoned,
} from "../../../core/cluster/compareObjects.ts";
import { trustedManagers, withOwnedFields } from "../../../core/cluster/ignoredDifferences.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  keyText,
  type ObjectKey,
  textAt,
} from "../../../core/cluster/liveObject.ts";
import { isSecret, maskSecret, objectYaml } from "../../../core/cluster/objectYaml.ts";
import { type MentionsUnknown, mentionsAny, withLiveValues } from "../../../core/cluster/unknownValues.ts";
import type { KindDescriptor } from "../../../core/kinds/descriptor.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import { descriptorOf } from "../../../core/kinds/registry.ts";
import type { JqEvaluator } from "../../../features/jqEvaluator.ts";
import type { ComparedObject, CompareWithClusterResult } from "../../../protocol/compare.ts";
import type { ApiAnswer } from "./apiClient.ts";
import type { Connection } from "./connection.ts";
import { type Ask, objectPath, type Served, type ServedKind } from "./discovery.ts";
import { ignoreFields, type ObjectPair } from "./ignoreFields.ts";
import { resolveKind } from "./kindResolver.ts";
import { createLimit } from "./limit.ts";
import type { CompareObjectsParams } from "./messages.ts";
import { parseJson } from "./parseJson.ts";
import { nothingIgnored, readSystemIgnores } from "./readSystemIgnores.ts";

/** Names the dry runs; they are never stored. */
const fieldManager = "gitops-authoring-compare";

const maximumAtOnce = 8;
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** What comparing one object came to. */
interface Comparison {
  /** The object in both states, when they differ. */
  readonly pairs: readonly ObjectPair[];
  readonly notes: readonly string[];
  readonly isMerged: boolean;
  readonly outcome: Outcome;
}

/** `refused`: the API server would not take the new state. `uncompared`: it is not known what would change. */
type Outcome = "compared" | "refused" | "uncompared";

interface Comparer {
  readonly ask: Ask;
  readonly served: Served;
  /** The application's spec, when the directory is deployed by one. */
  readonly application: JsonObject | undefined;
  /** What is known about its type. */
  readonly descriptor: KindDescriptor | undefined;
  /** What is ignored in the objects of all applications. */
  readonly ofSystem: readonly Json[];
  /** Namespace of objects that name none. */
  readonly namespace: string;
  readonly isUnknown: MentionsUnknown;
  readonly label: (key: string, value: Json | undefined) => string;
}

/** Compares rendered objects with the live ones. Reads, and asks for dry runs; nothing is changed in the cluster. */
export async function compareObjects(
  connection: Connection,
  { objects, application, unknown = [] }: CompareObjectsParams,
  jq: JqEvaluator,
  signal: AbortSignal,
): Promise<CompareWithClusterResult> {
  const { session, served } = connection;
  if (!session || !served)
    return { kind: "failed", message: "The cluster was not reached yet. Connect to it, then compare." };
  const owner = application && connection.state.find(application);
  const ask: Ask = (call) => session.ask({ ...call, signal });
  const system = owner ? await readSystemIgnores(owner, { session: { ask }, served }) : nothingIgnored;
  const comparer: Comparer = {
    ask,
    served,
    ofSystem: system.entries,
    application: owner?.spec,
    descriptor: application && descriptorOf(application),
    namespace: textAt(owner?.spec, "destination", "namespace") ?? session.access().namespace,
    isUnknown: mentionsAny(unknown),
    label: createLabels(),
  };
  const limit = createLimit(maximumAtOnce);
  const placed = await Promise.all(objects.map((object) => place(object, comparer)));
  const compared = await Promise.all(placed.map((each) => limit(() => compareOne(each, comparer))));
  const nothing = nothingCompared(compared);
  if (nothing !== undefined) return { kind: "failed", message: nothing };
  const keys = new Set(placed.map(({ key }) => keyText(key)));
  // What has an unknown name may be any object of its kind.
  const nameless = placed.filter(({ key }) => comparer.isUnknown(keyText(key))).map(({ key }) => key.kind);
  const kind = application && liveKindOf(application);
  const managed = owner && kind ? kind.resourcesOf(owner) : [];
  const gone = managed.filter((resource) => !keys.has(keyText(resource)) && !nameless.includes(resource.kind));
  const pruned = await Promise.all(gone.map((resource) => limit(() => prunedObject(resource, comparer))));
  const pairs = compared.flatMap((each) => each.pairs);
  const present = placed.map(({ key: each }) => each);
  const ignored = application
    ? await ignoreFields(pairs, { application, spec: owner?.spec, ofSystem: system.entries, present }, jq)
    : { pairs, notes: [] };
  const notes = [...compared, ...pruned].flatMap((each) => each.notes);
  return {
    kind: "compared",
    method: compared.some(({ isMerged }) => isMerged) ? "merge" : "serverSideDryRun",
    objects: [...ignored.pairs.flatMap(comparedObject), ...pruned.flatMap((each) => each.objects)],
    uncompared: countOf([...compared, ...pruned], "uncompared"),
    refused: countOf(compared, "refused"),
    notes: [...system.problems, ...ignored.notes, ...new Set(notes)],
  };
}

function countOf(all: readonly { readonly outcome: Outcome }[], wanted: Outcome): number {
  return all.filter(({ outcome }) => outcome === wanted).length;
}

/** Why there is no answer at all: "nothing would change" must not be said of objects that could not be read. */
function nothingCompared(compared: readonly Comparison[]): string | undefined {
  const [first] = compared;
  if (first === undefined || countOf(compared, "uncompared") < compared.length) return undefined;
  const further = compared.length === 1 ? "" : ` So it is with ${compared.length - 1} more.`;
  return `Nothing of it could be compared. ${first.notes.join(" ")}${further}`;
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
  if (comparer.isUnknown(keyText(key)))
    return note(`${key.kind} ${key.name} is not compared: variables in its name or namespace are not known.`);
  if (key.name === "") return note(`A ${key.kind} without a name (generateName) is not compared.`);
  const { ask } = comparer;
  const path = objectPath(served, key);
  const live = await ask({ method: "GET", path });
  const liveBody = live.kind === "ok" && isJsonObject(live.body) ? live.body : undefined;
  if (!liveBody && !(live.kind === "refused" && live.code === 404)) return note(unreadable(key, live));
  if (comparer.descriptor?.applies?.(object, liveBody !== undefined) === false)
    return { pairs: [], notes: [leftAlone(key, comparer)], isMerged: false, outcome: "compared" };
  const apiVersion = served.group === "" ? served.version : `${served.group}/${served.version}`;
  const isUnknown = isSecret(object)
    ? (text: string): boolean => comparer.isUnknown(text) || comparer.isUnknown(decode(text))
    : comparer.isUnknown;
  const encoded = withEncodedData({ ...object, apiVersion }, encode);
  const { object: filled, isComplete } = withLiveValues(encoded, liveBody, isUnknown);
  const wanted = withOwnership(filled, liveBody);
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
  const pairs = difference(key, liveBody, next, comparer);
  const isMerged = dryRun.kind !== "ok";
  // What it is refused for may be the very text that stands for a value.
  if (isMerged && !isComplete) return { pairs, notes: [unfilled(key)], isMerged, outcome: "compared" };
  return { pairs, notes: refusalNotes(key, dryRun), isMerged, outcome: outcomeOf(dryRun) };
}

function leftAlone({ kind, name }: ObjectKey, { descriptor }: Comparer): string {
  return `${kind} ${name} is left alone: a label or annotation keeps the ${descriptor?.title} from applying it.`;
}

function unfilled({ kind, name }: ObjectKey): string {
  return `${kind} ${name} was not checked by the API server: variables in it are not known.`;
}

function decode(text: string): string {
  return Buffer.from(text, "base64").toString();
}

function encode(text: string): string {
  return Buffer.from(text).toString("base64");
}

function unreadable({ kind, name }: ObjectKey, answer: ApiAnswer): string {
  return `${kind} ${name} is not compared: ${answer.kind === "ok" ? "unreadable answer" : answer.message}`;
}

/** Rights that are missing and a namespace that a sync makes first say nothing against the object. */
function outcomeOf(dryRun: ApiAnswer): Outcome {
  return dryRun.kind === "refused" && dryRun.code !== 403 && dryRun.code !== 404 ? "refused" : "compared";
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
  return { pairs: [], notes: [text], isMerged: false, outcome: "uncompared" };
}

/** The pair of both states; none when they are equal. */
function difference(
  key: ObjectKey,
  live: JsonObject | undefined,
  next: JsonObject,
  { application, ofSystem, label }: Comparer,
): readonly ObjectPair[] {
  // Masked before anything is ignored: what is ignored may name the fields by which a Secret is known, and an expression
  // may copy values to where nobody masks them. Other objects stay whole, because expressions may ask for any field.
  const masked = (object: JsonObject): JsonObject =>
    isSecret(object) ? maskSecret(comparable(object), label) : object;
  if (!live) return [{ key, live, next: masked(next) }];
  const pair = {
    key,
    live: masked(live),
    next: masked(withOwnedFields(next, live, trustedManagers(application, key, ofSystem))),
  };
  return isEqualJson(comparable(pair.live), comparable(pair.next)) ? [] : [pair];
}

function comparedObject({ key, live, next }: ObjectPair): readonly ComparedObject[] {
  const [before, after] = [live && comparable(live), comparable(next)];
  if (before && isEqualJson(before, after)) return [];
  const { group, kind, namespace, name } = key;
  const texts = { live: before ? objectYaml(before) : "", next: objectYaml(after) };
  return [{ group, kind, namespace, name, change: before ? "update" : "create", ...texts }];
}

/** An object that the application manages and the rendered directory has no more. */
async function prunedObject(
  key: ObjectKey,
  { ask, served, label, descriptor, application }: Comparer,
): Promise<Pruned> {
  const kind = await resolveKind(served, key);
  const without = (notes: readonly string[], outcome: Outcome): Pruned => ({ objects: [], notes, outcome });
  if (!kind) return without([`${key.kind} ${key.name} is not compared: the cluster does not serve it.`], "uncompared");
  const live = await ask({ method: "GET", path: objectPath(kind, key) });
  if (live.kind === "refused" && live.code === 404) return without([], "compared");
  if (live.kind !== "ok" || !isJsonObject(live.body)) return without([unreadable(key, live)], "uncompared");
  if (descriptor?.prunes?.(application, live.body) === false) return without([], "compared");
  const { group, kind: name, namespace, name: own } = key;
  const text = objectYaml(maskSecret(comparable(live.body), label));
  const object: ComparedObject = { group, kind: name, namespace, name: own, change: "prune", live: text, next: "" };
  return { objects: [object], notes: [], outcome: "compared" };
}

interface Pruned {
  readonly objects: readonly ComparedObject[];
  readonly notes: readonly string[];
  readonly outcome: Outcome;
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
