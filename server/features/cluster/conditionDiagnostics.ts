import { type Diagnostic, DiagnosticSeverity } from "vscode-languageserver-types";
import type { LiveCondition } from "../../core/cluster/liveKind.ts";
import { identityIn } from "../../core/cluster/matching.ts";
import type { ManifestEntry } from "../../core/graph/repositoryIndex.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { pairOf, resolveAlias, valueAt, type YamlNode } from "../../core/manifest/node.ts";
import type { Span } from "../../core/text/span.ts";
import { diagnosticSource, toRange } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { deliveredResource, deliverersOf } from "./deliveries.ts";
import { contextOf, type FoundObject, liveObjectsOf } from "./liveObjects.ts";

/** What connected clusters report about the objects of a file, on the fields that cause it. */
export function conditionDiagnostics(environment: Environment, uri: string): readonly Diagnostic[] {
  const { cluster, index } = environment;
  const file = cluster.connections.length === 0 ? undefined : index.file(uri);
  if (!file) return [];
  const manifests = index.manifests(uri);
  const deliverers = deliverersOf(environment, uri);
  return manifests.flatMap((declared) => {
    const entry = file.entries[declared.ordinal];
    if (!entry) return [];
    const own = liveObjectsOf(environment, identityIn(declared.manifest)).flatMap((found) =>
      ownProblems(environment, entry, found),
    );
    const reported = deliverers.flatMap((found) => reportedProblems(environment, entry, declared, found));
    return [...own, ...reported].flatMap((each) => chosen(environment, each));
  });
}

function ownProblems(environment: Environment, entry: DocumentEntry, found: FoundObject): readonly Diagnostic[] {
  const { live, object, context } = found;
  const places = object ? live.placesOf(object, contextOf(environment, context)) : [];
  return places.map(({ condition, path }) => diagnostic(entry, spanAt(entry.document.root, path), found, condition));
}

/** What a controller that delivers the file says about one of its objects. */
function reportedProblems(
  { index }: Environment,
  entry: DocumentEntry,
  { manifest }: ManifestEntry,
  found: FoundObject,
): readonly Diagnostic[] {
  const resource = deliveredResource(found, identityIn(manifest), index);
  if (resource?.status !== "Degraded" || resource.message === undefined) return [];
  const reason = resource.words.at(-1) ?? "Failed";
  const message = `${found.live.title} ${found.key.name}: ${resource.message}`;
  const condition: LiveCondition = { type: reason, status: "True", reason, message, severity: "error" };
  return [diagnostic(entry, spanAt(entry.document.root, ["kind"]), found, condition)];
}

function diagnostic(entry: DocumentEntry, span: Span, { context }: FoundObject, condition: LiveCondition): Diagnostic {
  const { type, reason, message, severity } = condition;
  const said = message === undefined || message === "" ? `${type} is ${condition.status}` : message;
  return {
    range: toRange(entry, span),
    severity: severities[severity],
    code: `CLUSTER-${codeOf(reason ?? type)}`,
    source: diagnosticSource,
    message: `${context}: ${said}`,
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
