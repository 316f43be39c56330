import assert from "node:assert/strict";
import { test } from "node:test";
import type { KindSchema } from "../../../server/core/schema/model.ts";
import { fixed, object, summary, text, validate, widget, widgetText } from "./checking.ts";

const kind = widget(object({ name: text }));
const header = "apiVersion: example.org/v1\nkind: Widget\n";

/** A text and what validation says about it as a whole document. */
function checkDocument(schema: KindSchema, source: string, found: readonly string[]): void {
  assert.deepEqual(summary(source, validate(schema, source)), found);
}

test("An object without metadata is told at its kind and gets one with a name", () => {
  const source = `${header}spec:\n  name: a\n`;
  const findings = validate(kind, source);
  assert.deepEqual(summary(source, findings), ["schema/missing-required @Widget"]);
  assert.equal(fixed(source, findings), `${source}metadata:\n  name: my-app\n`);
});

test("An object needs a name or a prefix for one", () => {
  checkDocument(kind, `${header}metadata: { labels: {} }\n`, ["schema/missing-required @metadata"]);
  checkDocument(kind, `${header}metadata:\n  name:\n`, ["schema/missing-required @metadata"]);
  checkDocument(kind, `${header}metadata:\n  generateName: a-\n`, []);
});

test("Fields of the metadata are those of the API server", () => {
  const metadata = [
    "name: My_App",
    "creationTimestamp: null",
    "clusterName: x",
    "labels: { a: true, b: with blank, c: ok }",
    "annotations: { a: 1 }",
  ];
  checkDocument(kind, `${header}metadata:\n  ${metadata.join("\n  ")}\n`, [
    "schema/pattern @My_App",
    "schema/unknown-field @clusterName",
    "schema/wrong-type @true",
    "schema/pattern @with blank",
    "schema/wrong-type @1",
  ]);
});

test("A file that is no object of the API server, as kustomize's, needs no metadata", () => {
  const file: KindSchema = {
    ...kind,
    scope: "File",
    schema: object({ kind: text, apiVersion: text, metadata: object({ name: text }) }),
  };
  checkDocument(file, header, []);
});

test("A top-level field that belongs below spec says so", () => {
  const schema = widget(object({ interval: text }));
  const source = `${widgetText("interval: a")}suspend: true\n`;
  assert.match(validate(schema, source)[0]?.message ?? "", /`suspend` is not a field of `Widget`/);
  const misplaced = `${header}metadata: { name: w }\ninterval: a\n`;
  assert.match(validate(schema, misplaced)[0]?.message ?? "", /belongs in `spec`/);
});

test("Patches lack nothing, may steer the merge, and still cannot have wrong fields or types", () => {
  const schema = widget(
    object({ name: text, list: { type: "array", items: object({ a: text }, ["a"]), minItems: 1 } }, ["name"]),
  );
  const source = widgetText("$patch: replace\n$retainKeys: [a]\n$setElementOrder/list: []\nlist: []\nnam: x\nname: 3");
  const found = ["schema/unknown-field @nam", "schema/wrong-type @3"];
  assert.deepEqual(summary(source, validate(schema, source, true)), found);
});

test("What is written below status is a warning, and nothing is missing there", () => {
  const base = widget(object({}));
  const status = object({ phase: { type: "integer" }, at: text }, ["at"]);
  const schema: KindSchema = { ...base, schema: { ...base.schema, properties: { ...base.schema.properties, status } } };
  const findings = validate(schema, `${header}metadata: { name: w }\nstatus:\n  phase: x\n`);
  assert.deepEqual(
    findings.map(({ code, severity }) => [code, severity]),
    [["schema/wrong-type", "warning"]],
  );
});

test("An alias bomb is looked at only so far", () => {
  const levels = Array.from(
    { length: 30 },
    (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(", ")}]`,
  );
  const source = widgetText(["l0: &l0 [1, 2]", ...levels].join("\n"));
  const schema = widget(
    { type: "object", additionalProperties: { $ref: "#/definitions/List" } },
    {
      List: { type: "array", items: { $ref: "#/definitions/List" } },
    },
  );
  assert.ok(validate(schema, source).length <= 200);
});

test("An alias that contains itself ends", () => {
  const schema = widget(
    { $ref: "#/definitions/Tree" },
    {
      Tree: { type: "object", additionalProperties: { $ref: "#/definitions/Tree" } },
    },
  );
  assert.doesNotThrow(() => validate(schema, widgetText("a: &a\n  b: *a\n  c: *a")));
});

test("A field in other case works where case is ignored, with a remark, and its value is checked", () => {
  const file: KindSchema = {
    ...kind,
    ...{ scope: "File", caseInsensitiveKeys: true },
    schema: object({ kind: text, apiVersion: text, resources: { type: "array", items: text } }, ["resources"]),
  };
  const source = `${header}Resources: [1]\n`;
  const findings = validate(file, source);
  assert.deepEqual(
    findings.map(({ code, severity }) => [code, severity]),
    [
      ["schema/field-case", "information"],
      ["schema/wrong-type", "error"],
    ],
  );
  assert.equal(fixed(source, findings), `${header}resources: ["1"]\n`);
});

test("What belongs in the metadata is sent there, whatever other mappings have such a field", () => {
  const schema = widget(object({ template: object({ annotations: { type: "object" } }) }));
  const [finding] = validate(schema, `${widgetText("template: {}")}annotations:\n  a: b\n`);
  assert.equal(finding?.message, "`annotations` is not a field of `Widget`. It belongs in `metadata`: move it there.");
});

test("What an object needs is told with its name and what to do", () => {
  const [finding] = validate(kind, `${header}metadata: { labels: {} }\n`);
  assert.equal(finding?.message, "`metadata` needs at least one of `name` or `generateName`, and has none. Add one.");
});

test("A list or mapping in place of one value is told with what to write instead", () => {
  const says = (spec: string): string | undefined => validate(kind, widgetText(spec))[0]?.message;
  assert.equal(
    says("name: [a]"),
    "`name` must be a string, but this is a list. Remove the brackets, or put the whole value in quotes.",
  );
  assert.equal(
    says("name:\n- a"),
    "`name` must be a string, but this is a list. Write one value behind `name:` instead of items.",
  );
  assert.equal(
    says("name:\n  a: b"),
    "`name` must be a string, but this is a mapping. Write one value behind `name:` instead of fields.",
  );
});

test("Of many fields too much the first ones are named, and how many more there are", () => {
  const fields = Object.fromEntries([..."abcdefgh"].map((name) => [name, text]));
  const schema = widget({ ...object(fields), maxProperties: 1 });
  const [finding] = validate(schema, widgetText([..."abcdefgh"].map((name) => `${name}: x`).join("\n")));
  assert.equal(
    finding?.message,
    "`spec` must have at most 1 field, but has 8: `a`, `b`, `c`, `d`, `e` and 3 more. Keep one and remove the rest.",
  );
});
