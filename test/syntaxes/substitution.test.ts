import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { projectFolder } from "../harness/yamlFiles.ts";

interface Grammar {
  readonly scopeName: string;
  readonly patterns: readonly { readonly name: string; readonly match: string }[];
}

interface Manifest {
  readonly contributes: { readonly grammars: readonly { readonly scopeName: string; readonly path: string }[] };
}

const manifest: Manifest = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
const path = "./syntaxes/substitution.tmLanguage.json";
const grammar: Grammar = JSON.parse(readFileSync(join(projectFolder, path), "utf8"));
const substitution = grammar.patterns.find(({ name }) => name === "meta.substitution.gitops");

/** The groups that the grammar colours: opening, name, operator, default, closing. */
function parts(text: string): readonly (string | undefined)[] | undefined {
  return new RegExp(substitution?.match ?? "(?!)").exec(text)?.slice(1);
}

test("the grammar is contributed under its own scope", () => {
  assert.ok(manifest.contributes.grammars.some((each) => each.path === path && each.scopeName === grammar.scopeName));
});

for (const [text, expected] of [
  ["host: ${HOST}", ["${", "HOST", undefined, undefined, "}"]],
  ["replicas: ${REPLICAS:=3}", ["${", "REPLICAS", ":=", "3", "}"]],
  ["name: ${name:-a b}", ["${", "name", ":-", "a b", "}"]],
  ["upper: ${name^^}", ["${", "name", "^^", "", "}"]],
  ["path: ${path//a/b}", ["${", "path", "//", "a/b", "}"]],
] as const) {
  test(`a substitution is coloured in ${text}`, () => assert.deepEqual(parts(text), expected));
}

for (const text of ["cost: $HOME", "secret: $(NAME)", "helm: {{ .Values.x }}", "odd: ${a.b}", "blank: ${ A }"]) {
  test(`there is no substitution in ${text}`, () => assert.equal(parts(text), undefined));
}
