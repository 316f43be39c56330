import { descriptorOf } from "../kinds/registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { Span } from "../text/span.ts";
import { objectsByDataKey } from "./dataKeys.ts";
import { isPatchFile } from "./kustomize/partialDocuments.ts";
import { namespacesOf } from "./namespaces.ts";
import { byNearness } from "./nearness.ts";
import { type Product, productsNamed } from "./products.ts";
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
  const found = nearest(declaredNear(reference, manifest, index), wanted, index);
  return found ?? nearest(productsNear(reference, manifest, index), wanted, index);
}

/** The one candidate of the first group that has any which fit. */
function nearest(
  groups: Iterable<readonly Candidate[]>,
  wanted: readonly string[] | undefined,
  index: RepositoryIndex,
): Target | undefined | "unclear" {
  for (const group of groups) {
    const fitting = group
      .map((each) => withNamespaces(each, index))
      .filter((target) => mayBeIn(target, wanted) && !isPatchFile(target.uri, index));
    if (fitting.length > 0) return fitting.length > 1 ? "unclear" : fitting[0];
  }
  return undefined;
}

function* declaredNear(
  reference: Reference,
  manifest: Manifest,
  index: RepositoryIndex,
): Iterable<readonly Candidate[]> {
  const [first, ...others] = declaredOf(reference, index);
  if (first && others.length === 0) {
    const { objects, isAnywhere } = first;
    for (const group of byNearness(objects, manifest.uri))
      yield group.map((object) => declaredCandidate(object, isAnywhere));
  } else yield* byNearness(declaredCandidates(reference, index), manifest.uri);
}

function* productsNear(
  reference: Reference,
  manifest: Manifest,
  index: RepositoryIndex,
): Iterable<readonly Candidate[]> {
  const [first, ...others] = productsOf(reference, index);
  if (first && others.length === 0) {
    for (const group of byNearness(first, manifest.uri)) yield group.map(productCandidate);
  } else yield* byNearness(productCandidates(reference, index), manifest.uri);
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

/** The objects of one type that a reference may mean by its name; `isAnywhere` as for candidates. */
interface Declared {
  readonly objects: readonly DeclaredObject[];
  readonly isAnywhere: boolean;
}

function declaredOf({ name, rule, to }: Reference, index: RepositoryIndex): readonly Declared[] {
  return to.map((kind) => {
    if (rule.dataKey) return { objects: objectsByDataKey(kind, rule, name.value, index), isAnywhere: true };
    // A reference for navigation may leave the group out.
    const group = rule.to.length > 0 || kind.group !== "" ? { group: kind.group } : {};
    const objects = index.objects({ ...group, kind: kind.kind, name: name.value });
    return { objects, isAnywhere: descriptorOf(kind)?.scope === "Cluster" };
  });
}

function productsOf({ name, rule, to }: Reference, index: RepositoryIndex): readonly (readonly Product[])[] {
  return rule.dataKey ? [] : to.map((kind) => productsNamed(kind, name.value, index));
}

function declaredCandidates(reference: Reference, index: RepositoryIndex): readonly Candidate[] {
  return declaredOf(reference, index).flatMap(({ objects, isAnywhere }) =>
    objects.map((object) => declaredCandidate(object, isAnywhere)),
  );
}

function productCandidates(reference: Reference, index: RepositoryIndex): readonly Candidate[] {
  return productsOf(reference, index).flatMap((found) => found.map(productCandidate));
}

function declaredCandidate(object: DeclaredObject, isAnywhere: boolean): Candidate {
  const { uri, ordinal, nameSpan, namespace } = object;
  return { uri, ordinal, span: nameSpan, object, namespace, isAnywhere };
}

function productCandidate(product: Product): Candidate {
  return { ...product, object: undefined, isAnywhere: true };
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
