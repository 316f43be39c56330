import type { KustomizeRoot } from "../../../graph/kustomize/kustomizeRoot.ts";
import { isPatchFile } from "../../../graph/kustomize/partialDocuments.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { itemsAt, type ScalarNode, stringAt, toJson, type YamlNode } from "../../../manifest/node.ts";
import type { Span } from "../../../text/span.ts";
import { type Collector, collectorsOf, mayBeChanged, rootSpeaks } from "./collectors.ts";
import { type Expression, expressionsOf } from "./substitution.ts";
import { substitutes } from "./variables.ts";

/** An expression at its place in the document. */
export interface PlacedExpression extends Expression {
  readonly text: string;
  readonly span: Span;
  /** Whether exactly the expression stands at the span, so that it can be edited there. */
  readonly isExact: boolean;
}

const optOut = "kustomize.toolkit.fluxcd.io/substitute";
const byRoot = new WeakMap<YamlNode, readonly PlacedExpression[]>();

/** Whether a manifest holds anything that Flux may read as a variable. */
export function mayHoldVariables({ document, gvk }: Manifest): boolean {
  return document.text.includes("${") && gvk.group !== "kustomize.config.k8s.io";
}

/** The variable expressions of a document in the order written. Comments do not survive a build. */
export function expressionsIn({ root, document }: Manifest): readonly PlacedExpression[] {
  const known = byRoot.get(root);
  if (known) return known;
  const found = [...scalarsOf(root)].flatMap((scalar) => expressionsOfScalar(scalar, document.text));
  byRoot.set(root, found);
  return found;
}

function* scalarsOf(node: YamlNode): Iterable<ScalarNode> {
  if (node.type === "scalar") yield node;
  if (node.type === "sequence") for (const item of node.items) yield* scalarsOf(item);
  if (node.type !== "mapping") return;
  for (const { key, value } of node.pairs) {
    yield key;
    yield* scalarsOf(value);
  }
}

function expressionsOfScalar(scalar: ScalarNode, text: string): readonly PlacedExpression[] {
  const { value } = scalar;
  if (typeof value !== "string" || !value.includes("${")) return [];
  let from = scalar.start;
  return expressionsOf(value).map((expression) => {
    const own = value.slice(expression.start, expression.end);
    const start = text.indexOf(own, from);
    const isExact = start >= 0 && start + own.length <= scalar.end;
    if (isExact) from = start + 1;
    const lineBreak = text.indexOf("\n", scalar.start);
    const end = Math.min(scalar.end, lineBreak < 0 ? scalar.end : lineBreak);
    const span = isExact ? { start, end: start + own.length } : { start: scalar.start, end };
    return { ...expression, text: own, span, isExact };
  });
}

/** The Flux Kustomizations that certainly substitute the variables of a document as it is written. */
export function substitutersOf(manifest: Manifest, index: RepositoryIndex): readonly Collector[] {
  return untouchedCollectors(manifest, index).filter(
    ({ kustomization }) =>
      substitutes(kustomization) === "yes" && !mayBeChanged(kustomization.uri, ["postBuild"], index),
  );
}

/** The Flux Kustomizations that apply a document as it is written. */
export function untouchedCollectors(manifest: Manifest, index: RepositoryIndex): readonly Collector[] {
  const { uri, root, document } = manifest;
  // First, because a file of many documents is collected as a whole or not at all.
  const collectors = collectorsOf(uri, index);
  if (collectors.length === 0) return collectors;
  // What looks like a template may be one of GitHub Actions or Helm that Flux is to pass on: it reads that too.
  if (document.problems.length > 0 || isPatchFile(uri, index)) return [];
  if (stringAt(root, "metadata", "labels", optOut) ?? stringAt(root, "metadata", "annotations", optOut)) return [];
  return collectors.filter((collector) => isUntouched(manifest, collector, index));
}

/** Nothing on the way patches the object, and no label or annotation that stops substitution is added. */
function isUntouched(manifest: Manifest, { kustomization, roots }: Collector, index: RepositoryIndex): boolean {
  const words = [optOut, manifest.gvk.kind, manifest.name?.value ?? ""].filter((word) => word !== "");
  const speaks = (text: string | undefined): boolean =>
    text === undefined || /(?:^|\n)\s*(?:- )?target:/.test(text) || words.some((word) => text.includes(word));
  if (roots.some((root) => rootSpeaks(root, speaks, index) || addsOptOut(root, index))) return false;
  const patches = itemsAt(kustomization.root, "spec", "patches");
  if (itemsAt(kustomization.root, "spec", "components").length > 0) return false;
  return !patches.some((patch) => speaks(JSON.stringify(toJson(patch))) || itemsAt(patch, "target").length > 0);
}

function addsOptOut({ uri }: KustomizeRoot, index: RepositoryIndex): boolean {
  return index.text(uri)?.includes(optOut) ?? true;
}
