import type { GroupVersionKind, StringNode } from "../../manifest/manifest.ts";
import { asString, type MappingNode, type Pair, pairOf, resolveAlias, type YamlNode } from "../../manifest/node.ts";

/** Which objects a patch or replacement is for: parts are regular expressions, absent parts match everything. */
export interface TargetSelector {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly labelSelector: string;
  readonly annotationSelector: string;
}

/** An entry of `patches` or `patchesJson6902`. */
export interface PatchEntry {
  readonly node: MappingNode;
  readonly path: StringNode | undefined;
  readonly patch: StringNode | undefined;
  readonly target: MappingNode | undefined;
  readonly selector: TargetSelector | undefined;
  readonly allowsNameChange: boolean;
  readonly allowsKindChange: boolean;
}

/** An entry of `images` or `imageTags`. */
export interface ImageEntry {
  readonly node: MappingNode;
  readonly name: StringNode | undefined;
  readonly newName: StringNode | undefined;
}

/** An entry of `configMapGenerator` or `secretGenerator`. */
export interface GeneratorEntry {
  readonly node: MappingNode;
  readonly makes: "ConfigMap" | "Secret";
  readonly name: StringNode | undefined;
  readonly namespace: StringNode | undefined;
  readonly behavior: StringNode | undefined;
  readonly literals: readonly StringNode[];
  readonly files: readonly StringNode[];
  /** `envs` and the old `env`. */
  readonly envs: readonly StringNode[];
}

/** The fields of a kustomization file that rules ask for, with their places. Absent lists are empty. */
export interface KustomizeFields {
  readonly root: MappingNode;
  readonly namespace: StringNode | undefined;
  readonly namePrefix: StringNode | undefined;
  readonly nameSuffix: StringNode | undefined;
  readonly resources: readonly StringNode[];
  readonly bases: readonly StringNode[];
  readonly components: readonly StringNode[];
  readonly crds: readonly StringNode[];
  readonly configurations: readonly StringNode[];
  readonly generators: readonly StringNode[];
  readonly transformers: readonly StringNode[];
  readonly validators: readonly StringNode[];
  readonly patches: readonly PatchEntry[];
  readonly patchesStrategicMerge: readonly StringNode[];
  readonly patchesJson6902: readonly PatchEntry[];
  readonly images: readonly ImageEntry[];
  readonly imageTags: readonly ImageEntry[];
  readonly objectGenerators: readonly GeneratorEntry[];
}

const read = new WeakMap<MappingNode, KustomizeFields>();

/** Reads the fields of a kustomization file's root mapping; whatever has the wrong type is left out. */
export function readKustomizeFields(root: MappingNode): KustomizeFields {
  const known = read.get(root);
  if (known) return known;
  const fields: KustomizeFields = {
    root,
    namespace: stringField(root, "namespace"),
    namePrefix: stringField(root, "namePrefix"),
    nameSuffix: stringField(root, "nameSuffix"),
    resources: stringItems(root, "resources"),
    bases: stringItems(root, "bases"),
    components: stringItems(root, "components"),
    crds: stringItems(root, "crds"),
    configurations: stringItems(root, "configurations"),
    generators: stringItems(root, "generators"),
    transformers: stringItems(root, "transformers"),
    validators: stringItems(root, "validators"),
    patches: mappingItems(root, "patches").map(patchEntry),
    patchesStrategicMerge: stringItems(root, "patchesStrategicMerge"),
    patchesJson6902: mappingItems(root, "patchesJson6902").map(patchEntry),
    images: mappingItems(root, "images").map(imageEntry),
    imageTags: mappingItems(root, "imageTags").map(imageEntry),
    objectGenerators: [
      ...mappingItems(root, "configMapGenerator").map((node) => generatorEntry(node, "ConfigMap")),
      ...mappingItems(root, "secretGenerator").map((node) => generatorEntry(node, "Secret")),
    ],
  };
  read.set(root, fields);
  return fields;
}

/** The pair of a field; kustomize decodes with Go's encoding/json, which also accepts another case (`Resources`). */
export function fieldPair(node: YamlNode | undefined, name: string): Pair | undefined {
  const exact = pairOf(node, name);
  const mapping = resolveAlias(node);
  if (exact || mapping?.type !== "mapping") return exact;
  const folded = name.toLowerCase();
  return mapping.pairs.find(({ key: { value } }) => {
    return typeof value === "string" && value.length === name.length && value.toLowerCase() === folded;
  });
}

/** The value of a field, aliases followed; a null counts as absent, as it does in Go. */
export function fieldValue(node: YamlNode | undefined, name: string): ReturnType<typeof resolveAlias> {
  const value = resolveAlias(fieldPair(node, name)?.value);
  return value?.type === "scalar" && value.value === null ? undefined : value;
}

/** The string in a field, or undefined where there is none. */
export function stringField(node: YamlNode | undefined, name: string): StringNode | undefined {
  return asString(fieldPair(node, name)?.value);
}

/** The strings of a list in a field; items that are no strings are left out. */
export function stringItems(node: YamlNode | undefined, name: string): readonly StringNode[] {
  return listItems(node, name).flatMap((item) => asString(item) ?? []);
}

/** The mappings of a list in a field; items that are no mappings are left out. */
export function mappingItems(node: YamlNode | undefined, name: string): readonly MappingNode[] {
  return listItems(node, name).flatMap((item) => {
    const value = resolveAlias(item);
    return value?.type === "mapping" ? [value] : [];
  });
}

/** The items of a list in a field. */
export function listItems(node: YamlNode | undefined, name: string): readonly YamlNode[] {
  const list = fieldValue(node, name);
  return list?.type === "sequence" ? list.items : [];
}

/** The strings of a mapping in a field, for example of labels; other values are left out. */
export function stringMap(node: YamlNode | undefined): ReadonlyMap<string, string> {
  const mapping = resolveAlias(node);
  if (mapping?.type !== "mapping") return new Map();
  return new Map(mapping.pairs.map(({ key, value }) => [String(key.value), String(scalarValue(value) ?? "")]));
}

/** Reads a selector; parts that are no strings count as absent. */
export function readSelector(node: YamlNode): TargetSelector {
  const part = (name: string): string => stringField(node, name)?.value ?? "";
  return {
    group: part("group"),
    version: part("version"),
    kind: part("kind"),
    name: part("name"),
    namespace: part("namespace"),
    labelSelector: part("labelSelector"),
    annotationSelector: part("annotationSelector"),
  };
}

/** The type that a selector names exactly: all its parts, as `objref` and replacement sources give them. */
export function selectorType(selector: TargetSelector): GroupVersionKind {
  return { group: selector.group, version: selector.version, kind: selector.kind };
}

function scalarValue(node: YamlNode): unknown {
  const value = resolveAlias(node);
  return value?.type === "scalar" ? value.value : undefined;
}

function isTrue(node: YamlNode | undefined, name: string): boolean {
  const value = fieldValue(node, name);
  return value?.type === "scalar" && value.value === true;
}

function patchEntry(node: MappingNode): PatchEntry {
  const target = fieldValue(node, "target");
  const options = fieldValue(node, "options");
  const isTargeted = target?.type === "mapping";
  return {
    node,
    path: stringField(node, "path"),
    patch: stringField(node, "patch"),
    target: isTargeted ? target : undefined,
    selector: isTargeted ? readSelector(target) : undefined,
    allowsNameChange: isTrue(options, "allowNameChange"),
    allowsKindChange: isTrue(options, "allowKindChange"),
  };
}

function imageEntry(node: MappingNode): ImageEntry {
  return { node, name: stringField(node, "name"), newName: stringField(node, "newName") };
}

function generatorEntry(node: MappingNode, makes: GeneratorEntry["makes"]): GeneratorEntry {
  const env = stringField(node, "env");
  return {
    node,
    makes,
    name: stringField(node, "name"),
    namespace: stringField(node, "namespace"),
    behavior: stringField(node, "behavior"),
    literals: stringItems(node, "literals"),
    files: stringItems(node, "files"),
    envs: env ? [...stringItems(node, "envs"), env] : stringItems(node, "envs"),
  };
}
