import assert from "node:assert/strict";
import type { CompletionItem, Position } from "vscode-languageserver-types";
import type { SchemaRegistry } from "../../server/core/schema/model.ts";
import { type Cluster, noCluster } from "../../server/features/cluster.ts";
import { provideCompletion } from "../../server/features/completion.ts";
import type { Environment } from "../../server/features/environment.ts";
import { provideHover } from "../../server/features/hover.ts";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { createYamlService } from "../../server/shell/adapters/yamlService.ts";
import { cursorOf, type Files, memoryIndex, parseFixture, uriOf } from "../harness/workspace.ts";

/** The bundled schemas and the real YAML service, shared by all tests of a file: both are read-only. */
export const schemas: SchemaRegistry = loadSchemaRegistry();
export const yaml = createYamlService();

const idleRenderer: Environment["renderer"] = {
  warmUp: () => undefined,
  render: () => Promise.resolve({ kind: "cancelled" }),
  forget: () => undefined,
  dispose: () => undefined,
};

/** An environment over files that exist nowhere. */
export function environmentOf(files: Files): Environment {
  return {
    index: memoryIndex(files),
    schemas,
    yaml,
    renderer: idleRenderer,
    cluster: noCluster,
    now: () => 0,
    settings: () => ({ rules: {}, yamlNeighbour: false, loadRestrictor: "rootOnly" }),
    logger: { info: () => undefined, warn: () => undefined },
  };
}

/** The LSP position of an offset. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length - 1, character: offset - before.lastIndexOf("\n") - 1 };
}

/** Completes at the `$0` of a fixture (see `parseFixture`). */
export async function complete(fixtureText: string, cluster: Cluster = noCluster): Promise<readonly CompletionItem[]> {
  const { environment, uri, position } = opened(fixtureText);
  const list = await provideCompletion({ ...environment, cluster }, { uri, position });
  return list.items;
}

/** The labels offered at the `$0` of a fixture, in the order of their sort texts. */
export async function completeLabels(fixtureText: string): Promise<readonly string[]> {
  return (await complete(fixtureText)).map(({ label }) => label);
}

/** The hover text at the `$0` of a fixture. */
export async function hoverText(fixtureText: string): Promise<string | undefined> {
  const { environment, uri, position } = opened(fixtureText);
  const hover = await provideHover(environment, { uri, position });
  return hover && typeof hover.contents === "object" && "value" in hover.contents ? hover.contents.value : undefined;
}

/** The text of the file after an item is accepted; the places of its snippet are left in. */
export async function accept(fixtureText: string, label: string): Promise<string> {
  const items = await complete(fixtureText);
  const item = items.find((each) => each.label === label);
  assert.ok(item, `\`${label}\` is not among ${items.map((each) => each.label).join(", ")}`);
  assert.ok(item.textEdit && "range" in item.textEdit);
  const fixture = parseFixture(fixtureText);
  const cursor = cursorOf(fixture);
  const [, text = ""] = Object.entries(fixture.files).find(([path]) => uriOf(path) === cursor.uri) ?? [];
  const offsetOf = ({ line, character }: Position): number =>
    text.split("\n").slice(0, line).join("\n").length + (line > 0 ? 1 : 0) + character;
  const edits = [item.textEdit, ...(item.additionalTextEdits ?? [])].toSorted(
    (a, b) => offsetOf(b.range.start) - offsetOf(a.range.start),
  );
  return edits.reduce(
    (result, { range, newText }) =>
      result.slice(0, offsetOf(range.start)) + newText + result.slice(offsetOf(range.end)),
    text,
  );
}

function opened(fixtureText: string): {
  readonly environment: Environment;
  readonly uri: string;
  readonly position: Position;
} {
  const fixture = parseFixture(fixtureText);
  const { uri, offset } = cursorOf(fixture);
  const [, text = ""] = Object.entries(fixture.files).find(([path]) => uriOf(path) === uri) ?? [];
  return { environment: environmentOf(fixture.files), uri, position: positionAt(text, offset) };
}
