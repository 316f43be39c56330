import assert from "node:assert/strict";
import { test } from "node:test";
import { provideDefinition } from "../../server/features/definition.ts";
import { provideReferences } from "../../server/features/references.ts";
import { cursorCase, describePlace } from "../harness/featureEnvironment.ts";

/** Checks where the cursor of a fixture leads, as `path:line text`. */
function checkDefinition(fixture: string, ...expected: readonly string[]): void {
  const { environment, request } = cursorCase(fixture);
  const links = provideDefinition(environment, request);
  const places = links.map((link) =>
    describePlace(environment.index, link.targetUri, link.targetSelectionRange.start.line),
  );
  assert.deepEqual(places, expected);
}

/** Checks who uses what is under the cursor. */
function checkReferences(fixture: string, ...expected: readonly string[]): void {
  const { environment, request } = cursorCase(fixture);
  const found = provideReferences(environment, { ...request, includeDeclaration: true });
  assert.deepEqual(
    found.map(({ uri, range }) => describePlace(environment.index, uri, range.start.line)),
    expected,
  );
}

const repository = `#- sources/charts.yaml
# The charts of the team.
apiVersion: source.toolkit.fluxcd.io/v1
kind: HelmRepository
metadata:
  name: charts
  namespace: flux-system
`;

const release = (sourceRef: string): string => `#- apps/shop.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: shop, namespace: shop }
spec:
  chart:
    spec:
      sourceRef: ${sourceRef}
`;

test("goes from a reference to the object, whether the cursor is on the name, the kind or the namespace", () => {
  for (const at of [
    "kind: HelmRepository, name: char$0ts, namespace: flux-system",
    "kind: Helm$0Repository, name: charts, namespace: flux-system",
    "kind: HelmRepository, name: charts, namespace: flux-$0system",
  ]) {
    checkDefinition(repository + release(`{ ${at} }`), "sources/charts.yaml:5 name: charts");
  }
});

test("goes to the object even when its namespace is the wrong one", () =>
  checkDefinition(
    repository + release("{ kind: HelmRepository, name: char$0ts }"),
    "sources/charts.yaml:5 name: charts",
  ));

test("shows the whole object and marks the reference", () => {
  const { environment, request } = cursorCase(repository + release("{ kind: HelmRepository, name: charts$0 }"));
  const [link] = provideDefinition(environment, request);
  assert.deepEqual(link?.targetRange, { start: { line: 0, character: 0 }, end: { line: 5, character: 24 } });
  assert.deepEqual(link?.originSelectionRange, { start: { line: 6, character: 47 }, end: { line: 6, character: 53 } });
});

test("goes to the ExternalSecret that makes a Secret, and to the generator", () => {
  const values = release("{}").replace("spec:\n", "spec:\n  valuesFrom: [{ kind: Secret, name: cred$0entials }]\n");
  checkDefinition(
    `${values}#- apps/secret.yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: from-vault, namespace: shop }
spec:
  target:
    name: credentials
#- apps/kustomization.yaml
secretGenerator:
  - name: credentials
`,
    "apps/kustomization.yaml:2 - name: credentials",
    "apps/secret.yaml:6 name: credentials",
  );
});

test("the object of the same cluster comes first", () => {
  const source = repository.replace("#- sources/charts.yaml", "#- clusters/NAME/charts.yaml");
  const from = release("{ kind: HelmRepository, name: charts$0, namespace: flux-system }").replace(
    "#- apps",
    "#- clusters/staging",
  );
  checkDefinition(
    source.replace("NAME", "production") + source.replace("NAME", "staging") + from,
    "clusters/staging/charts.yaml:5 name: charts",
    "clusters/production/charts.yaml:5 name: charts",
  );
});

const overlay = (cursor: string): string => `#- base/kustomization.yaml
resources: [deployment.yaml]
#- base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
#- overlay/kustomization.yaml
resources:
  - ${cursor}
patches:
  - path: patch.yaml
configMapGenerator:
  - name: settings
    files: [shop.conf=settings/shop.conf]
#- overlay/patch.yaml
kind: Deployment
#- overlay/settings/shop.conf
`;

test("goes from a directory to its kustomization file, from a file to the file", () => {
  checkDefinition(overlay("../ba$0se"), "base/kustomization.yaml:1 resources: [deployment.yaml]");
  checkDefinition(overlay("../base").replace("path: patch", "path: pa$0tch"), "overlay/patch.yaml:1 kind: Deployment");
  checkDefinition(
    overlay("../base").replace("shop.conf=settings", "shop.conf=sett$0ings"),
    "overlay/settings/shop.conf:1",
  );
});

test("leads nowhere from a remote base, a missing file and plain text", () => {
  checkDefinition(overlay("https://github.com/org/re$0po//base?ref=v1"));
  checkDefinition(overlay("../bas$0"));
  checkDefinition("replicas: $0\n");
});

const cluster = `#- clusters/production/apps.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./overlay
`;

test("goes from the path of a Flux Kustomization to the directory's kustomization file", () =>
  checkDefinition(
    overlay("../base") + cluster.replace("./over", "./ov$0er"),
    "overlay/kustomization.yaml:1 resources:",
  ));

test("goes from a path without kustomization file to every manifest in it", () =>
  checkDefinition(
    `#- plain/a.yaml\na: 1\n#- plain/b.yaml\nb: 1\n#- plain/c.txt\n${cluster.replace("./overlay", "./pl$0ain")}`,
    "plain/a.yaml:1 a: 1",
    "plain/b.yaml:1 b: 1",
  ));

test("goes from a value file of an Application to the file, from its path to the chart", () => {
  const application = `#- charts/shop/Chart.yaml
name: shop
#- charts/shop/values-production.yaml
replicas: 3
#- app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop }
spec:
  source:
    repoURL: https://github.com/example-org/gitops
    path: charts/shop
    helm: { valueFiles: [values-production.yaml] }
`;
  checkDefinition(application.replace("[values", "[val$0ues"), "charts/shop/values-production.yaml:1 replicas: 3");
  checkDefinition(application.replace("path: charts", "path: ch$0arts"), "charts/shop/Chart.yaml:1 name: shop");
});

test("goes from an object's own name to who refers to it", () =>
  checkDefinition(
    repository.replace("name: charts", "name: cha$0rts") +
      release("{ kind: HelmRepository, name: charts, namespace: flux-system }"),
    "apps/shop.yaml:7 sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system }",
  ));

test("goes from a kustomization file to who includes and who deploys it", () => {
  checkDefinition(
    overlay("../base").replace("resources: [", "resou$0rces: ["),
    "overlay/kustomization.yaml:2 - ../base",
  );
  checkDefinition(
    overlay("../base").replace("resources:\n", "resour$0ces:\n") + cluster,
    "clusters/production/apps.yaml:5 path: ./overlay",
  );
});

test("lists all references to an object, from the object and from a reference alike", () => {
  const from = release("{ kind: HelmRepository, name: charts, namespace: flux-system }");
  const expected = [
    "sources/charts.yaml:5 name: charts",
    "apps/other.yaml:7 sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system }",
    "apps/shop.yaml:7 sourceRef: { kind: HelmRepository, name: charts, namespace: flux-system }",
  ];
  const other = from.replace("#- apps/shop", "#- apps/other");
  checkReferences(repository.replace("name: charts", "name: $0charts") + from + other, ...expected);
  checkReferences(repository + from + other.replace("name: charts", "name: $0charts"), ...expected);
});

test("a namesake in another namespace is not referred to", () =>
  checkReferences(
    repository.replace("name: charts", "name: $0charts") +
      release("{ kind: HelmRepository, name: charts, namespace: other }"),
    "sources/charts.yaml:5 name: charts",
  ));

test("lists who names a file or directory", () => {
  checkReferences(overlay("../b$0ase"), "overlay/kustomization.yaml:2 - ../base");
  checkReferences(
    overlay("../base").replace("path: patch", "path: $0patch"),
    "overlay/kustomization.yaml:4 - path: patch.yaml",
  );
});

test("a cluster Secret is referred to by the name in its data", () =>
  checkReferences(
    `#- cluster.yaml
apiVersion: v1
kind: Secret
metadata:
  name: secret-$01
  labels: { argocd.argoproj.io/secret-type: cluster }
stringData: { name: staging }
#- app.yaml
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop }
spec:
  destination: { name: staging }
`,
    "cluster.yaml:4 name: secret-1",
    "app.yaml:5 destination: { name: staging }",
  ));
