import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { FieldPath, KindDescriptor } from "../../../server/core/kinds/descriptor.ts";
import { stepsOf } from "../../../server/core/kinds/fieldPath.ts";
import { kinds } from "../../../server/core/kinds/registry.ts";
import type { KindSchema, StructuralSchema } from "../../../server/core/schema/model.ts";
import { createSchemaRegistry } from "../../../server/core/schema/registry.ts";
import { resolveSchema } from "../../../server/core/schema/resolve.ts";
import { projectFolder } from "../../harness/yamlFiles.ts";

const load = (file: string): unknown => JSON.parse(readFileSync(join(projectFolder, "schemas", file), "utf8"));
const registry = createSchemaRegistry({ index: load("index.json"), load, loadDocumentation: () => undefined });

/** Whether a schema has a field that a path can lead to. */
function hasField(kind: KindSchema, node: StructuralSchema, steps: readonly string[]): boolean {
  const schema = resolveSchema(kind, node);
  const [step, ...rest] = steps;
  if (step === undefined || schema["x-kubernetes-preserve-unknown-fields"]) return true;
  const fields = Object.entries(schema.properties ?? {});
  const others = schema.additionalProperties;
  if (typeof others === "object") return hasField(kind, others, rest);
  if (step === "[*]") return schema.items !== undefined && hasField(kind, schema.items, rest);
  if (step === "**") {
    const below = [...fields.map(([, field]) => field), ...(schema.items ? [schema.items] : [])];
    return hasField(kind, schema, rest) || below.some((each) => hasField(kind, each, steps));
  }
  return fields.some(([name, field]) => fits(name, step) && hasField(kind, field, rest));
}

function fits(name: string, step: string): boolean {
  if (step === "*") return true;
  return step.startsWith("*") ? name.endsWith(step.slice(1)) : name === step;
}

/** Every field that a descriptor names. */
function fieldsOf({
  references,
  paths,
  products,
  structure,
  repositoryAddress,
  usualOrder,
}: KindDescriptor): readonly FieldPath[] {
  return [
    ...references.flatMap(({ path, nameField, kindField, namespaceField, optionalField }) => [
      path,
      ...[nameField, kindField, namespaceField, optionalField].flatMap((field) => (field ? [`${path}.${field}`] : [])),
    ]),
    ...paths.flatMap(({ path, baseField, deploys }) => [
      path,
      ...[baseField, deploys?.namespaceField, deploys?.prefixField, deploys?.suffixField].flatMap(
        (field) => field ?? [],
      ),
    ]),
    ...(products ?? []).flatMap(({ nameField }) => nameField ?? []),
    ...(structure ?? []),
    ...(repositoryAddress ? [repositoryAddress] : []),
    ...usualOrder,
  ];
}

for (const descriptor of kinds) {
  const [version = ""] = descriptor.versions;
  const schema = registry.find(descriptor.group, version, descriptor.kind);
  // Core kinds are only targets: nobody checks them, so there is no schema.
  if (!schema) continue;
  test(`${descriptor.title}: every field of the descriptor exists`, () => {
    const absent = fieldsOf(descriptor).filter((path) => !hasField(schema, schema.schema, stepsOf(path)));
    assert.deepEqual([...new Set(absent)], []);
  });

  test(`${descriptor.title}: the kinds of a reference are those that the schema allows`, () => {
    for (const { path, kindField, to } of descriptor.references) {
      if (kindField === undefined || to.length === 0 || path.includes("**")) continue;
      const allowed = enumAt(schema, schema.schema, stepsOf(`${path}.${kindField}`));
      if (allowed) assert.deepEqual(to.map(({ kind }) => kind).toSorted(), allowed.toSorted(), path);
    }
  });

  test(`${descriptor.title}: versions and scope are those of the schemas`, () => {
    const known = registry.entries.filter(({ group, kind }) => group === descriptor.group && kind === descriptor.kind);
    const served = known.filter((entry) => entry.served).map((entry) => entry.version);
    assert.deepEqual(
      descriptor.versions.filter((each) => !served.includes(each)),
      [],
    );
    const scopes = descriptor.scope === "File" ? [] : [...new Set(known.map(({ scope }) => scope))];
    assert.deepEqual(scopes, descriptor.scope === "File" ? [] : [descriptor.scope]);
  });
}

function enumAt(kind: KindSchema, node: StructuralSchema, steps: readonly string[]): readonly string[] | undefined {
  const schema = resolveSchema(kind, node);
  const [step, ...rest] = steps;
  if (step === undefined) return schema.enum?.map(String);
  const next = step === "[*]" ? schema.items : schema.properties?.[step];
  return next && enumAt(kind, next, rest);
}

test("there are schemas to compare with", () => {
  assert.ok(kinds.filter(({ group, versions, kind }) => registry.find(group, versions[0] ?? "", kind)).length >= 12);
});
