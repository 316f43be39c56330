import type { YamlDocument } from "../../manifest/document.ts";
import { type GroupVersionKind, groupVersionKind, type StringNode } from "../../manifest/manifest.ts";
import { asString, type MappingNode, type ScalarNode, stringAt, valueAt, type YamlNode } from "../../manifest/node.ts";
import { parseYamlFile } from "../../manifest/parseYamlFile.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import { targetOfEntry } from "./entries.ts";
import type { KustomizeRoot } from "./kustomizeRoot.ts";

/** A strategic merge patch: one partial object. */
export interface MergePatch {
  readonly root: MappingNode;
  readonly gvk: GroupVersionKind;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly deletes: boolean;
}

/** One operation of a JSON patch; a part that is missing or no string is undefined. */
export interface JsonOperation {
  readonly node: YamlNode;
  readonly op: StringNode | undefined;
  readonly path: StringNode | undefined;
  readonly from: StringNode | undefined;
  readonly value: YamlNode | undefined;
}

/** What a patch says. `unknown`: its text is not at hand or it is no patch that kustomize understands. */
export type Patch =
  | { readonly type: "merge"; readonly patches: readonly MergePatch[] }
  | { readonly type: "json"; readonly operations: readonly JsonOperation[] }
  | { readonly type: "empty" }
  /** A mapping without what kustomize needs to take it for a patch. */
  | { readonly type: "nameless"; readonly missing: "kind" | "metadata.name" }
  | { readonly type: "unknown" };

const inline = new WeakMap<ScalarNode, Patch>();
const files = new WeakMap<object, Patch>();

/** Reads a patch written in the kustomization file itself. */
export function readInlinePatch(text: StringNode): Patch {
  const known = inline.get(text);
  if (known) return known;
  const patch = readPatch(parseYamlFile("", text.value).entries.map(({ document }) => document));
  inline.set(text, patch);
  return patch;
}

/** Reads a patch from the file that a path of the kustomization file names. */
export function readPatchFile(path: string, root: KustomizeRoot, index: RepositoryIndex): Patch {
  const target = targetOfEntry(path, root, index);
  const stamp = target.type === "file" ? index.stamp(target.uri) : undefined;
  if (target.type !== "file" || !stamp) return { type: "unknown" };
  const known = files.get(stamp);
  if (known) return known;
  const documents = index.file(target.uri)?.entries.map(({ document }) => document) ?? [];
  const patch = readPatch(documents);
  files.set(stamp, patch);
  return patch;
}

/** Whether an entry of `patchesStrategicMerge` is the patch itself; kustomize tries that first, then the path. */
export function isInlineMergeEntry(entry: StringNode): boolean {
  return entry.value.includes("\n") && readInlinePatch(entry).type === "merge";
}

function readPatch(documents: readonly YamlDocument[]): Patch {
  if (documents.some(({ problems }) => problems.some(({ code }) => code !== "yaml/duplicate-key")))
    return { type: "unknown" };
  const roots = documents.flatMap(({ root }) => (root && !isNull(root) ? [root] : []));
  const first = roots[0];
  if (!first) return { type: "empty" };
  if (first.type === "sequence") return { type: "json", operations: first.items.map(readOperation) };
  const nameless = roots.map(missingPart).find((part) => part !== undefined);
  if (nameless) return { type: "nameless", missing: nameless };
  const patches = roots.map(readMergePatch);
  const known = patches.flatMap((patch) => patch ?? []);
  return known.length === roots.length ? { type: "merge", patches: known } : { type: "unknown" };
}

/** kustomize demands kind and name of a strategic merge patch even when a target is given (measured). */
function missingPart(root: YamlNode): "kind" | "metadata.name" | undefined {
  if (root.type !== "mapping" || valueAt(root, "items")) return undefined;
  if (!valueAt(root, "kind")) return "kind";
  return valueAt(root, "metadata", "name") ? undefined : "metadata.name";
}

function isNull(node: YamlNode): boolean {
  return node.type === "scalar" && node.value === null;
}

/** An absent `apiVersion` is a version of its own, which only a target makes up for. */
function readMergePatch(root: YamlNode): MergePatch | undefined {
  const apiVersion = stringAt(root, "apiVersion")?.value;
  const kind = stringAt(root, "kind")?.value;
  const gvk = apiVersion ? groupVersionKind(apiVersion, kind) : kind && { group: "", version: "", kind };
  const name = stringAt(root, "metadata", "name")?.value;
  if (root.type !== "mapping" || !gvk || name === undefined) return undefined;
  const namespace = stringAt(root, "metadata", "namespace")?.value;
  return { root, gvk, name, namespace, deletes: stringAt(root, "$patch")?.value === "delete" };
}

function readOperation(node: YamlNode): JsonOperation {
  const part = (name: string): StringNode | undefined => asString(valueAt(node, name));
  return { node, op: part("op"), path: part("path"), from: part("from"), value: valueAt(node, "value") };
}
