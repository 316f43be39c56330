import assert from "node:assert/strict";
import { test } from "node:test";
import { cycleRule } from "../../../server/core/graph/cycles.ts";
import { duplicateIdentityRule } from "../../../server/core/graph/duplicates.ts";
import { graphRules } from "../../../server/core/graph/graphRules.ts";
import { missingPathRules } from "../../../server/core/graph/missingPaths.ts";
import { findingsOfRules } from "../../harness/ruleFindings.ts";
import { memoryIndex } from "../../harness/workspace.ts";

const flux = (name: string, spec: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n${spec}`;

const after = (...names: readonly string[]): string =>
  `  dependsOn: [${names.map((name) => `{ name: ${name} }`).join(", ")}]\n`;

/** `path: marked text` of what a rule finds. */
function found(rules: typeof graphRules, fixture: string): readonly string[] {
  return findingsOfRules(rules, memoryIndex(fixture)).map(({ path, marked }) => `${path}: ${marked}`);
}

test("every graph rule has an id of its own", () => {
  const ids = graphRules.map(({ id }) => id);
  assert.deepEqual(ids.toSorted(), [...new Set(ids)].toSorted());
});

test("finds objects that wait for each other, in all of their files", () => {
  const fixture = `#- a.yaml\n${flux("a", after("b"))}#- b.yaml\n${flux("b", after("c"))}#- c.yaml\n${flux("c", after("a"))}`;
  assert.deepEqual(found([cycleRule], fixture), ["a.yaml: b", "b.yaml: c", "c.yaml: a"]);
  const [finding] = findingsOfRules([cycleRule], memoryIndex(fixture));
  assert.match(finding?.message ?? "", /^`a` → `b` → `c` → `a`: these wait for each other/);
  assert.deepEqual(
    finding?.related?.map(({ message }) => message),
    ["`b` waits for `c`.", "`c` waits for `a`."],
  );
});

test("finds an object that waits for itself", () =>
  assert.deepEqual(found([cycleRule], `#- a.yaml\n${flux("a", after("a"))}`), ["a.yaml: a"]));

test("says nothing about an object that only waits for members of a circle", () =>
  assert.deepEqual(found([cycleRule], `#- a.yaml\n${flux("a", after("b"))}---\n${flux("b", after("b"))}`), [
    "a.yaml: b",
  ]));

test("a chain and a diamond are no circle", () => {
  const diamond = [flux("a", after("b", "c")), flux("b", after("d")), flux("c", after("d")), flux("d", "  path: ./\n")];
  assert.deepEqual(found([cycleRule], `#- a.yaml\n${diamond.join("---\n")}`), []);
});

test("objects of equal names in two clusters are not mixed up", () => {
  const production = `#- clusters/production/a.yaml\n${flux("a", after("b"))}---\n${flux("b", "  path: ./\n")}`;
  const staging = `#- clusters/staging/a.yaml\n${flux("b", after("a"))}---\n${flux("a", "  path: ./\n")}`;
  assert.deepEqual(found([cycleRule], production + staging), []);
});

test("a HelmRelease waits only for HelmReleases", () => {
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: b, namespace: flux-system }\nspec:\n${after("a")}`;
  assert.deepEqual(found([cycleRule], `#- a.yaml\n${flux("a", after("b"))}---\n${release}`), []);
});

const source = (url: string): string =>
  `#- source.yaml\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata: { name: here, namespace: flux-system }\nspec: { url: "${url}" }\n`;
const fluxPath = (path: string): string =>
  `#- cluster.yaml\n${flux("apps", `  path: ${path}\n  sourceRef: { kind: GitRepository, name: here }\n`)}`;
const own = "ssh://git@GitHub.com/example-org/gitops.git";

const secret = "apiVersion: v1\nkind: Secret\nmetadata: { name: token, namespace: team-a }\n";

test("finds the second declaration of an object in one file", () =>
  assert.deepEqual(found([duplicateIdentityRule], `#- a.yaml\n${secret}---\n${secret}`), ["a.yaml: token"]));

test("finds an object declared twice below a directory that Flux takes as a whole", () => {
  const apps = `#- apps/a.yaml\n${secret}#- apps/deeper/b.yaml\n${secret}`;
  assert.deepEqual(found([duplicateIdentityRule], apps), []);
  const foreign = `${apps}${source("https://github.com/other/place")}${fluxPath("./apps")}`;
  assert.deepEqual(found([duplicateIdentityRule], foreign), [], "the directory is of another repository");
  const deployed = `${apps}${source(own)}${fluxPath("./apps")}`;
  assert.deepEqual(found([duplicateIdentityRule], deployed), ["apps/a.yaml: token", "apps/deeper/b.yaml: token"]);
});

test("copies for two clusters, base and patch, and what kustomize builds are left alone", () => {
  assert.deepEqual(found([duplicateIdentityRule], `#- production/a.yaml\n${secret}#- staging/a.yaml\n${secret}`), []);
  const overlay = `#- a.yaml\n${secret}#- b.yaml\n${secret}#- kustomization.yaml\nresources: [a.yaml]\npatches: [{ path: b.yaml }]\n`;
  assert.deepEqual(found([duplicateIdentityRule], overlay), []);
  const root = `#- apps/a.yaml\n${secret}#- apps/one/b.yaml\n${secret}#- apps/one/kustomization.yaml\nresources: [b.yaml]\n`;
  assert.deepEqual(found([duplicateIdentityRule], `${root}${source(own)}${fluxPath("./apps")}`), []);
});

const files = "#- applications/shop/overlays/production/values.txt\n";

test("finds a path that this repository does not have, and what was probably meant", () => {
  const fixture = source(own) + files + fluxPath("./aplications/shop/overlays/production");
  const [finding] = findingsOfRules(missingPathRules, memoryIndex(fixture));
  assert.equal(finding?.code, "FLUX-PATH-MISSING");
  assert.equal(finding?.marked, "./aplications/shop/overlays/production");
  assert.match(
    finding?.message ?? "",
    /the path counts from its root\. Did you mean `\.\/applications\/shop\/overlays\/production`\?/,
  );
  assert.equal(finding?.fixes?.[0]?.edits[0]?.newText, "./applications/shop/overlays/production");
});

test("a path that exists, a path of another repository and a templated path are fine", () => {
  assert.deepEqual(found(missingPathRules, source(own) + files + fluxPath("./applications/shop")), []);
  assert.deepEqual(
    found(missingPathRules, source("https://github.com/other/place") + files + fluxPath("./deploy/web")),
    [],
  );
  assert.deepEqual(found(missingPathRules, source(own) + files + fluxPath(`./clusters/\${cluster}`)), []);
});

test("without a known remote only the last segment of a path is judged", () => {
  const foreign = source("https://github.com/upstream/gitops");
  assert.deepEqual(found(missingPathRules, foreign + files + fluxPath("./applications/shopp")), [
    "cluster.yaml: ./applications/shopp",
  ]);
  assert.deepEqual(found(missingPathRules, foreign + files + fluxPath("./shopp")), []);
});

const application = (source: string): string =>
  `#- app.yaml\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop }\nspec:\n  ${source}`;

test("finds missing value files of an Application, counted from its path, the root or another source", () => {
  const repo = "repoURL: git@github.com:example-org/gitops";
  const files = "#- charts/shop/values.yaml\n#- values/shop.yaml\n";
  const single = (file: string): string =>
    `${application(`source: { ${repo}, path: charts/shop, helm: { valueFiles: ['${file}'] } }\n`)}${files}`;
  const several = (file: string): string =>
    `${application(`sources: [{ ${repo}, ref: values }, { repoURL: oci://x, chart: shop, helm: { valueFiles: ['${file}'] } }]\n`)}${files}`;
  assert.deepEqual(found(missingPathRules, single("values.yaml")), []);
  assert.deepEqual(found(missingPathRules, single("/values/shop.yaml")), []);
  assert.deepEqual(found(missingPathRules, single("prod.yaml")), ["app.yaml: prod.yaml"]);
  assert.deepEqual(found(missingPathRules, several("$values/values/shop.yaml")), []);
  assert.deepEqual(found(missingPathRules, several("$values/values/shops.yaml")), ["app.yaml: values/shops.yaml"]);
  assert.deepEqual(
    found(missingPathRules, single("prod.yaml").replace("helm: {", "helm: { ignoreMissingValueFiles: true,")),
    [],
  );
});

test("a chart is a path only in a repository of files", () => {
  const release = (kind: string): string =>
    `#- release.yaml\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: shop, namespace: flux-system }\nspec: { chart: { spec: { chart: charts/shop, sourceRef: { kind: ${kind}, name: here } } } }\n`;
  const files = "#- charts/web/Chart.yaml\nname: web\n";
  assert.deepEqual(found(missingPathRules, source(own) + files + release("GitRepository")), [
    "release.yaml: charts/shop",
  ]);
  assert.deepEqual(found(missingPathRules, source(own) + files + release("HelmRepository")), []);
});
