import { descriptorOf } from "../kinds/registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Span } from "../text/span.ts";
import { objectsByDataKey } from "./dataKeys.ts";
import { isPatchFile } from "./kustomize/partialDocuments.ts";
import { namespacesOf } from "./namespaces.ts";
import { productsNamed } from "./products.ts";
import { type Reference, writtenNamespace } from "./references.ts";
import type { DeclaredObject, RepositoryIndex } from "./repositoryIndex.ts";

/** Where the object that a reference names comes from; spans count from the start of the file. */
export interface Target {
  readonly uri: string;
  /** The document that declares the object or makes it. */
  readonly ordinal: number;
  /** The place of the name. */
  readonly span: Span;
  /** The declared object; undefined when a controller or generator makes it. */
  readonly object: DeclaredObject | undefined;
  /** The namespaces it may end up in; an empty string where nobody in the workspace decides. */
  readonly namespaces: readonly string[];
}

/** What the workspace knows about the object a reference names. */
export interface Resolution {
  /** Objects that the reference may mean. */
  readonly targets: readonly Target[];
  /** Objects of the right type and name that are certainly in another namespace. */
  readonly elsewhere: readonly Target[];
}

/** Finds what a reference names. Patches count only when nothing else declares the object. */
export function resolve(reference: Reference, manifest: Manifest, index: RepositoryIndex): Resolution {
  const candidates = [...declaredCandidates(reference, index), ...productCandidates(reference, index)];
  const found = candidates.map((each) => withNamespaces(each, index));
  const whole = found.filter(({ uri }) => !isPatchFile(uri, index));
  const known = whole.length > 0 ? whole : found;
  const wanted = wantedNamespaces(reference, manifest, index);
  const targets = known.filter((target) => mayBeIn(target, wanted));
  return { targets, elsewhere: targets.length > 0 ? [] : known };
}

/**
 * The target nearest to the file of the reference, the rest not looked at: repositories with many clusters declare
 * objects of equal names, and a reference means the one of its own cluster. `unclear` when two are equally near.
 */
export function nearestTarget(
  reference: Reference,
  manifest: Manifest,
  index: RepositoryIndex,
): Target | undefined | "unclear" {
  const wanted = wantedNamespaces(reference, manifest, index);
  const found = nearest(declaredCandidates(reference, index), wanted, manifest, index);
  return found ?? nearest(productCandidates(reference, index), wanted, manifest, index);
}

function nearest(
  candidates: readonly Candidate[],
  wanted: readonly string[] | undefined,
  manifest: Manifest,
  index: RepositoryIndex,
): Target | undefined | "unclear" {
  if (candidates.length === 0) return undefined;
  const ordered = candidates
    .map((candidate) => ({ candidate, shared: sharedLength(manifest.uri, candidate.uri) }))
    .sort((a, b) => b.shared - a.shared);
  let best: { readonly target: Target; readonly shared: number } | undefined;
  for (const { candidate, shared } of ordered) {
    if (best && shared < best.shared) break;
    const target = withNamespaces(candidate, index);
    if (!mayBeIn(target, wanted) || isPatchFile(target.uri, index)) continue;
    if (best) return "unclear";
    best = { target, shared };
  }
  return best?.target;
}

/** How many leading path segments two URIs share; a file shares most with itself. */
export function sharedLength(a: string, b: string): number {
  if (a === b) return Number.POSITIVE_INFINITY;
  let shared = 0;
  for (let at = 0; at < a.length && a[at] === b[at]; at++) if (a[at] === "/") shared++;
  return shared;
}

/** The namespaces a reference may look in; undefined when any will do. */
export function wantedNamespaces(
  reference: Pick<Reference, "rule" | "namespace">,
  manifest: Pick<Manifest, "uri" | "namespace">,
  index: RepositoryIndex,
): readonly string[] | undefined {
  const written = writtenNamespace(reference);
  if (written === undefined) return undefined;
  return written === "own" ? namespacesOf(manifest.uri, manifest.namespace?.value, index) : [written];
}

/** A target before anybody asks where it ends up. */
interface Candidate extends Omit<Target, "namespaces"> {
  readonly namespace: string | undefined;
  /** Its namespace is decided elsewhere or does not matter. */
  readonly isAnywhere: boolean;
}

function declaredCandidates({ name, rule, to }: Reference, index: RepositoryIndex): readonly Candidate[] {
  return to.flatMap((kind) => {
    if (rule.dataKey) return objectsByDataKey(kind, rule, name.value, index).map((each) => candidate(each, true));
    // A reference for navigation may leave the group out.
    const group = rule.to.length > 0 || kind.group !== "" ? { group: kind.group } : {};
    const isCluster = descriptorOf(kind)?.scope === "Cluster";
    return index.objects({ ...group, kind: kind.kind, name: name.value }).map((each) => candidate(each, isCluster));
  });
}

function productCandidates({ name, rule, to }: Reference, index: RepositoryIndex): readonly Candidate[] {
  if (rule.dataKey) return [];
  const products = to.flatMap((kind) => productsNamed(kind, name.value, index));
  return products.map((product) => ({ ...product, object: undefined, isAnywhere: true }));
}

function candidate(object: DeclaredObject, isAnywhere: boolean): Candidate {
  const { uri, ordinal, nameSpan, namespace } = object;
  return { uri, ordinal, span: nameSpan, object, namespace, isAnywhere };
}

function withNamespaces({ isAnywhere, namespace, ...target }: Candidate, index: RepositoryIndex): Target {
  const { uri, ordinal, span, object } = target;
  return { uri, ordinal, span, object, namespaces: isAnywhere ? anywhere : namespacesOf(uri, namespace, index) };
}

const anywhere: readonly string[] = [""];

function mayBeIn({ namespaces }: Target, wanted: readonly string[] | undefined): boolean {
  if (!wanted || wanted.includes("") || namespaces.includes("")) return true;
  return namespaces.some((each) => wanted.includes(each));
}
