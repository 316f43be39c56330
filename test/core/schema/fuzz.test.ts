import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../server/core/lint/finding.ts";
import { manifestOf } from "../../../server/core/manifest/manifest.ts";
import { parseDocument } from "../../../server/core/manifest/parseDocument.ts";
import { validateHeader } from "../../../server/core/schema/header.ts";
import type { SchemaRegistry } from "../../../server/core/schema/model.ts";
import { createValidator } from "../../../server/core/schema/validator.ts";
import { loadSchemaRegistry } from "../../../server/shell/adapters/schemaFiles.ts";
import { fuzzRounds, type Random, seeded } from "../../harness/random.ts";

const start = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata:
  name: app
  labels: &labels { team: a }
spec:
  interval: 1h
  chart:
    spec: { chart: app, version: "1.x", sourceRef: { kind: HelmRepository, name: charts } }
  dependsOn:
    - name: first
    - { name: second, namespace: other }
  install: { remediation: { retries: 3 } }
  commonMetadata: { labels: *labels }
  values: &v
    a: |
      text
    b: [1, 2, true, ~]
`;
const pieces = [
  "\n",
  "  ",
  "- ",
  ": ",
  "{",
  "}",
  "[",
  "]",
  "&v ",
  "*v",
  "<<: *labels\n",
  '"',
  "'",
  "|\n",
  "null",
  "3",
  "$" + "{X}",
  "#",
  "spec",
  "😀",
];

function edited(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const removed = random.pick([0, 0, 1, 5, 40]);
  return text.slice(0, at) + random.pick(pieces) + text.slice(at + removed);
}

function findingsOf(text: string, registry: SchemaRegistry): readonly Finding[] {
  const document = parseDocument(text);
  const manifest = manifestOf(document, "file:///a.yaml");
  return manifest ? createValidator(registry)(manifest, { partial: false }) : validateHeader(document, registry);
}

test("Whatever is typed, validation ends, and spans and fixes stay in the document", () => {
  const registry = loadSchemaRegistry();
  const random = seeded(7);
  let text = start;
  for (let round = 0; round < fuzzRounds(3000); round++) {
    text = round % 25 === 0 ? start : edited(text, random);
    for (const { span, message, fixes = [] } of findingsOf(text, registry)) {
      const spans = [span, ...fixes.flatMap(({ edits }) => edits.map((edit) => edit.span))];
      for (const { start: from, end } of spans) {
        assert.ok(0 <= from && from <= end && end <= text.length, `${message} at ${from} to ${end} of\n${text}`);
      }
      assert.ok(!message.includes("undefined"), message);
    }
  }
});
