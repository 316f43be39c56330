import { accumulate, hasOwnConfiguration } from "../../../graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../../graph/kustomize/accumulatedObject.ts";
import { fieldValue, type GeneratorEntry } from "../../../graph/kustomize/fields.ts";
import { dependantsOf } from "../../../graph/kustomize/inclusion.ts";
import { kustomizeRootOfFile } from "../../../graph/kustomize/kustomizeRoot.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { isBuiltinGroup } from "../../../kinds/kubernetes/kustomizeDefaults.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { asString, keyText, resolveAlias, stringAt, type YamlNode } from "../../../manifest/node.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** kustomize adds the hash to names only in fields that it knows: those of custom resources have to be configured. */
export const unhashedName = kustomizeRule({
  id: "KZ-NAMEREF-UNHASHED",
  summary: "A custom resource names a generated object, but will not get its hash suffix.",
  severity: "warning",
  needs: "content",
  *check(context) {
    const { root, index } = context;
    const hashed = root.fields.objectGenerators.filter((entry) => entry.name && isHashed(entry, context));
    if (hashed.length === 0 || isConfigured(context)) return;
    const custom = accumulate(root, index).input.filter(({ gvk, source }) => source && !isBuiltinGroup(gvk.group));
    for (const entry of hashed) {
      const found = firstMention(entry, custom, index);
      if (!found || !entry.name) continue;
      const { object, place } = found;
      const message = `${object.gvk.kind} \`${object.name}\` names \`${entry.name.value}\`, but kustomize does not know that field and will not add the hash suffix to it. Add a \`nameReference\` under \`configurations\`, or set \`disableNameSuffixHash: true\`.`;
      const related = [{ uri: object.place.uri, span: place, message: "Named here." }];
      yield { span: spanOf(entry.name), message, related };
    }
  },
});

function isHashed({ node, behavior }: GeneratorEntry, { root }: KustomizeContext): boolean {
  const isOff = (options: YamlNode | undefined): boolean => {
    const value = fieldValue(options, "disableNameSuffixHash");
    return value?.type === "scalar" && value.value === true;
  };
  const isCreated = behavior === undefined || behavior.value === "" || behavior.value === "create";
  return isCreated && !isOff(fieldValue(node, "options")) && !isOff(fieldValue(root.fields.root, "generatorOptions"));
}

/** Configurations of this kustomization or of one that includes it may name the field. */
function isConfigured({ root, index }: KustomizeContext): boolean {
  const includers = [...dependantsOf(root.uri, index)].flatMap((uri) => kustomizeRootOfFile(uri, index) ?? []);
  return [root, ...includers].some(hasOwnConfiguration);
}

interface Mention {
  readonly object: AccumulatedObject;
  /** File offsets. */
  readonly place: { readonly start: number; readonly end: number };
}

function firstMention(
  entry: GeneratorEntry,
  objects: readonly AccumulatedObject[],
  index: RepositoryIndex,
): Mention | undefined {
  for (const object of objects) {
    const node = object.source && nodeOfObject(object.source, index);
    const offset = index.file(object.place.uri)?.entries[object.source?.ordinal ?? 0]?.offset ?? 0;
    const name = node && mentionIn(node, entry, "", 0);
    if (name) return { object, place: { start: name.start + offset, end: name.end + offset } };
  }
  return undefined;
}

/** A `name` with the generated name, beside `kind: ConfigMap` or below a key that speaks of one. */
function mentionIn(node: YamlNode, entry: GeneratorEntry, key: string, depth: number): StringNode | undefined {
  const value = resolveAlias(node);
  if (!value || value.type === "scalar" || depth > 100) return undefined;
  if (value.type === "sequence") return firstOf(value.items, (item) => mentionIn(item, entry, key, depth + 1));
  const name = stringAt(value, "name");
  const speaksOf =
    stringAt(value, "kind")?.value === entry.makes || key.toLowerCase().includes(entry.makes.toLowerCase());
  if (name && name.value === entry.name?.value && speaksOf) return name;
  return firstOf(value.pairs, (pair) => {
    const text = asString(pair.value);
    const isNameField = /(?:secret|configmap)name$/i.test(keyText(pair));
    if (
      text &&
      isNameField &&
      text.value === entry.name?.value &&
      keyText(pair).toLowerCase().startsWith(entry.makes.toLowerCase())
    )
      return text;
    return mentionIn(pair.value, entry, keyText(pair), depth + 1);
  });
}

function firstOf<Item>(items: readonly Item[], find: (item: Item) => StringNode | undefined): StringNode | undefined {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return undefined;
}
