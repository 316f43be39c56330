import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import type { Renderer, RenderRequest } from "../../server/features/renderer.ts";
import { fixtures, messageOf, readInputs, startRenderer, textOf, withoutEngine } from "./harness.ts";
import { fieldsOf, optionalText, text, textMap, texts } from "./records.ts";

/** Where the inputs are placed; the expected messages name it. */
const root = "/render";

// The same folders as engine/render/fixtures_test.go, which renders them natively.
for (const name of readdirSync(fixtures)) {
  test(`renders ${name} as kubectl does`, { skip: withoutEngine }, () => checkFixture(renderer, name));
}

const renderer = startRenderer();

async function checkFixture(renderer: Renderer, name: string): Promise<void> {
  const folder = join(fixtures, name);
  const options = fieldsOf(JSON.parse(readFileSync(join(folder, "case.json"), "utf8")));
  const request: RenderRequest = {
    key: name,
    target: posix.join(root, text(options, "target")),
    files: readInputs(join(folder, "input"), root),
    links: new Map([...textMap(options, "links")].map(([path, target]) => [`${root}/${path}`, target])),
    loadRestrictor: options["loadRestrictor"] === "none" ? "none" : "rootOnly",
    unrenderable: options["unrenderable"] === "skip" ? "skip" : "fail",
  };
  const result = await renderer.render(request);
  const error = optionalText(options, "error");
  if (error !== undefined) {
    assert.equal(messageOf(result).trim(), error);
    checkPlace(result, options);
  } else {
    assert.equal(textOf(result), readFileSync(join(folder, "expected.yaml"), "utf8"));
  }
  assert.ok(result.kind === "rendered" || result.kind === "failed");
  assert.deepEqual(result.warnings, texts(options, "warnings"));
  const skipped = options["skipped"];
  if (!Array.isArray(skipped)) return;
  assert.deepEqual(
    result.skipped,
    skipped.map((entry) => ({ ...fieldsOf(entry), file: `${root}/${text(fieldsOf(entry), "file")}` })),
  );
}

function checkPlace(result: unknown, options: Readonly<Record<string, unknown>>): void {
  const path = optionalText(options, "path");
  if (path === undefined) return;
  const { path: actual, line } = fieldsOf(result);
  assert.deepEqual([actual, line], [`${root}/${path}`, options["line"]]);
}

test("every fixture has either an expected text or an expected error", () => {
  for (const name of readdirSync(fixtures)) {
    const options = fieldsOf(JSON.parse(readFileSync(join(fixtures, name, "case.json"), "utf8")));
    assert.notEqual(existsSync(join(fixtures, name, "expected.yaml")), options["error"] !== undefined, name);
  }
});
