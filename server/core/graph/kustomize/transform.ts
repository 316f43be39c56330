import { isClusterScoped } from "../../kinds/kubernetes/clusterScoped.ts";
import { isNamedByNamespace, keepsItsName } from "../../kinds/kubernetes/kustomizeDefaults.ts";
import { type AccumulatedObject, type Collision, renamed } from "./accumulatedObject.ts";
import { fieldPair, fieldValue, type ImageEntry, listItems, mappingItems, stringMap } from "./fields.ts";
import { identityKey } from "./identity.ts";
import { isImageNamed, splitImage } from "./images.ts";
import type { KustomizeRoot } from "./kustomizeRoot.ts";

/** Objects under the names a root gives them, and which of them became equal on the way. */
export interface Named {
  readonly objects: readonly AccumulatedObject[];
  readonly collisions: readonly Collision[];
}

/** Applies `namespace`, `namePrefix`, `nameSuffix`, labels and annotations, in kustomize's order. */
export function nameObjects(objects: readonly AccumulatedObject[], root: KustomizeRoot): Named {
  const { namespace, namePrefix, nameSuffix } = root.fields;
  const placed = namespace?.value ? objects.map((object) => inNamespace(object, namespace.value)) : objects;
  const collisions = placed === objects ? [] : findCollisions(placed);
  const before = namePrefix?.value ?? "";
  const after = nameSuffix?.value ?? "";
  const affixed = before + after === "" ? placed : placed.map((object) => affix(object, before, after));
  return { objects: affixed.map((object) => labelled(object, root)), collisions };
}

function inNamespace(object: AccumulatedObject, namespace: string): AccumulatedObject {
  if (isNamedByNamespace(object.gvk)) return renamed(object, namespace, object.namespace);
  return isClusterScoped(object.gvk) ? object : renamed(object, object.name, namespace);
}

function affix(object: AccumulatedObject, before: string, after: string): AccumulatedObject {
  return keepsItsName(object.gvk) ? object : renamed(object, before + object.name + after, object.namespace);
}

function findCollisions(objects: readonly AccumulatedObject[]): readonly Collision[] {
  const seen = new Map<string, AccumulatedObject>();
  const collisions: Collision[] = [];
  for (const object of objects) {
    const key = identityKey(object);
    const first = seen.get(key);
    if (first) collisions.push({ first, second: object, entry: undefined });
    else seen.set(key, object);
  }
  return collisions;
}

function labelled(object: AccumulatedObject, { fields: { root } }: KustomizeRoot): AccumulatedObject {
  const added = [
    ...mappingItems(root, "labels").flatMap((entry) => [...stringMap(fieldValue(entry, "pairs"))]),
    ...stringMap(fieldValue(root, "commonLabels")),
  ];
  const annotated = [...stringMap(fieldValue(root, "commonAnnotations"))];
  if (added.length + annotated.length === 0) return object;
  return { ...object, labels: withAdded(object.labels, added), annotations: withAdded(object.annotations, annotated) };
}

function withAdded(
  values: AccumulatedObject["labels"],
  added: readonly (readonly [string, string])[],
): AccumulatedObject["labels"] {
  return values === "unknown" || added.length === 0 ? values : new Map([...values, ...added]);
}

/** Applies `images`, `imageTags`, `replicas` and `replacements` as far as other rules can notice. */
export function replaceImages(
  objects: readonly AccumulatedObject[],
  root: KustomizeRoot,
): readonly AccumulatedObject[] {
  const entries = [...root.fields.images, ...root.fields.imageTags];
  const changesFields = ["replacements", "replicas"].some((name) => listItems(root.fields.root, name).length > 0);
  if (entries.length === 0 && !changesFields) return objects;
  return objects.map((object) => ({
    ...object,
    images: object.images.map((image) => entries.reduce(replaceImage, image)),
    isChanged: object.isChanged || changesFields,
  }));
}

function replaceImage(image: string, { node, name, newName }: ImageEntry): string {
  if (!name || !isImageNamed(image, name.value)) return image;
  const parts = splitImage(image);
  const replacesTag = fieldPair(node, "newTag") !== undefined || fieldPair(node, "digest") !== undefined;
  const tag = replacesTag || parts.tag === "" ? "" : `:${parts.tag}`;
  return `${newName?.value || parts.name}${tag}`;
}
