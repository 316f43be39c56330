import assert from "node:assert/strict";
import { test } from "node:test";
import { namespacesOf } from "../../../server/core/graph/namespaces.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const object = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n";

/** Checks where the object of `base/a.yaml` may end up when it writes a namespace or none. */
function check(fixture: string, written: string | undefined, ...expected: readonly string[]): void {
  const index = memoryIndex(`#- base/a.yaml\n${object}${fixture}`);
  assert.deepEqual(namespacesOf(uriOf("base/a.yaml"), written, index), expected);
}

const base = "#- base/kustomization.yaml\nresources: [a.yaml]\n";
const overlay = (name: string): string => `#- ${name}/kustomization.yaml\nnamespace: ${name}\nresources: [../base]\n`;
const flux = (path: string, targetNamespace: string): string =>
  `#- flux-${targetNamespace}.yaml\napiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: x }\nspec: { path: ${path}, targetNamespace: ${targetNamespace} }\n`;
const application = (path: string, namespace: string): string =>
  `#- app.yaml\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x }\nspec: { source: { path: ${path} }, destination: { namespace: ${namespace} } }\n`;

test("a file that nobody includes keeps what it writes", () => {
  check("", "team-a", "team-a");
  check("", undefined, "");
});

test("every overlay decides for its own copy", () =>
  check(base + overlay("one") + overlay("two"), "team-a", "one", "two"));

test("the outermost kustomization file wins", () =>
  check(`${base}${overlay("one")}#- top/kustomization.yaml\nnamespace: top\nresources: [../one]\n`, undefined, "top"));

test("a base that is also deployed by itself has both places", () =>
  check(base + overlay("one") + flux("./base", "direct"), undefined, "direct", "one"));

test("Flux puts everything into its target namespace", () => {
  check(base + overlay("one") + flux("./one", "target"), "team-a", "target");
  check(flux("./base", "target"), "team-a", "target");
});

test("Argo CD fills the destination in only where nothing is written", () => {
  check(application("base", "destination"), undefined, "destination");
  check(application("base", "destination"), "team-a", "team-a");
  check(base + overlay("one") + application("one", "destination"), undefined, "one");
});

test("kustomization files that include each other in a circle are followed once", () =>
  check(
    `#- base/kustomization.yaml\nnamespace: base\nresources: [a.yaml, ../other]\n#- other/kustomization.yaml\nresources: [../base]\n`,
    undefined,
    "",
  ));
