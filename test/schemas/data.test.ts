import assert from "node:assert/strict";
import { statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { type Mapping, mappingAt } from "./differences.ts";
import { eachNode, indexEntries, readSchema, schemaFiles, schemasFolder } from "./files.ts";

const megabyte = 1024 * 1024;

/** Keys that a schema node may have; anything else is prose or a mistake of the generator. */
const allowed = new Set([
  ...["$ref", "type", "format", "x-go-type", "deprecated", "nullable", "enum", "x-known-values", "default", "pattern"],
  ...["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength"],
  ...["minItems", "maxItems", "minProperties", "maxProperties", "uniqueItems", "required", "properties", "items"],
  ...["additionalProperties", "allOf", "anyOf", "oneOf", "not", "x-kubernetes-int-or-string"],
  ...["x-kubernetes-embedded-resource", "x-kubernetes-preserve-unknown-fields", "x-kubernetes-list-type"],
  ...["x-kubernetes-list-map-keys", "x-kubernetes-map-type", "x-kubernetes-validations"],
]);

/** Runs a check on every node of every file and returns what it has to say. */
function complaints(check: (node: Mapping, file: Mapping) => string | undefined): readonly string[] {
  const found: string[] = [];
  for (const name of schemaFiles()) {
    const file = readSchema(name);
    eachNode(file, (node, place) => {
      const complaint = check(node, file);
      if (complaint !== undefined) found.push(`${name} ${place}: ${complaint}`);
    });
  }
  return found;
}

test("The index lists exactly the schema files", () => {
  const listed = indexEntries().map((entry) => String(entry["file"]));
  assert.deepEqual(listed.toSorted(), schemaFiles());
});

test("The index says the same as the head of each file", () => {
  const head = (data: Mapping) =>
    ["group", "kind", "version", "scope", "served", "storage", "deprecated"].map((key) => data[key]);
  for (const entry of indexEntries()) {
    const file = String(entry["file"]);
    assert.deepEqual(head(readSchema(file)), head(entry), file);
    assert.equal(file, `${entry["group"]}/${String(entry["kind"]).toLowerCase()}/${entry["version"]}.json`);
  }
});

test("A version that is not served names its release and a replacement that is served", () => {
  const entries = indexEntries();
  const served = new Set(
    entries
      .filter((entry) => entry["served"] === true)
      .map((entry) => `${entry["group"]}/${entry["version"]} ${entry["kind"]}`),
  );
  for (const entry of entries) {
    const isOld = entry["served"] === false;
    assert.equal(entry["removedIn"] !== undefined, isOld, String(entry["file"]));
    if (isOld) assert.ok(served.has(`${entry["replacement"]} ${entry["kind"]}`), String(entry["file"]));
  }
});

test("Every reference leads to a definition of the same file", () => {
  const dangling = complaints((node, file) => {
    const reference = node["$ref"];
    if (reference === undefined) return undefined;
    const name = String(reference).replace("#/definitions/", "");
    return mappingAt(file, "definitions")[name] === undefined ? `no definition ${reference}` : undefined;
  });
  assert.deepEqual(dangling, []);
});

test("Every definition is used", () => {
  for (const name of schemaFiles()) {
    const file = readSchema(name);
    const used = new Set<string>();
    eachNode(file, (node) => used.add(String(node["$ref"]).replace("#/definitions/", "")));
    const unused = Object.keys(mappingAt(file, "definitions")).filter((definition) => !used.has(definition));
    assert.deepEqual(unused, [], name);
  }
});

test("Schemas hold no prose and no key that nobody knows", () => {
  const strange = complaints((node) => Object.keys(node).find((key) => !allowed.has(key)));
  assert.deepEqual(strange, []);
});

test("Every required field exists", () => {
  const missing = complaints((node) => {
    const { required } = node;
    if (!Array.isArray(required)) return undefined;
    return required.find((name) => mappingAt(node, "properties")[String(name)] === undefined);
  });
  assert.deepEqual(missing, []);
});

test("A place says what it takes", () => {
  const speechless = complaints((node) => {
    const speaks = ["$ref", "type", "anyOf", "x-kubernetes-preserve-unknown-fields"].some(
      (key) => node[key] !== undefined,
    );
    return speaks ? undefined : "neither type nor reference";
  });
  assert.deepEqual(speechless, []);
});

test("Every pattern compiles in JavaScript", () => {
  const broken = complaints((node) => {
    const { pattern } = node;
    if (typeof pattern !== "string") return undefined;
    try {
      return new RegExp(pattern, "u").source === "" ? "empty" : undefined;
    } catch (error) {
      return String(error);
    }
  });
  assert.deepEqual(broken, []);
});

test("Kustomization files require nothing, take null and are read whatever the case of a key", () => {
  for (const file of schemaFiles().filter((name) => name.startsWith("kustomize.config.k8s.io/"))) {
    const content = readSchema(file);
    assert.equal(content["caseInsensitiveKeys"], true);
    eachNode(content, (node, place) => {
      assert.equal(node["required"], undefined, `${file} ${place}`);
      const isField = !place.endsWith("[]") && place.includes(".");
      if (isField && !place.endsWith("{}")) assert.equal(node["nullable"], true, `${file} ${place}`);
    });
  }
});

test("All schemas together stay below a megabyte, each below 64 kB", () => {
  const sizes = schemaFiles().map((file) => ({ file, size: statSync(join(schemasFolder, file)).size }));
  assert.ok(sizes.reduce((sum, { size }) => sum + size, 0) < megabyte);
  assert.deepEqual(
    sizes.filter(({ size }) => size > megabyte / 16),
    [],
  );
});
