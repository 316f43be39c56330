import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import { knownDeclarations } from "../../core/cluster/likeness.ts";
import type { LiveCondition } from "../../core/cluster/liveKind.ts";
import { identityIn } from "../../core/cluster/matching.ts";
import type { ManifestEntry } from "../../core/graph/repositoryIndex.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import type { YamlDocument } from "../../core/manifest/document.ts";
import { pairOf, resolveAlias, valueAt, type YamlNode } from "../../core/manifest/node.ts";
import type { Span } from "../../core/text/span.ts";
import type { Cluster } from "../cluster.ts";
import { diagnosticSource, toRange } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { type Delivery, deliveredResource, deliveriesOf, otherRevisionsOf, revisionBehind } from "./deliveries.ts";
import { revisionWords, rivalWords } from "./deliveryWords.ts";
import { contextOf, liveObjectsOf } from "./liveObjects.ts";
import { type FoundObject, namesakesOf } from "./namesakes.ts";

/** A problem of a document, wherever the document stands in its file. */
interface Problem extends Omit<Diagnostic, "range"> {
  readonly span: Span;
}

/** What was found in a document, and the states of repository and clusters at which it was. */
interface Memory {
  readonly structure: number;
  readonly cluster: Cluster;
  readonly revision: number;
  readonly problems: readonly Problem[];
}

const memories = new WeakMap<YamlDocument, Memory>();

/**
 * What connected clusters report about the objects of a file, on the fields that cause it. A keystroke looks at the
 * edited document only; a change in a cluster at all of them, some times a second at most.
 */
export function conditionDiagnostics(environment: Environment, uri: string): readonly Diagnostic[] {
  const { cluster, index } = environment;
  const file = cluster.connections.length === 0 ? undefined : index.file(uri);
  if (!file) return [];
  const states = { structure: index.structureRevision, cluster, revision: cluster.revision };
  const deliveries = deliveriesOf(environment, uri);
  return index.manifests(uri).flatMap((declared) => {
    const entry = file.entries[declared.ordinal];
    if (!entry) return [];
    const known = memories.get(entry.document);
    const isCurrent =
      known?.structure === states.structure && known.cluster === cluster && known.revision === states.revision;
    const problems = isCurrent ? known.problems : problemsOf(environment, declared, deliveries);
    if (!isCurrent && isOnlyOne(environment, declared)) memories.set(entry.document, { ...states, problems });
    return problems.flatMap(({ span, ...rest }) => chosen(environment, { ...rest, range: toRange(entry, span) }));
  });
}

/** Whether no other manifest has the identity: otherwise the text of both decides which one an object belongs to. */
function isOnlyOne(environment: Environment, { manifest }: ManifestEntry): boolean {
  const namesakes = namesakesOf(environment, identityIn(manifest));
  return namesakes.every(({ key }) => knownDeclarations(key, environment.index).length < 2);
}

function problemsOf(
  environment: Environment,
  declared: ManifestEntry,
  deliveries: readonly Delivery[],
): readonly Problem[] {
  const own = liveObjectsOf(environment, identityIn(declared.manifest)).flatMap((found) =>
    ownProblems(environment, declared, { found, deliveries }),
  );
  const reported = deliveries.flatMap((delivery) => reportedProblems(environment, declared, delivery));
  return own.length + reported.length === 0 ? none : [...own, ...reported];
}

const none: readonly Problem[] = [];

interface Own {
  readonly found: FoundObject;
  readonly deliveries: readonly Delivery[];
}

function ownProblems(
  environment: Environment,
  { document, manifest }: ManifestEntry,
  { found, deliveries }: Own,
): readonly Problem[] {
  const { live, object, context } = found;
  const places = object ? live.placesOf(object, contextOf(environment, context)) : [];
  if (places.length === 0) return none;
  const other = revisionBehind(found, deliveries);
  const rivals = rivalWords(found, environment.index);
  const [taken] = otherRevisionsOf(environment, found);
  return places.map(({ condition, path }) => {
    const notes = [
      other && `deployed ${revisionWords(other)}`,
      taken && isAboutSource(manifest.gvk, path) ? `looked up in what it takes ${revisionWords(taken)}` : undefined,
      rivals && `${rivals}: nothing tells which`,
    ];
    return problem(spanAt(document.root, path), found, withNotes(condition, notes));
  });
}

/** Whether a field names something in the repository that the object takes its files from. */
function isAboutSource(gvk: ManifestEntry["manifest"]["gvk"], path: readonly (string | number)[]): boolean {
  const field = path.filter((step) => typeof step === "string").join(".");
  const rules = descriptorOf(gvk)?.paths ?? [];
  return rules.some((rule) => rule.path.replaceAll("[*]", "") === field);
}

/** What a controller that delivers the file says about one of its objects. */
function reportedProblems(
  { index }: Environment,
  { manifest, document }: ManifestEntry,
  { deliverer, other }: Delivery,
): readonly Problem[] {
  const resource = deliveredResource(deliverer, identityIn(manifest), index);
  if (resource?.status !== "Degraded" || resource.message === undefined) return [];
  const reason = resource.words.at(-1) ?? "Failed";
  const message = `${deliverer.live.title} ${deliverer.key.name}: ${resource.message}`;
  const condition: LiveCondition = { type: reason, status: "True", reason, message, severity: "error" };
  const notes = [other && `deployed ${revisionWords(other)}`];
  return [problem(spanAt(document.root, ["kind"]), deliverer, withNotes(condition, notes))];
}

/** A condition whose message says what the file on screen may have nothing to do with. */
function withNotes(condition: LiveCondition, notes: readonly (string | undefined)[]): LiveCondition {
  const given = notes.filter((note) => note !== undefined);
  return given.length === 0 ? condition : { ...condition, message: `${saidBy(condition)} (${given.join("; ")})` };
}

function saidBy({ message, type, status }: LiveCondition): string {
  return message === undefined || message === "" ? `${type} is ${status}` : message;
}

function problem(span: Span, { context }: FoundObject, condition: LiveCondition): Problem {
  const { type, reason, severity } = condition;
  return {
    span,
    severity: severities[severity],
    code: `CLUSTER-${codeOf(reason ?? type)}`,
    source: diagnosticSource,
    message: `${context}: ${saidBy(condition)}`,
  };
}

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
} as const;

/** `ArtifactFailed` as `ARTIFACT-FAILED`, in the form of all other codes. */
function codeOf(reason: string): string {
  return reason
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9-]+/g, "-")
    .toUpperCase();
}

/** The longest part of a path that the manifest has: the value where it is short, otherwise the key that holds it. */
function spanAt(root: YamlNode | undefined, path: readonly (string | number)[]): Span {
  for (let length = path.length; length > 0; length--) {
    const node = resolveAlias(valueAt(root, ...path.slice(0, length)));
    const step = path[length - 1];
    if (!node || step === undefined) continue;
    const key = typeof step === "string" ? pairOf(valueAt(root, ...path.slice(0, length - 1)), step)?.key : undefined;
    if (node.type === "scalar" && node.end > node.start) return node;
    if (key) return key;
    return node.type === "mapping" ? (node.pairs[0]?.key ?? node) : node;
  }
  const kind = valueAt(root, "kind") ?? root;
  return kind ? { start: kind.start, end: kind.type === "scalar" ? kind.end : kind.start } : { start: 0, end: 0 };
}

/** The user's choice of severities holds for these as for all findings (`gitops.rules`). */
function chosen({ settings }: Environment, found: Diagnostic): readonly Diagnostic[] {
  const severity = settings().rules[String(found.code)];
  if (severity === undefined) return [found];
  return severity === "off" ? [] : [{ ...found, severity: chosenSeverities[severity] }];
}

const chosenSeverities = { ...severities, hint: DiagnosticSeverity.Hint } as const;
