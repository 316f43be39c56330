import assert from "node:assert/strict";
import { test } from "node:test";
import { fluxRules } from "../../../server/core/lint/rules/flux/rules.ts";
import { expressionsOf } from "../../../server/core/lint/rules/flux/substitution.ts";
import { createLinter } from "../../../server/core/lint/runner.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

function problemOf(text: string): string {
  const [first] = expressionsOf(text);
  if (!first) return "none";
  return first.problem ?? (first.hasDefault ? "default" : "bare");
}

test("expressions are read as Flux reads them", () => {
  const cases: readonly (readonly [outcome: string, ...texts: readonly string[]])[] = [
    ["bare", "${v}", "${v:3}", "${v:3:2}", "${#v}", "${v^}", "${v^^}", "${v,}", "${v,,}", "${v#p}", "${v##p}"],
    ["bare", "${v%p}", "${v%%p}", "${v/a/b}", "${v//a/b}", "${v/#a/b}", "${v/%a/}", "$$${v}", "${1}"],
    ["default", "${v:-d}", "${v:=d}", "${v=d}", "${v:+d}", "${v:?d}", "${v:-}"],
    ["operator", "${v-d}", "${v+d}", "${a.b}", "${a-b}", "${A[@]}", "${v }", "${v,,x}"],
    ["name", "${{ x }}", "${ A }", "${!A}", "${}", "${@}"],
    ["none", "$v", "$(v)", "$${v}", "$$", "${", "${v", "${v:-open", "${v/open}"],
  ];
  for (const [outcome, ...texts] of cases) for (const text of texts) assert.equal(problemOf(text), outcome, text);
});

test("expressions inside defaults count, and nothing after the first that Flux cannot read", () => {
  const names = (text: string): readonly string[] => expressionsOf(text).map(({ name }) => name);
  assert.deepEqual(names("${a:-x${b}y} ${c}"), ["a", "b", "c"]);
  assert.deepEqual(names("${a} ${b-c} ${d}"), ["a", "b"]);
});

test("reading expressions takes any text", () => {
  for (const text of [
    "${".repeat(5000),
    "${a:-".repeat(50_000),
    "$".repeat(9999),
    "${a:-${b:-${c-d}}}",
    "${a/".repeat(2000),
  ])
    assert.ok(Array.isArray(expressionsOf(text)));
});

const kustomization = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: apps
spec:
  interval: 1h
  prune: true
  path: ./apps
  postBuild:
    substitute:
      other: x
  sourceRef:
    kind: GitRepository
    name: flux-system
`;
const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: flux-system
spec:
  interval: 1m
  url: https://github.com/example-org/gitops
  ref:
    branch: main
`;

test("a variable is looked up again when another file defines it", () => {
  const index = memoryIndex({
    "cluster/apps.yaml": kustomization,
    "cluster/source.yaml": source,
    "apps/web.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  host: ${domain}\n",
  });
  const linter = createLinter({
    rules: fluxRules,
    validate: () => [],
    validateHeader: () => [],
    validateFile: () => undefined,
    isPartial: () => false,
  });
  const codes = (): readonly string[] => {
    const file = index.file(uriOf("apps/web.yaml"));
    assert.ok(file);
    return linter.lint(file, index).flatMap(({ findings }) => findings.map(({ code }) => code));
  };
  assert.deepEqual(codes(), ["FLUX-SUBST-UNDEF"]);
  index.setText(uriOf("cluster/apps.yaml"), kustomization.replace("other: x", "domain: example.com"));
  assert.deepEqual(codes(), []);
  index.setText(uriOf("cluster/apps.yaml"), kustomization);
  assert.deepEqual(codes(), ["FLUX-SUBST-UNDEF"]);
});
