import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { messageOf, readInputs, readLines, samples, startRenderer, textOf, withoutSample } from "./harness.ts";
import { fieldsOf, optionalText, text } from "./records.ts";

const list = join(samples, "repos", "renders.jsonl");
const skip = withoutSample("repos/renders.jsonl");
const renderer = startRenderer();

if (skip) test("renders every overlay of the sample repositories", { skip });

const repositories = new Map<string, ReturnType<typeof readInputs>>();

for (const value of existsSync(list) && !skip ? readLines(list) : []) {
  const overlay = fieldsOf(value);
  const folder = text(overlay, "dir");
  test(`${folder} renders to the same bytes as with kubectl`, async () => {
    const name = folder.split("/")[0] ?? folder;
    const files = repositories.get(name) ?? readInputs(join(samples, "repos", name), `/repos/${name}`);
    repositories.set(name, files);
    // One key per repository: its files are sent once, as an editor would.
    const result = await renderer.render({ key: name, target: `/repos/${folder}`, files });
    if (overlay["ok"] !== true) {
      const expected = (optionalText(overlay, "error") ?? "").replace(/^error: /, "");
      return assert.equal(messageOf(result).replaceAll("/repos/", ""), expected);
    }
    assert.equal(createHash("sha256").update(textOf(result)).digest("hex"), text(overlay, "sha256"));
  });
}
