import assert from "node:assert/strict";
import { test } from "node:test";
import { CompletionItemTag } from "vscode-languageserver-types";
import { plainText } from "../../server/features/completion/proposal.ts";
import { accept, complete, completeLabels, yaml } from "./completionFixture.ts";

await yaml.warmUp();

const flux =
  "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n";

const sources = `
#- sources.yaml
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: podinfo
  namespace: flux-system
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: shop
  namespace: shop
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: Bucket
metadata:
  name: artifacts
  namespace: flux-system
`;

/** Checks that the first labels are exactly these. */
async function checkFirst(fixture: string, expected: readonly string[]): Promise<void> {
  const labels = await completeLabels(fixture);
  assert.deepEqual(labels.slice(0, expected.length), expected);
}

async function checkOffered(
  fixture: string,
  expected: readonly string[],
  absent: readonly string[] = [],
): Promise<void> {
  const labels = await completeLabels(fixture);
  for (const label of expected) assert.ok(labels.includes(label), `\`${label}\` is not among ${labels.join(", ")}`);
  for (const label of absent) assert.ok(!labels.includes(label), `\`${label}\` is offered`);
}

test("Required fields come first, then what is usually written.", () =>
  checkFirst(`${flux}  $0`, ["interval", "sourceRef", "prune", "path", "wait"]));

test("Keys that are already there are not offered again.", () =>
  checkOffered(`${flux}  interval: 10m\n  $0\n  path: ./apps`, ["prune"], ["interval", "path"]));

test("Completes a half-typed key right after the keystroke that broke the document.", () =>
  checkOffered(`${flux}  interval: 10m\n  sour$0\n  prune: true`, ["sourceRef"]));

test("Completes inside an empty mapping, the first key of an item and a flow mapping.", async () => {
  await checkFirst(`${flux}  sourceRef:\n    $0`, ["kind", "name"]);
  await checkFirst(`${flux}  dependsOn:\n    - $0`, ["name"]);
  await checkFirst(`${flux}  sourceRef: { kind: GitRepository, $0 }`, ["name"]);
});

test("A document with something unreadable above and below still completes.", () =>
  checkOffered(`${flux}  interval: "10m\n  $0\n  prune: [true\n`, ["path"]));

test("A field brings its required fields, at the right indentation.", async () => {
  assert.equal(
    await accept(`${flux}  $0`, "sourceRef"),
    `${flux}  sourceRef:\n    kind: \${1|GitRepository,OCIRepository,Bucket,ExternalArtifact|}\n    name: $2`.replace(
      "GitRepository,OCIRepository",
      "OCIRepository,GitRepository",
    ),
  );
  assert.equal(await accept(`${flux}  dep$0`, "dependsOn"), `${flux}  dependsOn:\n    - name: $1`);
  assert.equal(
    await accept(`${flux}  healthChecks:\n  - kind: A\n  dep$0`, "dependsOn"),
    `${flux}  healthChecks:\n  - kind: A\n  dependsOn:\n  - name: $1`,
  );
});

test("A key that has its colon is replaced alone.", async () => {
  assert.equal(await accept(`${flux}  pat$0: ./apps\n`, "path"), `${flux}  path: ./apps\n`);
});

test("A blank behind the colon or dash is added where it is missing.", async () => {
  assert.equal(await accept(`${flux}  prune:$0\n`, "true"), `${flux}  prune: true\n`);
  assert.equal(await accept(`${flux}  dependsOn:\n    -$0\n`, "name"), `${flux}  dependsOn:\n    - name: $1\n`);
});

test("Offers enum values, booleans and defaults.", async () => {
  await checkOffered(`${flux}  sourceRef:\n    kind: $0`, ["GitRepository", "OCIRepository", "Bucket"]);
  await checkFirst(`${flux}  prune: $0`, ["true", "false"]);
  const target = "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nspec:\n  target:\n    creationPolicy: O$0";
  await checkFirst(target, ["Owner", "Orphan"]);
});

test("A deprecated field is marked and comes last.", async () => {
  const items = await complete("#- kustomization.yaml\nresources: []\n$0\n");
  const labels = items.map(({ label }) => label);
  const old = items.find(({ label }) => label === "commonLabels");
  assert.deepEqual(old?.tags, [CompletionItemTag.Deprecated]);
  assert.ok(labels.indexOf("commonLabels") > labels.indexOf("images"));
});

test("An empty file begins with whole manifests.", async () => {
  const labels = await completeLabels("$0");
  assert.ok(labels.includes("Application") && labels.includes("HelmRelease") && labels.includes("ExternalSecret"));
  const items = await complete("$0");
  const text = items.find(({ labelDetails }) => labelDetails?.description === "kustomize.toolkit.fluxcd.io/v1")
    ?.textEdit?.newText;
  assert.equal(
    plainText(text ?? ""),
    "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: \n  namespace: flux-system\nspec:\n" +
      "  interval: 10m\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n  path: ./\n  prune: true\n  wait: true",
  );
});

test("Every whole manifest has the fields that its schema requires.", async () => {
  const items = await complete("---\n$0");
  const text = items.find(({ label }) => label === "ExternalSecret")?.textEdit?.newText ?? "";
  for (const field of ["secretStoreRef:", "secretKey:", "remoteRef:", "key:"])
    assert.ok(text.includes(field), `${field} in ${text}`);
});

test("A kustomization file begins with its own kinds only.", async () => {
  await checkFirst("#- kustomization.yaml\n$0", ["Component", "Kustomization"]);
  await checkOffered("#- kustomization.yaml\n$0", ["resources", "patches"], ["Application"]);
});

test("Files that are no manifests are left alone.", async () => {
  assert.deepEqual(await completeLabels("#- values.yaml\nreplicaCount: 1\n$0\n"), []);
  assert.deepEqual(await completeLabels("services:\n  web:\n    $0\n"), []);
});

test("Completes kind from apiVersion and apiVersion from kind, old versions last.", async () => {
  await checkFirst("apiVersion: helm.toolkit.fluxcd.io/v2\nkind: $0\n", ["HelmRelease"]);
  await checkFirst("apiVersion: $0\nkind: HelmRelease\n", ["helm.toolkit.fluxcd.io/v2"]);
  assert.equal(
    await accept("kind: Helm$0\n", "HelmRelease"),
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n",
  );
});

test("Offers the names that a reference may have, those of other namespaces with their namespace.", async () => {
  await checkFirst(`${flux}  sourceRef:\n    kind: GitRepository\n    name: $0${sources}`, [
    "podinfo",
    "flux-system",
    "shop",
  ]);
  const changed = await accept(`${flux}  sourceRef:\n    name: $0${sources}`, "shop");
  assert.ok(changed.startsWith(`${flux}  sourceRef:\n    name: shop\n    kind: GitRepository\n    namespace: shop`));
});

test("Offers namespaces where one is named.", () =>
  checkOffered(`${flux}  targetNamespace: $0${sources}`, ["flux-system", "shop"]));

test("Offers objects of the same kind as dependencies, but not the object itself.", () =>
  checkOffered(
    `${flux}  dependsOn:\n    - name: $0\n#- infra.yaml\n${flux.replace("name: apps", "name: infra")}`,
    ["infra"],
    ["apps"],
  ));

const overlay = `
#- apps/base/kustomization.yaml
resources:
  - deployment.yaml
#- apps/base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: ghcr.io/example-org/web:1.0
#- apps/production/replicas.yaml
spec: {}
#- apps/production/app.properties
`;

test("Offers files and directories that a kustomization file does not list yet.", async () => {
  await checkOffered(
    `#- apps/production/kustomization.yaml\nresources:\n  - $0${overlay}`,
    ["../base", "replicas.yaml"],
    ["app.properties", "kustomization.yaml"],
  );
  await checkOffered(
    `#- apps/production/kustomization.yaml\nresources:\n  - ../base\n  - $0${overlay}`,
    ["replicas.yaml"],
    ["../base"],
  );
  await checkOffered(`#- apps/production/kustomization.yaml\nresources:\n  - ../$0${overlay}`, ["../base", "../../"]);
  await checkOffered(
    `#- apps/production/kustomization.yaml\nconfigMapGenerator:\n  - name: a\n    files:\n      - $0${overlay}`,
    ["app.properties"],
  );
});

test("Offers a whole list item on a line of its own.", async () => {
  const changed = await accept(`#- apps/production/kustomization.yaml\nresources:\n  $0${overlay}`, "../base");
  assert.ok(changed.startsWith("resources:\n  - ../base"));
});

test("Offers paths from the repository's root to Flux and Argo CD.", async () => {
  await checkOffered(`${flux}  path: $0${overlay}`, ["./apps/base"]);
  await checkOffered(`${flux}  path: ./apps/$0${overlay}`, ["./apps/base", "./apps/production/"]);
  const application = "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  source:\n    path: $0";
  await checkOffered(application + overlay, ["apps/base"]);
});

test("Offers images, kinds and names of the objects that a kustomization file builds.", async () => {
  const start = "#- apps/production/kustomization.yaml\nresources:\n  - ../base\n";
  await checkOffered(`${start}images:\n  - name: $0${overlay}`, ["ghcr.io/example-org/web"]);
  await checkOffered(`${start}patches:\n  - target:\n      kind: $0${overlay}`, ["Deployment"]);
  await checkOffered(`${start}patches:\n  - target:\n      kind: Deployment\n      name: $0${overlay}`, ["web"]);
});

const release = (name: string, chart: string): string =>
  `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: ${name}\nspec:\n  chart:\n    spec:\n      sourceRef:\n        kind: HelmRepository\n        name: bitnami\n      chart: ${chart}\n`;

test("Offers charts that other releases take from a repository.", () =>
  checkFirst(`${release("cache", "$0")}#- database.yaml\n${release("database", "postgresql")}`, ["postgresql"]));

test("Values of Secrets are never offered elsewhere.", async () => {
  const secret = (name: string, value: string): string =>
    `apiVersion: v1\nkind: Secret\nmetadata:\n  name: ${name}\nstringData:\n  password: ${value}\n`;
  assert.deepEqual(await completeLabels(`${secret("a", "$0")}#- b.yaml\n${secret("b", "hunter2")}`), []);
});

test("Items are documented with type, text and allowed values.", async () => {
  const items = await complete(`${flux}  sourceRef:\n    $0`);
  const kind = items.find(({ label }) => label === "kind");
  assert.ok(kind?.documentation && typeof kind.documentation === "object");
  assert.match(kind.documentation.value, /^\*\*kind\*\* `string` · required/);
  assert.match(kind.documentation.value, /Allowed: .*`GitRepository`/);
});

test("Nothing is offered in comments and block scalars of other content.", async () => {
  assert.deepEqual(await completeLabels(`${flux}  # the $0\n`), []);
  assert.deepEqual(await completeLabels(`${flux}  postBuild:\n    substitute:\n      a: |\n        fi$0\n`), []);
});

test("A schema comment that names another schema changes nothing.", () =>
  checkFirst(`# yaml-language-server: $schema=https://example.com/schema.json\n${flux}  $0`, [
    "interval",
    "sourceRef",
    "prune",
  ]));

test("A patch inside a block scalar is completed by the kind that it patches.", async () => {
  const patch =
    "#- kustomization.yaml\npatches:\n  - patch: |-\n      apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      metadata:\n        name: x\n      spec:\n        ch$0\n    target:\n      kind: HelmRelease\n";
  await checkOffered(patch, ["chart", "interval"]);
  const changed = await accept(patch, "chart");
  assert.ok(
    changed.includes(
      "\n      spec:\n        chart:\n          spec:\n            chart: $1\n            sourceRef:\n              kind: ",
    ),
    changed,
  );
});
