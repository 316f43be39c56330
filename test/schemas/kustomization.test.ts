import assert from "node:assert/strict";
import { test } from "node:test";
import { mappingAt } from "./differences.ts";
import { readSchema } from "./files.ts";

const file = readSchema("kustomize.config.k8s.io/kustomization/v1beta1.json");
const fields = mappingAt(mappingAt(file, "schema"), "properties");

/** The fields of a definition, or the keys of one field of it. */
function definition(name: string) {
  return mappingAt(mappingAt(mappingAt(file, "definitions"), name), "properties");
}

test("Exactly the fields that kustomize calls deprecated are marked", () => {
  const deprecated = Object.keys(fields).filter((name) => mappingAt(fields, name)["deprecated"] === true);
  assert.deepEqual(deprecated.toSorted(), [
    "bases",
    "commonLabels",
    "helmChartInflationGenerator",
    "imageTags",
    "patchesJson6902",
    "patchesStrategicMerge",
    "vars",
  ]);
});

test("A replacement is a path or written in place", () => {
  assert.deepEqual(Object.keys(definition("ReplacementField")), ["source", "targets", "sourceValue", "path"]);
});

test("A patch target has the fields of its embedded types", () => {
  const expected = ["group", "version", "kind", "name", "namespace", "annotationSelector", "labelSelector"];
  assert.deepEqual(Object.keys(definition("Selector")), expected);
});

test("A generator has the fields of its embedded types", () => {
  const expected = ["namespace", "name", "behavior", "literals", "files", "envs", "env", "options"];
  assert.deepEqual(Object.keys(definition("ConfigMapArgs")), expected);
  assert.deepEqual(Object.keys(definition("SecretArgs")), [...expected, "type"]);
});

test("Chart values are free", () => {
  const values = mappingAt(definition("HelmChart"), "valuesInline");
  assert.deepEqual(values, { type: "object", nullable: true, "x-kubernetes-preserve-unknown-fields": true });
});

test("Values that fail a build are an enum, values that are ignored only known", () => {
  assert.deepEqual(mappingAt(definition("SortOptions"), "order")["enum"], ["legacy", "fifo"]);
  const { behavior } = definition("ConfigMapArgs");
  assert.deepEqual(behavior, { type: "string", nullable: true, "x-known-values": ["create", "replace", "merge"] });
});

test("A component takes the same fields as a kustomization", () => {
  const component = readSchema("kustomize.config.k8s.io/component/v1alpha1.json");
  assert.deepEqual(component["schema"], file["schema"]);
  assert.deepEqual(component["definitions"], file["definitions"]);
});
