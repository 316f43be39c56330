import type { GroupKind } from "../kinds/descriptor.ts";
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
  const found = reference.to.flatMap((kind) => candidates(kind, reference, index));
  const whole = found.filter(({ uri }) => !isPatchFile(uri, index));
  const known = whole.length > 0 ? whole : found;
  const wanted = wantedNamespaces(reference, manifest, index);
  const targets = known.filter((target) => mayBeIn(target, wanted));
  return { targets, elsewhere: targets.length > 0 ? [] : known };
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

function candidates(kind: GroupKind, reference: Reference, index: RepositoryIndex): readonly Target[] {
  const name = reference.name.value;
  if (reference.rule.dataKey) return objectsByDataKey(kind, reference.rule, name, index).map(anywhere);
  const declared = index.objects({
    ...(kind.group !== "" || reference.rule.to.length > 0 ? { group: kind.group } : {}),
    kind: kind.kind,
    name,
  });
  const isCluster = descriptorOf(kind)?.scope === "Cluster";
  const objects = declared.map((object) => (isCluster ? anywhere(object) : placed(object, index)));
  const products = productsNamed(kind, name, index).map((product) => ({
    ...product,
    object: undefined,
    namespaces: ["", ...namespacesOf(product.uri, product.namespace, index)],
  }));
  return [...objects, ...products];
}

function placed(object: DeclaredObject, index: RepositoryIndex): Target {
  return { ...anywhere(object), namespaces: namespacesOf(object.uri, object.namespace, index) };
}

function anywhere(object: DeclaredObject): Target {
  return { uri: object.uri, ordinal: object.ordinal, span: object.nameSpan, object, namespaces: [""] };
}

function mayBeIn({ namespaces }: Target, wanted: readonly string[] | undefined): boolean {
  if (!wanted || wanted.includes("") || namespaces.includes("")) return true;
  return namespaces.some((each) => wanted.includes(each));
}
