import { ignoresImages } from "../../kinds/kubernetes/kustomizeDefaults.ts";
import { type GroupVersionKind, groupVersionKind } from "../../manifest/manifest.ts";
import { asString, keyText, resolveAlias, stringAt, valueAt, type YamlNode } from "../../manifest/node.ts";
import { detach } from "../../text/detach.ts";
import type { Span } from "../../text/span.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import { stringMap } from "./fields.ts";

/** An object as a file declares it; small, so that it can be kept for every file. */
export interface SourceObject {
  readonly uri: string;
  /** Which document of the file, counted from 0. */
  readonly ordinal: number;
  /** Which item, when the document is a List. */
  readonly item: number | undefined;
  readonly gvk: GroupVersionKind;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** Images of containers, as `images` of kustomize finds them. */
  readonly images: readonly string[];
  /** Where the name stands, file offsets. */
  readonly span: Span;
}

/** What kustomize reads from one resource file. `isReadable` is false when some of it is no Kubernetes object. */
export interface SourceFile {
  readonly objects: readonly SourceObject[];
  readonly isReadable: boolean;
}

const nothing: SourceFile = { objects: [], isReadable: false };
const byStamp = new WeakMap<object, SourceFile>();

/** The objects of a file. Read once for each text of the file. */
export function sourceObjects(uri: string, index: RepositoryIndex): SourceFile {
  const stamp = index.stamp(uri);
  if (!stamp) return nothing;
  const known = byStamp.get(stamp);
  if (known) return known;
  const result = readSourceFile(uri, index);
  byStamp.set(stamp, result);
  return result;
}

/** The syntax tree of an object; undefined when the file has changed since. */
export function nodeOfObject(object: SourceObject, index: RepositoryIndex): YamlNode | undefined {
  const root = index.file(object.uri)?.entries[object.ordinal]?.document.root;
  return object.item === undefined ? root : valueAt(root, "items", object.item);
}

function readSourceFile(uri: string, index: RepositoryIndex): SourceFile {
  const file = index.file(uri);
  if (!file) return nothing;
  const objects: SourceObject[] = [];
  let isReadable = true;
  for (const [ordinal, { offset, document }] of file.entries.entries()) {
    if (document.problems.some(({ code }) => code !== "yaml/duplicate-key")) isReadable = false;
    if (!document.root || isNull(document.root)) continue;
    const read = readRoot(document.root, { uri, ordinal, offset });
    if (read) objects.push(...read);
    else isReadable = false;
  }
  return { objects, isReadable };
}

interface Place {
  readonly uri: string;
  readonly ordinal: number;
  readonly offset: number;
}

/** Lists stand for their items, as kustomize's resource factory inlines them. */
function readRoot(root: YamlNode, place: Place): readonly SourceObject[] | undefined {
  const items = resolveAlias(valueAt(root, "items"));
  const isList = stringAt(root, "kind")?.value.endsWith("List") === true && items?.type === "sequence";
  if (!isList) {
    const object = readObject(root, place, undefined);
    return object && [object];
  }
  const objects = items.items.map((item, at) => readObject(item, place, at));
  const read = objects.flatMap((object) => object ?? []);
  return read.length === objects.length ? read : undefined;
}

function readObject(
  root: YamlNode,
  { uri, ordinal, offset }: Place,
  item: number | undefined,
): SourceObject | undefined {
  const gvk = groupVersionKind(stringAt(root, "apiVersion")?.value, stringAt(root, "kind")?.value);
  const name = asString(valueAt(root, "metadata", "name"));
  if (!gvk || !name) return undefined;
  const namespace = stringAt(root, "metadata", "namespace")?.value;
  return {
    uri,
    ordinal,
    item,
    gvk: { group: detach(gvk.group), version: detach(gvk.version), kind: detach(gvk.kind) },
    name: detach(name.value),
    namespace: namespace && detach(namespace),
    labels: stringMap(valueAt(root, "metadata", "labels")),
    annotations: stringMap(valueAt(root, "metadata", "annotations")),
    images: ignoresImages(gvk) ? [] : imagesOf(root),
    span: { start: offset + name.start, end: offset + name.end },
  };
}

/** The images in every list called `containers` or `initContainers` and in image volumes, wherever they stand. */
export function imagesOf(node: YamlNode): readonly string[] {
  const images = new Set<string>();
  collectImages(node, images, 0);
  return [...images];
}

const deepest = 100;

function collectImages(node: YamlNode, into: Set<string>, depth: number): void {
  const value = resolveAlias(node);
  if (depth > deepest || value?.type === "scalar") return;
  if (value?.type === "sequence") for (const item of value.items) collectImages(item, into, depth + 1);
  if (value?.type !== "mapping") return;
  for (const pair of value.pairs) {
    collectImages(pair.value, into, depth + 1);
    const list = resolveAlias(pair.value);
    if (list?.type !== "sequence") continue;
    for (const item of list.items) addImage(keyText(pair), item, into);
  }
}

function addImage(list: string, item: YamlNode, into: Set<string>): void {
  const isContainers = list === "containers" || list === "initContainers";
  const image = isContainers
    ? stringAt(item, "image")
    : list === "volumes"
      ? stringAt(item, "image", "reference")
      : undefined;
  if (image) into.add(detach(image.value));
}

function isNull(node: YamlNode): boolean {
  return node.type === "scalar" && node.value === null;
}
