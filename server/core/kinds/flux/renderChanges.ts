import { isJsonObject, itemsAt, type Json, type JsonObject, jsonAt, textAt } from "../../cluster/liveObject.ts";
import { configMapKind, secretKind } from "../core/groupKinds.ts";
import {
  counted,
  type RenderChanges,
  type VariableSource,
  type VariableSources,
  variableValue,
} from "../renderChanges.ts";

/** Fields of the spec that join the kustomization file, or the metadata of all objects (kustomize-controller 1.9). */
const fields = [
  "targetNamespace",
  "namePrefix",
  "nameSuffix",
  "patches",
  "components",
  "ignoreMissingComponents",
  "images",
  "buildMetadata",
  "commonMetadata",
] as const;

/** What kustomize-controller changes around the build of a Flux Kustomization's directory. */
export function fluxChanges(object: JsonObject): RenderChanges {
  const spec = isJsonObject(object["spec"]) ? object["spec"] : {};
  const given = fields.flatMap((name) => {
    const value = spec[name];
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  const variables = variablesOf(spec);
  const components = itemsAt(spec, "components").filter((each) => typeof each === "string");
  return {
    words: wordsOf(spec),
    otherwise: "only the labels of its owner are added",
    toEngine: (owner, known) => ({
      controller: "flux",
      spec: Object.fromEntries(given),
      ...owner,
      ...(known && { variables: known }),
    }),
    unknown: [],
    loadRestrictor: "none",
    fields: { ...Object.fromEntries(given), ...(variables && { postBuild: variablesText(variables) }) },
    variables,
    components,
    leftOut: isJsonObject(spec["decryption"])
      ? ["Values that are encrypted with SOPS stay encrypted (spec.decryption)."]
      : [],
  };
}

function wordsOf(spec: JsonObject): readonly string[] {
  const isWritten = (name: string): boolean => spec[name] !== undefined && spec[name] !== null;
  return [
    ...["targetNamespace", "namePrefix", "nameSuffix"].filter(isWritten),
    ...counted(itemsAt(spec, "patches").length, "patch", "patches"),
    ...counted(itemsAt(spec, "components").length, "component", "components"),
    ...counted(itemsAt(spec, "images").length, "image", "images"),
    ...["buildMetadata", "commonMetadata"].filter(isWritten),
  ];
}

function variablesOf(spec: JsonObject): VariableSources | undefined {
  const postBuild = spec["postBuild"];
  if (!isJsonObject(postBuild)) return undefined;
  const substitute = jsonAt(postBuild, "substitute");
  const inline = isJsonObject(substitute) ? Object.entries(substitute) : [];
  return {
    field: "spec.postBuild.substituteFrom",
    inline: new Map(inline.flatMap(([name, value]) => (isScalar(value) ? [[name, variableValue(String(value))]] : []))),
    from: itemsAt(postBuild, "substituteFrom").flatMap(sourceOf),
    always: textAt(postBuild, "substituteStrategy") === "Always",
  };
}

/** What says the same is equal, with the defaults of the API server and without them. */
function variablesText({ inline, from, always }: VariableSources): string {
  return JSON.stringify([[...inline].toSorted(), from, always]);
}

/** The API wants text; a number or boolean is an error of its own, and what was meant is clear. */
function isScalar(value: Json | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function sourceOf(reference: Json, index: number): readonly VariableSource[] {
  const name = textAt(reference, "name");
  const kind = [configMapKind, secretKind].find((each) => each.kind === textAt(reference, "kind"));
  if (name === undefined || !kind) return [];
  const optional = jsonAt(reference, "optional") === true;
  return [{ kind: kind.kind, name, optional, index, isSecret: kind === secretKind }];
}
