import type { GroupVersionKind, Manifest } from "../../../manifest/manifest.ts";
import {
  itemsAt,
  type MappingNode,
  type Pair,
  pairOf,
  resolveAlias,
  type ScalarNode,
  valueAt,
} from "../../../manifest/node.ts";
import type { TextEdit } from "../../../text/span.ts";
import { columnOf, insertLines, wholeLines } from "../edits/lines.ts";
import { dashOf, removePair } from "../edits/lists.ts";
import { patchesEdits } from "./patchFields.ts";

/** A field that the current version of a kind no longer has. */
export interface RemovedField {
  /** Dotted, for messages. */
  readonly path: string;
  readonly key: ScalarNode;
  /** What to do, as a sentence. */
  readonly advice: string;
  /** The edits that do it; undefined where the field is written in a way that cannot be moved safely. */
  readonly edits: readonly TextEdit[] | undefined;
}

type Finder = (manifest: Manifest) => readonly RemovedField[];

/** By `group/kind`: changelogs of Flux 2.0 (kustomize v1), 2.3 (helm v2) and source-controller v1. */
const finders: Readonly<Record<string, Finder>> = {
  "kustomize.toolkit.fluxcd.io/Kustomization": ({ root, document }) => [
    ...patchFields(valueAt(root, "spec"), "spec", document.text),
    ...droppedFields(valueAt(root, "spec"), ["validation"], document.text),
  ],
  "helm.toolkit.fluxcd.io/HelmRelease": ({ root, document }) => [
    ...valuesFile(valueAt(root, "spec", "chart", "spec"), document.text),
    ...itemsAt(root, "spec", "postRenderers").flatMap((item, at) =>
      patchFields(valueAt(item, "kustomize"), `spec.postRenderers[${at}].kustomize`, document.text),
    ),
  ],
  "source.toolkit.fluxcd.io/GitRepository": ({ root, document }) =>
    droppedFields(valueAt(root, "spec"), ["gitImplementation", "accessFrom"], document.text),
};

/** Whether fields of this kind were removed between versions. */
export function hasRemovedFields({ group, kind }: GroupVersionKind): boolean {
  return finders[`${group}/${kind}`] !== undefined;
}

/** The fields of a manifest that the current version of its kind does not have. */
export function removedFields(manifest: Manifest): readonly RemovedField[] {
  return finders[`${manifest.gvk.group}/${manifest.gvk.kind}`]?.(manifest) ?? [];
}

type Node = ReturnType<typeof valueAt>;

function droppedFields(parent: Node, names: readonly string[], text: string): readonly RemovedField[] {
  const mapping = asMapping(parent);
  return names.flatMap((name) => {
    const pair = mapping && pairOf(mapping, name);
    if (!pair) return [];
    const edits = mapping.flow || mapping.pairs.length === 1 ? undefined : [removePair(text, pair)];
    return [{ path: `spec.${name}`, key: pair.key, advice: "Remove it.", edits }];
  });
}

/** `valuesFile` was merged before the items of `valuesFiles` (helm-controller v2beta1 types). */
function valuesFile(parent: Node, text: string): readonly RemovedField[] {
  const mapping = asMapping(parent);
  const pair = mapping && pairOf(mapping, "valuesFile");
  if (!pair) return [];
  const advice = "List it in `valuesFiles`.";
  return [{ path: "spec.chart.spec.valuesFile", key: pair.key, advice, edits: valuesFileEdits(mapping, pair, text) }];
}

function valuesFileEdits(mapping: MappingNode, pair: Pair, text: string): readonly TextEdit[] | undefined {
  if (pair.value.type !== "scalar" || mapping.flow) return undefined;
  const file = text.slice(pair.value.start, pair.value.end);
  const list = pairOf(mapping, "valuesFiles")?.value;
  if (!list) {
    return [
      { span: { start: pair.key.start, end: pair.key.end }, newText: "valuesFiles" },
      { span: { start: pair.value.start, end: pair.value.end }, newText: `[${file}]` },
    ];
  }
  const first = list.type === "sequence" ? list.items[0] : undefined;
  if (list.type !== "sequence" || !first) return undefined;
  if (list.flow)
    return [removePair(text, pair), { span: { start: first.start, end: first.start }, newText: `${file}, ` }];
  const dash = dashOf(text, first);
  const at = wholeLines(text, { start: dash, end: dash }).start;
  return [removePair(text, pair), insertLines(text, at, [`${" ".repeat(columnOf(text, dash))}- ${file}`])];
}

function patchFields(parent: Node, path: string, text: string): readonly RemovedField[] {
  const mapping = asMapping(parent);
  if (!mapping) return [];
  const found = ["patchesStrategicMerge", "patchesJson6902"].flatMap((name) => pairOf(mapping, name) ?? []);
  // One fix moves all of them, so that the order of the patches stays.
  const edits = found.length > 0 ? patchesEdits(mapping, text) : undefined;
  return found.map((pair, at) => ({
    path: `${path}.${String(pair.key.value)}`,
    key: pair.key,
    advice: "Move it to `patches`.",
    edits: at === 0 || edits === undefined ? edits : [],
  }));
}

function asMapping(node: Node): MappingNode | undefined {
  const value = resolveAlias(node);
  return value?.type === "mapping" ? value : undefined;
}
