import assert from "node:assert/strict";
import { test } from "node:test";
import { createSchemaRegistry, type SchemaData } from "../../../server/core/schema/registry.ts";
import { resolveSchema } from "../../../server/core/schema/resolve.ts";
import { object, text, widget } from "./checking.ts";

const entry = { group: "example.org", kind: "Widget", version: "v1", file: "example.org/Widget/v1.json" } as const;
const rest = { scope: "Namespaced", served: true, deprecated: false } as const;
const schema = { ...widget(object({ a: text })), ...rest };

function registryOf(changes: Partial<SchemaData>): ReturnType<typeof createSchemaRegistry> {
  return createSchemaRegistry({
    index: [{ ...entry, ...rest }],
    load: () => schema,
    loadDocumentation: () => undefined,
    ...changes,
  });
}

test("A schema file is loaded when its kind is first asked for, and once", () => {
  const loaded: string[] = [];
  const load = (file: string) => {
    loaded.push(file);
    return schema;
  };
  const registry = registryOf({ load });
  assert.deepEqual(loaded, []);
  assert.equal(registry.find("example.org", "v1", "Widget"), registry.find("example.org", "v1", "Widget"));
  assert.deepEqual(loaded, [entry.file]);
});

test("Kinds and versions that nobody knows have no schema", () => {
  const registry = registryOf({});
  assert.equal(registry.find("example.org", "v2", "Widget"), undefined);
  assert.equal(registry.find("example.org", "v1", "constructor"), undefined);
});

test("A schema file in another shape is refused with its name and the place", () => {
  const broken = { ...schema, schema: { properties: { spec: { properties: { a: { type: 3 } } } } } };
  const registry = registryOf({ load: () => broken });
  assert.throws(
    () => registry.find("example.org", "v1", "Widget"),
    /example\.org\/Widget\/v1\.json: \/schema\/properties\/spec\/properties\/a\/type is no string/,
  );
  assert.throws(() => registryOf({ index: [{ group: "x" }] }), /entry 0 lacks/);
  assert.throws(() => registryOf({ index: "x" }), /no list/);
});

test("The text of a field is found by type and name, and only where it is written", () => {
  const types = { WidgetSpec: { size: { text: "How large it is.", since: "1.2" } } };
  const registry = registryOf({ loadDocumentation: (group: string) => (group === "example.org" ? types : undefined) });
  assert.equal(registry.documentation("example.org", "WidgetSpec", "size")?.text, "How large it is.");
  assert.equal(registry.documentation("example.org", "WidgetSpec", "toString"), undefined);
  assert.equal(registry.documentation("other.org", "WidgetSpec", "size"), undefined);
});

test("A reference is followed with the keys beside it, to the same object each time", () => {
  const definitions = { Name: { ...text, maxLength: 3 }, Loop: { $ref: "#/definitions/Loop" } };
  const node = { $ref: "#/definitions/Name", default: "a", maxLength: 5 };
  const kind = widget(object({ node }), definitions);
  assert.deepEqual(resolveSchema(kind, node), { type: "string", maxLength: 5, default: "a" });
  assert.equal(resolveSchema(kind, node), resolveSchema(kind, node));
  assert.equal(resolveSchema(kind, { $ref: "#/definitions/Name" }), definitions.Name);
  const open = { "x-kubernetes-preserve-unknown-fields": true };
  assert.deepEqual(resolveSchema(kind, { $ref: "#/definitions/Loop" }), open);
  assert.deepEqual(resolveSchema(kind, { $ref: "#/definitions/Missing" }), open);
});
