import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { parse, stringify } from "yaml";
import { buildProgram } from "./harness/goProgram.ts";
import { hasGo } from "./harness/programs.ts";

/** The expectations of test/engine/argo.test.ts, each made by the commands of argo-cd 3.5 util/kustomize (Build). */
const fixtures = join(import.meta.dirname, "..", "fixtures", "argo");

interface Kustomize {
  readonly namePrefix?: string;
  readonly nameSuffix?: string;
  readonly images?: readonly string[];
  readonly replicas?: readonly { readonly name: string; readonly count: number | string }[];
  readonly commonLabels?: Readonly<Record<string, string>>;
  readonly labelWithoutSelector?: boolean;
  readonly labelIncludeTemplates?: boolean;
  readonly forceCommonLabels?: boolean;
  readonly commonAnnotations?: Readonly<Record<string, string>>;
  readonly forceCommonAnnotations?: boolean;
  readonly commonAnnotationsEnvsubst?: boolean;
  readonly namespace?: string;
  readonly patches?: readonly unknown[];
  readonly components?: readonly string[];
  readonly ignoreMissingComponents?: boolean;
}

const variables: Readonly<Record<string, string>> = {
  ARGOCD_APP_NAME: "shop",
  ARGOCD_APP_NAMESPACE: "shops",
  ARGOCD_APP_PROJECT_NAME: "books",
  ARGOCD_APP_SOURCE_PATH: "apps",
  ARGOCD_APP_SOURCE_TARGET_REVISION: "main",
};

const skip = hasGo() ? false : "Go is not installed";

test("what the previews of Applications are compared with is what kustomize makes with Argo CD's commands", {
  skip,
}, () => {
  const program = buildProgram("kustomize", "sigs.k8s.io/kustomize/kustomize/v5");
  for (const name of readdirSync(fixtures)) check(name, render(program, join(fixtures, name)));
});

function check(name: string, { text, error }: { readonly text: string; readonly error: string }): void {
  const file = join(fixtures, name, error === "" ? "expected.yaml" : "error.txt");
  const result = error === "" ? text : error;
  if (process.env["UPDATE"] === "1") writeFileSync(file, result);
  assert.ok(existsSync(file), `${name} has no ${file}: run this test with UPDATE=1`);
  assert.equal(readFileSync(file, "utf8"), result, name);
}

function render(program: string, fixture: string): { readonly text: string; readonly error: string } {
  const root = mkdtempSync(join(tmpdir(), "gitops-argo-"));
  const cwd = join(root, "apps");
  const run = (...args: readonly string[]): string =>
    execFileSync(program, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  try {
    cpSync(join(fixture, "input"), root, { recursive: true });
    const object = parse(readFileSync(join(fixture, "object.yaml"), "utf8"));
    edit(object.spec.source.kustomize ?? {}, cwd, run);
    return { text: run("build", cwd), error: "" };
  } catch (error) {
    if (!(error instanceof Error && "stderr" in error)) throw error;
    // How the command is used follows.
    const [message = ""] = String(error.stderr)
      .replace(/^Error: /, "")
      .split("\n");
    return { text: "", error: `${message.replaceAll(root, "")}\n` };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function edit(kustomize: Kustomize, cwd: string, run: (...args: readonly string[]) => string): void {
  if (kustomize.namePrefix) run("edit", "set", "nameprefix", "--", kustomize.namePrefix);
  if (kustomize.nameSuffix) run("edit", "set", "namesuffix", "--", kustomize.nameSuffix);
  if (kustomize.images) run("edit", "set", "image", ...kustomize.images.map(substitute));
  if (kustomize.replicas) {
    run("edit", "set", "replicas", ...kustomize.replicas.map(({ name, count }) => `${name}=${count}`));
  }
  addLabels(kustomize, run);
  if (kustomize.commonAnnotations) {
    const force = kustomize.forceCommonAnnotations ? ["--force"] : [];
    const value = kustomize.commonAnnotationsEnvsubst ? substitute : (text: string) => text;
    run("edit", "add", "annotation", ...force, ...pairs(kustomize.commonAnnotations, value));
  }
  if (kustomize.namespace) run("edit", "set", "namespace", "--", kustomize.namespace);
  if (kustomize.patches) {
    const file = join(cwd, "kustomization.yaml");
    const content = parse(readFileSync(file, "utf8"));
    writeFileSync(file, stringify({ ...content, patches: [...(content.patches ?? []), ...kustomize.patches] }));
  }
  const isThere = (component: string): boolean => existsSync(join(cwd, component));
  const components = (kustomize.components ?? []).filter((each) => !kustomize.ignoreMissingComponents || isThere(each));
  if (components.length > 0) run("edit", "add", "component", ...components);
}

function addLabels(kustomize: Kustomize, run: (...args: readonly string[]) => string): void {
  if (!kustomize.commonLabels) return;
  const flags = [
    ...(kustomize.forceCommonLabels ? ["--force"] : []),
    ...(kustomize.labelWithoutSelector ? ["--without-selector"] : []),
    ...(kustomize.labelIncludeTemplates ? ["--include-templates"] : []),
  ];
  run("edit", "add", "label", ...flags, ...pairs(kustomize.commonLabels, substitute));
}

function pairs(map: Readonly<Record<string, string>>, value: (text: string) => string): readonly string[] {
  return Object.entries(map).map(([name, text]) => `${name}:${value(text)}`);
}

/** Go's os.Expand, with `$$` for a dollar sign. */
function substitute(text: string): string {
  return text.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (found, braced, plain) =>
    found === "$$" ? "$" : (variables[braced ?? plain] ?? ""),
  );
}
