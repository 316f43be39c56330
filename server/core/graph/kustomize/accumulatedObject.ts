import type { StringNode } from "../../manifest/manifest.ts";
import type { Span } from "../../text/span.ts";
import type { ObjectIdentity } from "./identity.ts";
import type { SourceObject } from "./sourceObjects.ts";

/** An object on its way through kustomize: who it is now, who it was, and what is known of its content. */
export interface AccumulatedObject extends ObjectIdentity {
  /** What it was before, the first one as declared. Empty while nothing changed. */
  readonly previous: readonly ObjectIdentity[];
  /** The declaring document; undefined for what a generator makes. */
  readonly source: SourceObject | undefined;
  /** Where it comes from: the name in its file, or the generator's entry; file offsets. */
  readonly place: { readonly uri: string; readonly span: Span };
  readonly labels: ReadonlyMap<string, string> | "unknown";
  readonly annotations: ReadonlyMap<string, string> | "unknown";
  readonly images: readonly string[];
  /** Whether anything but name, namespace, labels, annotations and images may differ from the source. */
  readonly isChanged: boolean;
}

/** Two objects that kustomize refuses to hold at the same time. */
export interface Collision {
  readonly first: AccumulatedObject;
  readonly second: AccumulatedObject;
  /** The entry of this root that brought the second one; undefined when `namespace` made them equal. */
  readonly entry: StringNode | undefined;
}

/** The object as its file declares it. */
export function fromSource(source: SourceObject): AccumulatedObject {
  const { gvk, name, namespace, labels, annotations, images, uri, span } = source;
  const previous: AccumulatedObject["previous"] = [];
  return {
    gvk,
    name,
    namespace,
    labels,
    annotations,
    images,
    previous,
    source,
    place: { uri, span },
    isChanged: false,
  };
}

/** The object under a new name or namespace; the old one stays findable, as kustomize keeps previous ids. */
export function renamed(object: AccumulatedObject, name: string, namespace: string | undefined): AccumulatedObject {
  if (name === object.name && namespace === object.namespace) return object;
  return { ...object, name, namespace, previous: [...object.previous, identityOf(object)] };
}

/** The object as another kind; the old one stays findable. */
export function asKind(object: AccumulatedObject, gvk: AccumulatedObject["gvk"]): AccumulatedObject {
  return { ...object, gvk, previous: [...object.previous, identityOf(object)] };
}

function identityOf({ gvk, name, namespace }: AccumulatedObject): ObjectIdentity {
  return { gvk, name, namespace };
}

/** Everything the object is or was called, the current identity first. */
export function identitiesOf(object: AccumulatedObject): readonly ObjectIdentity[] {
  return [object, ...object.previous];
}
