import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../server/core/lint/finding.ts";
import { type Manifest, manifestOf } from "../../../server/core/manifest/manifest.ts";
import { parseDocument } from "../../../server/core/manifest/parseDocument.ts";
import type { KindSchema, StructuralSchema } from "../../../server/core/schema/model.ts";
import { validateManifest } from "../../../server/core/schema/validate.ts";
import { applyEdits } from "../../../server/core/text/span.ts";

/** The schema of a kind `Widget` whose `spec` is the given one. */
export function widget(
  spec: StructuralSchema,
  definitions: Readonly<Record<string, StructuralSchema>> = {},
): KindSchema {
  const text: StructuralSchema = { type: "string" };
  const properties = { apiVersion: text, kind: text, metadata: { type: "object" }, spec } as const;
  const schema: StructuralSchema = { type: "object", properties };
  return {
    group: "example.org",
    kind: "Widget",
    version: "v1",
    scope: "Namespaced",
    served: true,
    schema,
    definitions,
  };
}

/** A Widget named `w` with the given lines below `spec:`. */
export function widgetText(spec: string): string {
  const lines = spec.split("\n").map((line) => (line === "" ? "" : `  ${line}`));
  return `apiVersion: example.org/v1\nkind: Widget\nmetadata:\n  name: w\nspec:\n${lines.join("\n")}\n`;
}

/** The manifest in a text. */
export function manifestIn(text: string, uri = "file:///widget.yaml"): Manifest {
  const manifest = manifestOf(parseDocument(text), uri);
  assert.ok(manifest, "the text declares an object");
  return manifest;
}

/** What validation says about a text. */
export function validate(kind: KindSchema, text: string, partial = false): readonly Finding[] {
  return validateManifest(manifestIn(text), kind, { partial });
}

/** Findings as `code @text under the span`, in the order of the text. */
export function summary(text: string, findings: readonly Finding[]): readonly string[] {
  const ordered = findings.toSorted((a, b) => a.span.start - b.span.start);
  return ordered.map(({ code, span }) => `${code} @${text.slice(span.start, span.end)}`);
}

/** The text after the preferred, or else the first, fix of each finding. */
export function fixed(text: string, findings: readonly Finding[]): string {
  const edits = findings.flatMap(
    ({ fixes = [] }) => (fixes.find(({ preferred }) => preferred) ?? fixes[0])?.edits ?? [],
  );
  return applyEdits(text, edits);
}

/** Any text. */
export const text: StructuralSchema = { type: "string" };
/** A mapping with the given fields. */
export const object = (properties: Readonly<Record<string, StructuralSchema>>, required: readonly string[] = []) =>
  ({ type: "object", properties, required }) as const;
/** Upstream's pattern of durations. */
export const duration = "^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$";
/** Upstream's pattern of DNS names. */
export const dnsName = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
/** A reference with two required fields. */
export const reference = object(
  { kind: { type: "string", enum: ["Bucket", "GitRepository"] }, name: { ...text, minLength: 1 } },
  ["kind", "name"],
);

/** A text below `spec:`, what validation must say about it and what the fixes make of it. */
export interface Case {
  readonly title: string;
  readonly schema: StructuralSchema;
  readonly spec: string;
  /** `code @text under the span`; none when the text is right. */
  readonly found: readonly string[];
  /** The lines below `spec:` after the first fixes. */
  readonly fixed?: string;
  /** Parts of the first message. */
  readonly says?: readonly string[];
}

/** Makes a test of each case. */
export function checkCases(cases: readonly Case[]): void {
  for (const { title, schema, spec, found, says = [], ...expected } of cases) {
    test(`In validation, ${title}`, () => {
      const source = widgetText(spec);
      const findings = validate(widget(schema), source);
      assert.deepEqual(summary(source, findings), found);
      for (const part of says) assert.ok(findings[0]?.message.includes(part), `${findings[0]?.message} says ${part}`);
      if (expected.fixed !== undefined) assert.equal(fixed(source, findings), widgetText(expected.fixed));
    });
  }
}
