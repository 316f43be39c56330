import assert from "node:assert/strict";
import { test } from "node:test";
import { danglingRules } from "../../../server/core/graph/dangling.ts";
import { createRepositoryIndex } from "../../../server/core/graph/indexStore.ts";
import { applyEdits } from "../../../server/core/text/span.ts";
import { findingsOfRules, type PlacedFinding } from "../../harness/ruleFindings.ts";
import { memoryIndex, parseFixture, uriOf } from "../../harness/workspace.ts";

function dangling(fixture: string): readonly PlacedFinding[] {
  return findingsOfRules(danglingRules, memoryIndex(fixture));
}

/** Checks that a fixture has exactly these findings, as `code marked text`. */
function check(fixture: string, ...expected: readonly string[]): void {
  assert.deepEqual(
    dangling(fixture).map(({ code, marked }) => `${code} ${marked}`),
    expected,
  );
}

/** The text of a file after the first fix of the only finding. */
function fixed(fixture: string, path: string): string {
  const [finding, ...others] = dangling(fixture);
  assert.deepEqual(others, []);
  return applyEdits(parseFixture(fixture).files[path] ?? "", finding?.fixes?.[0]?.edits ?? []);
}

const release = (body: string, head = "metadata:\n  name: shop\n  namespace: team-a"): string =>
  `#- release.yaml\napiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n${head}\nspec:\n${body}`;

const repository = (name: string, namespace = "", path = "repository.yaml"): string =>
  `#- ${path}\napiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmRepository\nmetadata:\n  name: ${name}\n${namespace && `  namespace: ${namespace}\n`}`;

const sourceRef = (name: string, more = ""): string =>
  `  chart:\n    spec:\n      sourceRef:\n        kind: HelmRepository\n        name: ${name}\n${more}`;

test("says that a source is missing, what that means, and which one was probably meant", () => {
  const [finding] = dangling(release(sourceRef("chart")) + repository("charts", "team-a"));
  assert.equal(finding?.severity, "warning");
  assert.equal(
    finding?.message,
    "No HelmRepository `chart` in namespace `team-a` in this workspace. Until it exists nothing is applied. Did you mean `charts`?",
  );
});

test("replaces a name by the one probably meant", () =>
  assert.match(fixed(release(sourceRef("chart")) + repository("charts", "team-a"), "release.yaml"), /name: charts\n/));

test("accepts a source in the referrer's namespace", () =>
  check(release(sourceRef("charts")) + repository("charts", "team-a")));

test("accepts a source in a namespace that nobody in the workspace decides", () =>
  check(release(sourceRef("charts")) + repository("charts")));

test("tells a source of another namespace and adds the namespace", () => {
  const fixture = release(sourceRef("charts")) + repository("charts", "flux-system");
  check(fixture, "ref/dangling-source charts");
  assert.match(
    dangling(fixture)[0]?.message ?? "",
    /is in namespace `flux-system` \(repository.yaml\), but this reference looks in `team-a`/,
  );
  assert.match(fixed(fixture, "release.yaml"), /\n {8}name: charts\n {8}namespace: flux-system\n/);
});

test("adds the namespace inside a flow mapping", () => {
  const fixture =
    release("  chartRef: { kind: OCIRepository, name: app }\n") +
    "#- oci.yaml\napiVersion: source.toolkit.fluxcd.io/v1\nkind: OCIRepository\nmetadata: { name: app, namespace: flux-system }\n";
  assert.match(fixed(fixture, "release.yaml"), /\{ kind: OCIRepository, name: app, namespace: flux-system \}/);
});

test("corrects a namespace that is written", () => {
  const fixture = release(sourceRef("charts", "        namespace: flux\n")) + repository("charts", "flux-system");
  assert.match(fixed(fixture, "release.yaml"), /namespace: flux-system\n/);
});

test("takes the namespace that an overlay sets for both sides", () =>
  check(
    release(sourceRef("charts"), "metadata:\n  name: shop") +
      repository("charts", "team-a") +
      "#- kustomization.yaml\nnamespace: team-a\nresources: [release.yaml, repository.yaml]\n",
  ));

test("judges by the namespace of the outermost kustomization file", () =>
  check(
    release(sourceRef("charts"), "metadata:\n  name: shop").replace("#- release", "#- base/release") +
      repository("charts", "team-b") +
      "#- base/kustomization.yaml\nnamespace: team-a\nresources: [release.yaml]\n" +
      "#- overlay/kustomization.yaml\nnamespace: team-b\nresources: [../base]\n",
  ));

test("a namespace of an overlay can also separate the two", () =>
  check(
    release(sourceRef("charts"), "metadata:\n  name: shop") +
      repository("charts", "team-b") +
      "#- kustomization.yaml\nnamespace: team-a\nresources: [release.yaml]\n",
    "ref/dangling-source charts",
  ));

test("takes the target namespace of a Flux Kustomization", () =>
  check(
    release(sourceRef("charts"), "metadata:\n  name: shop").replace("#- release", "#- apps/release") +
      repository("charts", "team-b") +
      `#- cluster.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  path: ./apps
  targetNamespace: team-b
`,
  ));

test("knows which kind a store reference means when it says none", () => {
  const fixture = `#- secret.yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: token, namespace: team-a }
spec:
  secretStoreRef:
    name: vault
#- store.yaml
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
`;
  assert.match(
    dangling(fixture)[0]?.message ?? "",
    /^`vault` is a ClusterSecretStore, not a SecretStore \(which is meant/,
  );
  assert.match(fixed(fixture, "secret.yaml"), /\n {4}name: vault\n {4}kind: ClusterSecretStore\n/);
});

test("a store of the cluster serves every namespace", () =>
  check(`#- secret.yaml
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: token, namespace: team-a }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
#- store.yaml
apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault, namespace: some-overlay-put-this-here }
`));

for (const name of [`\${source}`, "{{ source }}", "$ARGOCD_APP_NAME"]) {
  test(`says nothing about a name that is filled in later: ${name}`, () => check(release(sourceRef(`"${name}"`))));
}

test("says nothing when a declared name may become the wanted one", () =>
  check(release(sourceRef("team-a-charts")) + repository(`\${team}-charts`)));

test("says nothing when a prefix may make the wanted name", () =>
  check(
    release(sourceRef("prod-charts")) +
      repository("charts") +
      "#- kustomization.yaml\nnamePrefix: prod-\nresources: [repository.yaml]\n",
  ));

test("says nothing when a template makes objects of the type", () =>
  check(
    release(sourceRef("charts")) +
      "#- set.yaml\napiVersion: fluxcd.controlplane.io/v1\nkind: ResourceSet\nmetadata: { name: tenants }\nspec:\n  resources:\n    - kind: HelmRepository\n",
  ));

test("says nothing in a patch, which may be for any namespace", () =>
  check(`${release(sourceRef("charts"))}#- kustomization.yaml\npatches: [{ path: release.yaml }]\n`));

test("says nothing while the workspace is still being read", () => {
  const index = createRepositoryIndex();
  index.setText(uriOf("release.yaml"), release(sourceRef("charts")));
  assert.deepEqual(findingsOfRules(danglingRules, index), []);
  index.markComplete();
  assert.equal(findingsOfRules(danglingRules, index).length, 1);
});

test("a missing Secret is only information, since most are made elsewhere", () => {
  const [finding] = dangling(release("  valuesFrom:\n    - kind: Secret\n      name: credentials\n"));
  assert.equal(finding?.severity, "information");
});

test("an optional reference may dangle", () =>
  check(release("  valuesFrom:\n    - kind: Secret\n      name: credentials\n      optional: true\n")));

const makers: readonly (readonly [what: string, yaml: string])[] = [
  [
    "an ExternalSecret by its target",
    "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: x, namespace: team-a }\nspec: { target: { name: credentials } }\n",
  ],
  [
    "an ExternalSecret by its own name",
    "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: credentials, namespace: team-a }\nspec: {}\n",
  ],
  [
    "a SealedSecret",
    "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: { name: credentials, namespace: team-a }\n",
  ],
  [
    "a Certificate",
    "apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: x }\nspec: { secretName: credentials }\n",
  ],
];

for (const [what, yaml] of makers) {
  test(`a Secret is made by ${what}`, () =>
    check(`${release("  valuesFrom:\n    - kind: Secret\n      name: credentials\n")}#- maker.yaml\n${yaml}`));
}

test("a Secret is made by a generator, and an ExternalSecret with another target makes none of its own name", () => {
  const wanted = release("  valuesFrom:\n    - kind: Secret\n      name: credentials\n");
  check(`${wanted}#- kustomization.yaml\nsecretGenerator: [{ name: credentials }]\n`);
  check(
    `${wanted}#- es.yaml\napiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata: { name: credentials }\nspec: { target: { name: other } }\n`,
    "ref/dangling-values credentials",
  );
});

const application = (spec: string): string =>
  `#- app.yaml\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: shop, namespace: team-a }\nspec:\n${spec}`;

test("the project `default` always exists, others have to be declared, in any namespace", () => {
  check(application("  project: default\n"));
  check(application("  project: ''\n"));
  check(application("  project: bookshop\n"), "ref/dangling-project bookshop");
  const project =
    "#- project.yaml\napiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata: { name: bookshop, namespace: argocd }\n";
  check(application("  project: bookshop\n") + project);
});

const cluster = (data: string): string =>
  `#- cluster.yaml\napiVersion: v1\nkind: Secret\nmetadata:\n  name: cluster-1\n  labels: { argocd.argoproj.io/secret-type: cluster }\n${data}`;

test("a destination names a cluster Secret by its data", () => {
  const staging = "  destination: { name: staging }\n";
  check(application("  destination: { name: in-cluster }\n"));
  check(application("  destination: { server: https://kubernetes.default.svc }\n"));
  check(application(staging), ...[]);
  check(application(staging) + cluster("stringData: { name: staging }\n"));
  check(application(staging) + cluster("data: { name: c3RhZ2luZw== }\n"));
  check(application(staging) + cluster("stringData: { name: production }\n"), "ref/dangling-destination staging");
  check(
    application("  destination: { server: https://a:6443/ }\n") + cluster("stringData: { server: https://a:6443 }\n"),
  );
});

test("the source that Flux makes for the cluster need not be declared, but its namespace has to be right", () => {
  check(release(sourceRef("flux-system")));
  check(
    release(sourceRef("flux-system")) + repository("flux-system", "flux-system"),
    "ref/dangling-source flux-system",
  );
  assert.match(dangling(release(sourceRef("flux-systen")))[0]?.message ?? "", /Did you mean `flux-system`\?$/);
});

test("a target of a kind that the workspace declares nowhere comes from another repository", () => {
  const [finding] = dangling(release(sourceRef("charts", "        namespace: flux-system\n")));
  assert.equal(finding?.severity, "information");
  assert.equal(
    finding?.message,
    "This workspace declares no such HelmRepository, nor any other, so `charts` has to come from elsewhere. Until it exists nothing is applied.",
  );
});

test("the only release of a repository may wait for one of another repository", () => {
  const waiting = release("  dependsOn: [{ name: redis }]\n");
  assert.equal(dangling(waiting)[0]?.severity, "information");
  const [finding] = dangling(
    `${waiting}${release("  interval: 1h\n").replace("#- release", "#- other").replace("name: shop", "name: blog")}`,
  );
  assert.equal(finding?.severity, "warning");
});

test("knows what every cluster has: the ServiceAccounts of Flux and of each namespace, the root certificate", () => {
  check(
    ["default", "kustomize-controller", "helm-controller"]
      .map((name) => release(`  serviceAccountName: ${name}\n`).replace("#- release", `#- ${name}`))
      .join(""),
  );
  check(`#- store.yaml
apiVersion: external-secrets.io/v1
kind: SecretStore
metadata: { name: other, namespace: team-a }
spec:
  provider:
    kubernetes:
      server: { caProvider: { type: ConfigMap, name: kube-root-ca.crt, key: ca.crt } }
      auth: { serviceAccount: { name: default } }
`);
});
