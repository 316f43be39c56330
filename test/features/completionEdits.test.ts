import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { CompletionItem } from "vscode-languageserver-types";
import type { Finding } from "../../server/core/lint/finding.ts";
import { type Manifest, manifestOf } from "../../server/core/manifest/manifest.ts";
import { valueAt } from "../../server/core/manifest/node.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import { parseYamlFile } from "../../server/core/manifest/parseYamlFile.ts";
import { validateManifest } from "../../server/core/schema/validate.ts";
import { plainText } from "../../server/features/completion/proposal.ts";
import { provideCompletion } from "../../server/features/completion.ts";
import { fuzzRounds, seeded } from "../harness/random.ts";
import { uriOf } from "../harness/workspace.ts";
import { complete, environmentOf, positionAt, schemas } from "./completionFixture.ts";
import { probesOf } from "./completionProbes.ts";

const project = fileURLToPath(new URL("../..", import.meta.url));
const examples = globSync("examples/**/*.yaml", { cwd: project, exclude: ["examples/broken/**"] })
  .toSorted()
  .map((file) => readFileSync(join(project, file), "utf8"));
const documents = examples.flatMap((text) =>
  parseYamlFile("file:///x.yaml", text).entries.map(({ document }) => document.text),
);

async function itemsAt(text: string, offset: number): Promise<readonly CompletionItem[]> {
  const request = { uri: uriOf("m.yaml"), position: positionAt(text, offset) };
  return (await provideCompletion(environmentOf({ "m.yaml": text }), request)).items;
}

/** The text after an item is accepted and its places are left as they are. */
function accepted(text: string, offset: number, { textEdit }: CompletionItem): string {
  assert.ok(textEdit && "range" in textEdit);
  const { start, end } = textEdit.range;
  const lineStart = text.lastIndexOf("\n", offset - 1) + 1;
  return (
    text.slice(0, lineStart + start.character) + plainText(textEdit.newText) + text.slice(lineStart + end.character)
  );
}

test("An accepted key leaves a document that parses and has the key where it belongs.", async () => {
  const random = seeded(7);
  const probes = documents.flatMap((text) => probesOf(text, schemas, random)).filter(({ type }) => type === "empty");
  for (const { text, offset, label, path } of probes) {
    const item = (await itemsAt(text, offset)).find((each) => each.label === label);
    assert.ok(item, `${path} in\n${text}`);
    const result = accepted(text, offset, item);
    const document = parseDocument(result);
    assert.deepEqual(document.problems, [], `${path} gave\n${result}`);
    const steps = path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
    assert.ok(valueAt(document.root, ...steps), `${path} is not in\n${result}`);
  }
});

test("Every whole manifest is accepted by its schema once its places are filled in.", async () => {
  const items = [...(await complete("$0")), ...(await complete("#- kustomization.yaml\n$0"))];
  const manifests = items.filter(({ textEdit }) => textEdit?.newText.includes("\nkind: "));
  assert.ok(manifests.length > 10);
  for (const { label, textEdit } of manifests) {
    const text = plainText(filledIn(textEdit?.newText ?? ""));
    const manifest = manifestOf(parseDocument(text), "file:///x.yaml");
    assert.ok(manifest, text);
    const findings = validate(manifest);
    assert.deepEqual(
      findings.map(({ message }) => message),
      [],
      `${label}\n${text}`,
    );
  }
});

test("Whatever the text and wherever the cursor, items replace text on the cursor's line, around the cursor.", async () => {
  const random = seeded(11);
  for (let round = 0; round < fuzzRounds(150); round++) {
    const text = damaged(random.pick(documents), random);
    const offset = random.below(text.length + 1);
    const position = positionAt(text, offset);
    for (const { textEdit, label } of await itemsAt(text, offset)) {
      assert.ok(textEdit && "range" in textEdit);
      const { start, end } = textEdit.range;
      const isAround =
        start.line === position.line &&
        end.line === position.line &&
        start.character <= position.character &&
        end.character >= position.character;
      assert.ok(
        isAround,
        `${label} at ${JSON.stringify(position)} replaces ${JSON.stringify(textEdit.range)} in\n${text}`,
      );
    }
  }
});

/** A snippet with something in every place: an empty mapping on a line of its own, and a provider where one is chosen. */
function filledIn(snippet: string): string {
  return snippet
    .replace(/provider:\n *\$\d+/, "provider: { fake: { data: [] } }")
    .replace(/\n( *)\$\d+(?=\n|$)/g, "\n$1{}")
    .replace(/\$\d+/g, "example");
}

function validate(manifest: Manifest): readonly Finding[] {
  const { group, version, kind } = manifest.gvk;
  const schema = schemas.find(group, version, kind);
  return schema
    ? validateManifest(manifest, schema, { partial: false }).filter(({ severity }) => severity === "error")
    : [];
}

function damaged(text: string, random: ReturnType<typeof seeded>): string {
  const pieces = [
    "\n",
    "- ",
    ": ",
    "{",
    "[",
    '"',
    "'",
    "|\n",
    "#",
    "\t",
    "---\n",
    "&a ",
    "*a",
    "\r\n",
    "  ",
    "é",
    "? ",
    "<<: ",
  ];
  let result = text.slice(0, 600);
  for (let edit = 0; edit < 3; edit++) {
    const at = random.below(result.length + 1);
    result = result.slice(0, at) + random.pick(pieces) + result.slice(at + random.below(6));
  }
  return result;
}
