import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { FileContent, RenderRequest } from "../../server/features/renderer.ts";
import { engineFiles, oneConfigMap, startRenderer, textOf, withoutEngine } from "./harness.ts";

// These files exist and are not looked into: the stand-in decides what happens.
const standIn = {
  worker: new URL("./workers/standIn.ts", import.meta.url),
  wasm: import.meta.filename,
  support: import.meta.filename,
};

function ask(key: string, target: string, files: Readonly<Record<string, FileContent>> = {}): RenderRequest {
  return { key, target, files: new Map(Object.entries(files)) };
}

function sent(set: readonly string[], remove: readonly string[], held: readonly string[]): string {
  return JSON.stringify({ set, remove, held });
}

test("a render past its deadline is stopped, and the next one is answered", async () => {
  const lines: string[] = [];
  // Long enough for the render that follows, also where other programs want the processor.
  const renderer = startRenderer({ ...standIn, deadline: 2000, log: (line) => lines.push(line) });
  const hanging = await renderer.render(ask("a", "/hang"));
  assert.equal(hanging.kind, "timedOut");
  assert.match(hanging.kind === "timedOut" ? hanging.message : "", /took longer than 2 seconds/);
  assert.equal((await renderer.render(ask("a", "/r"))).kind, "rendered");
  assert.deepEqual(lines, ["The kustomize engine is started anew: render took too long."]);
});

test("an engine that stops is started anew, and says why", async () => {
  const renderer = startRenderer(standIn);
  const stopped = await renderer.render(ask("a", "/stop"));
  assert.equal(
    stopped.kind === "failed" ? stopped.message : stopped.kind,
    "The rendering engine stopped and was started anew: told to stop.",
  );
  assert.equal((await renderer.render(ask("a", "/r"))).kind, "rendered");
});

test("an engine whose memory grew too large is replaced after its answer", async () => {
  const lines: string[] = [];
  const renderer = startRenderer({ ...standIn, log: (line) => lines.push(line) });
  const large = await renderer.render(ask("a", "/grow", { "/r/a": "1" }));
  assert.equal(large.kind, "rendered");
  assert.deepEqual(lines, ["The kustomize engine is started anew: its memory grew to 1000000 MB."]);
  // The new one knows no files: everything is sent again.
  assert.equal(textOf(await renderer.render(ask("a", "/r", { "/r/a": "1" }))), sent(["/r/a"], [], ["/r/a"]));
});

test("of several requests for a preview only the last is answered", async () => {
  const renderer = startRenderer(standIn);
  const running = renderer.render(ask("a", "/r", { "/first": "" }));
  const waiting = renderer.render(ask("a", "/r", { "/second": "" }));
  const other = renderer.render(ask("b", "/r", { "/other": "" }));
  const last = renderer.render(ask("a", "/r", { "/third": "" }));
  assert.equal((await running).kind, "cancelled");
  assert.equal((await waiting).kind, "cancelled");
  assert.equal((await other).kind, "rendered");
  // The first did reach the engine, so its file is known there and has to be removed.
  assert.match(textOf(await last), /"set":\["\/third"\],"remove":\["\/first"\]/);
});

test("only what changed is sent, for each preview", async () => {
  const renderer = startRenderer(standIn);
  const bytes = new Uint8Array([1, 2]);
  const files: Record<string, FileContent> = { "/a": "1", "/b": "2", "/c": bytes };
  await renderer.render(ask("a", "/r", files));
  assert.equal(textOf(await renderer.render(ask("a", "/r", files))), sent([], [], ["/a", "/b", "/c"]));
  const edited = { ...files, "/a": "changed", "/c": new Uint8Array([1, 2]) };
  assert.equal(textOf(await renderer.render(ask("a", "/r", edited))), sent(["/a"], [], ["/a", "/b", "/c"]));
  const fewer = { "/a": "changed", "/c": new Uint8Array([1, 3]) };
  assert.equal(textOf(await renderer.render(ask("a", "/r", fewer))), sent(["/c"], ["/b"], ["/a", "/c"]));
  assert.match(textOf(await renderer.render(ask("other", "/r", { "/a": "1" }))), /"set":\["\/a"\]/);
});

test("a closed preview starts over when it is opened again", async () => {
  const renderer = startRenderer(standIn);
  await renderer.render(ask("a", "/r", { "/a": "1" }));
  renderer.forget("a");
  renderer.forget("never seen");
  assert.match(textOf(await renderer.render(ask("a", "/r", { "/a": "1" }))), /"set":\["\/a"\]/);
});

test("a cancelled request and one after disposal are cancelled", async () => {
  const renderer = startRenderer(standIn);
  const token = { isCancellationRequested: true };
  assert.equal((await renderer.render(ask("a", "/r"), token)).kind, "cancelled");
  const open = renderer.render(ask("a", "/hang"));
  const behind = renderer.render(ask("b", "/r"));
  renderer.dispose();
  assert.equal((await open).kind, "cancelled");
  assert.equal((await behind).kind, "cancelled");
  assert.equal((await renderer.render(ask("c", "/r"))).kind, "cancelled");
});

test("without the engine a render says how to get one", async () => {
  const renderer = startRenderer({ ...standIn, wasm: `${standIn.wasm}.missing` });
  renderer.warmUp();
  const result = await renderer.render(ask("a", "/r"));
  assert.equal(result.kind, "engineMissing");
  assert.match(result.kind === "engineMissing" ? result.message : "", /Install Go and build again/);
});

test("a worker that cannot load the engine fails the render", async () => {
  // A module that does not define what Go's support code defines.
  const support = fileURLToPath(new URL("./records.ts", import.meta.url));
  const renderer = startRenderer({ ...standIn, worker: engineFiles.worker, support });
  const result = await renderer.render(ask("a", "/r"));
  assert.match(result.kind === "failed" ? result.message : result.kind, /The rendering engine stopped/);
});

test("an unsaved edit shows in the next render", { skip: withoutEngine }, async () => {
  const renderer = startRenderer();
  renderer.warmUp();
  const files = oneConfigMap("saved");
  assert.match(textOf(await renderer.render({ key: "a", target: "/r", files })), /name: saved/);
  files.set("/r/a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: typing}\n");
  assert.match(textOf(await renderer.render({ key: "a", target: "/r", files })), /name: typing/);
});

test("aliases that expand each other are refused and do not stop the engine", { skip: withoutEngine }, async () => {
  const renderer = startRenderer();
  const files = oneConfigMap("bomb");
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${"*a0, ".replace("0", `${level}`).repeat(9)}]`,
  );
  files.set("/r/a.yaml", `a0: &a0 [${"x, ".repeat(9)}]\n${levels.join("\n")}\n`);
  const result = await renderer.render({ key: "a", target: "/r", files });
  assert.match(result.kind === "failed" ? result.message : result.kind, /aliases of this document expand/);
  assert.equal((await renderer.render({ key: "a", target: "/r", files: oneConfigMap("fine") })).kind, "rendered");
});

test("deep nesting is an error or a render, not the end of the engine", { skip: withoutEngine }, async () => {
  const renderer = startRenderer();
  const files = oneConfigMap("deep");
  files.set("/r/a.yaml", `${"[".repeat(100_000)}${"]".repeat(100_000)}\n`);
  const result = await renderer.render({ key: "a", target: "/r", files });
  assert.match(result.kind === "failed" ? result.message : result.kind, /exceeded max depth of 10000/);
});
