import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { type AccumulatedObject, identitiesOf } from "../../../graph/kustomize/accumulatedObject.ts";
import { fieldPair, fieldValue, mappingItems, stringField } from "../../../graph/kustomize/fields.ts";
import { usesOf } from "../../../graph/kustomize/inclusion.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import { apiVersionText } from "../../../manifest/manifest.ts";
import { asString, itemsAt, type MappingNode, pairOf, stringAt, type YamlNode } from "../../../manifest/node.ts";
import { commentLines, lineEnd } from "../edits/lines.ts";
import { addItemLines, removePair } from "../edits/lists.ts";
import { deprecatedField, replaceList } from "./deprecatedField.ts";
import { fieldPathSteps, findFields } from "./fieldPath.ts";
import type { KustomizeContext } from "./kustomizeRule.ts";
import { type VariableUse, variableUses } from "./variableUses.ts";

/**
 * A var fills `$(NAME)` wherever it stands, at the end of the build; a replacement copies into named fields, in this
 * kustomization. The two agree only for values that are `$(NAME)` or a delimited part of it, where nobody includes it.
 */
export const deprecatedVariables = deprecatedField({
  id: "KZ-DEP-VARS",
  field: "vars",
  replacement: "replacements",
  rewrite(pair, context) {
    const lines = replacementLines(context);
    if (!lines) return undefined;
    const { root, text } = context;
    if (!pairOf(root.fields.root, "replacements")) return replaceList(pair, text, "replacements", lines);
    const added = addItemLines(text, root.fields.root, "replacements", lines);
    return added && [...added, removePair(text, pair)];
  },
  obstacle:
    "A replacement copies into whole fields that it names, so these vars cannot be rewritten without a look at every `$(NAME)`.",
});

function replacementLines(context: KustomizeContext): readonly string[] | undefined {
  const { root, index } = context;
  const variables = mappingItems(root.fields.root, "vars");
  const { patches, patchesStrategicMerge, patchesJson6902, configurations } = root.fields;
  const isPatched = [patches, patchesStrategicMerge, patchesJson6902, configurations].some((list) => list.length > 0);
  if (variables.length === 0 || isPatched || root.isComponent || usesOf(root.directory, index).length > 0)
    return undefined;
  const { named, isComplete } = accumulate(root, index);
  if (!isComplete || named.some((object) => object.source && object.isChanged)) return undefined;
  const uses = [...variableUses(named, index)];
  const comments = commentsOf(variables, context);
  const items = variables.map((variable, at) => {
    const lines = replacementFor(variable, named, uses, context);
    return lines && [...(comments[at] ?? []), ...lines];
  });
  const known = items.flatMap((item) => (item ? [item] : []));
  return known.length === items.length ? known.flat() : undefined;
}

function replacementFor(
  variable: MappingNode,
  objects: readonly AccumulatedObject[],
  uses: readonly VariableUse[],
  { index }: KustomizeContext,
): readonly string[] | undefined {
  const name = stringField(variable, "name")?.value;
  const source = sourceOf(variable, objects);
  const node = source?.source && nodeOfObject(source.source, index);
  const path = stringField(fieldValue(variable, "fieldref"), "fieldPath")?.value ?? "metadata.name";
  const found = node && findFields(node, fieldPathSteps(path));
  const [value] = found === undefined || found === "unknown" ? [] : found;
  const filledIn = path === "metadata.name" ? source?.name : asString(value)?.value;
  if (!source || filledIn === undefined || !isPlainText(filledIn) || /[[\]\\]/.test(path)) return undefined;
  const own = uses.filter((use) => use.name === name);
  const targets = own.map((use) => targetLines(use, filledIn, index));
  const known = targets.flatMap((target) => target ?? []);
  if (own.length === 0 || targets.some((target) => target === undefined)) return undefined;
  return ["- source:", ...selectLines(source, "    "), `    fieldPath: ${path}`, "  targets:", ...known];
}

/** The comments that stand before each var. */
function commentsOf(
  variables: readonly MappingNode[],
  { root, text }: KustomizeContext,
): readonly (readonly string[])[] {
  const start = fieldPair(root.fields.root, "vars")?.key.end ?? 0;
  return variables.map((variable, at) =>
    commentLines(text, lineEnd(text, variables[at - 1]?.end ?? start), variable.start),
  );
}

function sourceOf(variable: MappingNode, objects: readonly AccumulatedObject[]): AccumulatedObject | undefined {
  const reference = fieldValue(variable, "objref");
  const kind = stringField(reference, "kind")?.value;
  const version = stringField(reference, "apiVersion")?.value;
  const name = stringField(reference, "name")?.value;
  const found = objects.filter(
    ({ gvk, ...object }) =>
      gvk.kind === kind &&
      (version === undefined || apiVersionText(gvk) === version) &&
      identitiesOf({ gvk, ...object }).some((each) => each.name === name),
  );
  const [only] = found;
  return found.length === 1 && fieldValue(reference, "namespace") === undefined ? only : undefined;
}

/** A text that stays a string when written without quotes, as both ways may write it. */
function isPlainText(value: string): boolean {
  return /^[A-Za-z][\w./-]*$/.test(value) && !/^(?:true|false|yes|no|on|off|null|y|n)$/i.test(value);
}

function selectLines({ gvk, previous, name }: AccumulatedObject, indent: string): readonly string[] {
  const group = gvk.group === "" ? [] : [`${indent}group: ${gvk.group}`];
  return [
    ...group,
    `${indent}version: ${gvk.version}`,
    `${indent}kind: ${gvk.kind}`,
    `${indent}name: ${(previous[0] ?? { name }).name}`,
  ];
}

const inContainer =
  /^(?:spec|spec\.template\.spec|spec\.jobTemplate\.spec\.template\.spec)\.(?:initContainers|containers)\.\d+\.(?:args\.\d+|command\.\d+|env\.\d+\.value|volumeMounts\.\d+\.mountPath)$/;

/** kustomize fills vars in these fields of containers (builtinpluginconsts/varreference.go). */
function targetLines(
  use: VariableUse,
  filledIn: string,
  index: KustomizeContext["index"],
): readonly string[] | undefined {
  const { object, path } = use;
  const node = object.source && nodeOfObject(object.source, index);
  const options = optionLines(use, filledIn);
  if (!node || !options || !inContainer.test(path.join("."))) return undefined;
  const steps = path.map((step, at) => (typeof step === "number" ? itemStep(node, path.slice(0, at), step) : step));
  const fieldPaths = ["      fieldPaths:", `        - ${steps.join(".")}`];
  return ["    - select:", ...selectLines(object, "        "), ...fieldPaths, ...options];
}

/** Items are named where the name is theirs alone. */
function itemStep(root: YamlNode, list: readonly (string | number)[], at: number): string {
  const names = itemsAt(root, ...list).map((item) => stringAt(item, "name")?.value);
  const name = names[at];
  return name !== undefined && names.indexOf(name) === names.lastIndexOf(name) ? `[name=${name}]` : String(at);
}

/** Nothing for a value that is the var alone; a delimiter and index where the var is one part of several. */
function optionLines({ name, value }: VariableUse, filledIn: string): readonly string[] | undefined {
  const reference = `$(${name})`;
  if (value === reference) return [];
  if (value.split("$(").length > 2) return undefined;
  const delimiter = value[value.indexOf(reference) + reference.length] ?? value[value.indexOf(reference) - 1] ?? "";
  const at = value.split(delimiter).indexOf(reference);
  if (at < 0 || !/^[./:,@-]$/.test(delimiter) || filledIn.includes(delimiter)) return undefined;
  return ["      options:", `        delimiter: "${delimiter}"`, `        index: ${at}`];
}
