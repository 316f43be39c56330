import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { test } from "node:test";
import type { RenderRequest } from "../../server/features/renderer.ts";
import { messageOf, readLines, samples, startRenderer, textOf, withoutSample } from "./harness.ts";
import { fieldsOf, optionalText, text, textMap, texts } from "./records.ts";

const file = join(samples, "krusty-cases.jsonl");
const skip = withoutSample("krusty-cases.jsonl");

/** Cases that need the helm binary: charts are not inflated, which is said instead. */
const needHelm = new Set(["k134", "k142", "k144", "k148", "k150"]);

/** Cases that need git: nothing is downloaded, so the fetch that fails upstream is not even tried. */
const needGit = new Set(["k006"]);

/** The empty folder of a case; the expected messages leave it out. */
const root = "/case";

const renderer = startRenderer();

if (skip) test("renders the cases of kustomize's own tests", { skip });

for (const value of existsSync(file) && !skip ? readLines(file) : []) {
  const example = fieldsOf(value);
  const id = text(example, "id");
  test(`${id} ${text(example, "test")} gives what kustomize gives`, async () => {
    const request = requestFor(example, id);
    const result = await renderer.render(request);
    renderer.forget(id);
    if (needHelm.has(id)) return assert.match(messageOf(result), /must specify --enable-helm/);
    if (needGit.has(id)) return assert.match(messageOf(result), /is remote: .* nothing is downloaded/);
    const said = (optionalText(example, "stderr") ?? optionalText(example, "warnings") ?? "").split("\n");
    if (text(example, "kind") === "error") {
      const cause = said.filter((line) => !line.startsWith("# Warning")).join("\n");
      return assert.equal(plain(messageOf(result)), plain(cause.replace(/^error: /, "")));
    }
    assert.equal(textOf(result), text(example, "expected"));
    assert.ok(result.kind === "rendered");
    assert.deepEqual(result.warnings.filter(isDeprecation), said.filter(isDeprecation));
  });
}

function requestFor(example: Readonly<Record<string, unknown>>, id: string): RenderRequest {
  const files = [...textMap(example, "files")].map(([path, content]) => [posix.join(root, path), content] as const);
  const isFree = texts(example, "flags").includes("--load-restrictor=LoadRestrictionsNone");
  // The command line without a flag uses the legacy order, too; naming it covers the option.
  const orders = { "exact-fifo": "none", "legacy-order": "legacy" } as const;
  const kind = text(example, "kind");
  return {
    key: id,
    target: posix.join(root, text(example, "target")),
    files: new Map(files),
    loadRestrictor: isFree ? "none" : "rootOnly",
    order: kind === "exact-fifo" || kind === "legacy-order" ? orders[kind] : "default",
  };
}

function isDeprecation(line: string): boolean {
  return line.startsWith("# Warning");
}

/** Messages without what differs from run to run: the folder, and pointers that some print. */
function plain(message: string): string {
  return message
    .replaceAll(root, "")
    .replaceAll(/0x[0-9a-f]+/g, "0x")
    .trim();
}
