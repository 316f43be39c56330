import { type Accumulation, accumulate, hasOwnConfiguration } from "../../../graph/kustomize/accumulate.ts";
import { type AccumulatedObject, identitiesOf } from "../../../graph/kustomize/accumulatedObject.ts";
import { fieldValue, type GeneratorEntry } from "../../../graph/kustomize/fields.ts";
import { dependantsOf } from "../../../graph/kustomize/inclusion.ts";
import { kustomizeRootOfFile } from "../../../graph/kustomize/kustomizeRoot.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { isBuiltinGroup } from "../../../kinds/kubernetes/kustomizeDefaults.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { asString, keyText, resolveAlias, stringAt, type YamlNode } from "../../../manifest/node.ts";
import { editDistance } from "../../../schema/suggest.ts";
import type { RelatedPlace } from "../../finding.ts";
import { type KustomizeContext, type KustomizeFinding, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** kustomize adds the hash to names only in fields that it knows: those of custom resources have to be configured. */
export const unhashedName = kustomizeRule({
  id: "KZ-NAMEREF-UNHASHED",
  summary: "An object names a generated one in a way that will not get the hash suffix.",
  severity: "warning",
  needs: "content",
  fields: ["configMapGenerator", "secretGenerator"],
  *check(context) {
    const { root, index } = context;
    const hashed = root.fields.objectGenerators.filter((entry) => entry.name && isHashed(entry, context));
    if (hashed.length === 0 || isConfigured(context)) return;
    const accumulation = accumulate(root, index);
    for (const entry of hashed) yield* checkGenerator(entry, accumulation, index);
  },
});

function* checkGenerator(
  entry: GeneratorEntry,
  { input, isComplete }: Accumulation,
  index: RepositoryIndex,
): Iterable<KustomizeFinding> {
  const { name, makes } = entry;
  if (!name) return;
  const mentions = mentionsOf(entry, input, index);
  const unknown = mentions.find((each) => each.name.value === name.value && !isBuiltinGroup(each.object.gvk.group));
  if (unknown) {
    const { gvk, name: own } = unknown.object;
    const message = `${gvk.kind} \`${own}\` names \`${name.value}\`, but kustomize does not know that field and will not add the hash suffix to it. Add a \`nameReference\` under \`configurations\`, or set \`disableNameSuffixHash: true\`.`;
    yield { span: spanOf(name), message, related: [placeOf(unknown, index)] };
  }
  if (!isComplete || mentions.some((each) => each.name.value === name.value)) return;
  const existing = new Set(
    input.filter(({ gvk }) => gvk.kind === makes).flatMap((object) => identitiesOf(object).map((each) => each.name)),
  );
  const slip = mentions.find(
    (each) => !existing.has(each.name.value) && editDistance(each.name.value, name.value, 2) === 1,
  );
  if (!slip) return;
  const message = `Nothing names \`${name.value}\`, but ${slip.object.gvk.kind} \`${slip.object.name}\` names \`${slip.name.value}\`, which is not there. If that is a slip, the hash suffix is missing in it.`;
  yield { span: spanOf(name), message, related: [placeOf(slip, index)] };
}

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
  return accumulate(root, index).isConfigured || includers.some(hasOwnConfiguration);
}

/** A place in an object where the name of a ConfigMap or Secret stands. */
interface Mention {
  readonly object: AccumulatedObject;
  readonly name: StringNode;
}

function mentionsOf(
  { makes }: GeneratorEntry,
  objects: readonly AccumulatedObject[],
  index: RepositoryIndex,
): readonly Mention[] {
  return objects.flatMap((object) => {
    const node = object.source && nodeOfObject(object.source, index);
    return node ? [...namesBelow(node, makes, "", 0)].map((name) => ({ object, name })) : [];
  });
}

/** A `name` beside `kind: ConfigMap` or below a key that speaks of one, and fields such as `secretName`. */
function* namesBelow(node: YamlNode, kind: string, key: string, depth: number): Iterable<StringNode> {
  const value = resolveAlias(node);
  if (!value || value.type === "scalar" || depth > 100) return;
  if (value.type === "sequence") {
    for (const item of value.items) yield* namesBelow(item, kind, key, depth + 1);
    return;
  }
  const name = stringAt(value, "name");
  if (name && (stringAt(value, "kind")?.value === kind || key.toLowerCase().includes(kind.toLowerCase()))) yield name;
  for (const pair of value.pairs) {
    const text = asString(pair.value);
    if (text && keyText(pair).toLowerCase() === `${kind.toLowerCase()}name`) yield text;
    yield* namesBelow(pair.value, kind, keyText(pair), depth + 1);
  }
}

/** The file offsets of a mention. */
function placeOf({ object, name }: Mention, index: RepositoryIndex): RelatedPlace {
  const offset = index.file(object.place.uri)?.entries[object.source?.ordinal ?? 0]?.offset ?? 0;
  return {
    uri: object.place.uri,
    span: { start: name.start + offset, end: name.end + offset },
    message: "Named here.",
  };
}
