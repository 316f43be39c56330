import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import type { RepositoryOrigin } from "../../../server/core/graph/repositoryIndex.ts";
import { conditionDiagnostics } from "../../../server/features/cluster/conditionDiagnostics.ts";
import { provideDeclaration } from "../../../server/features/cluster/declaration.ts";
import { elsewhereNote } from "../../../server/features/cluster/destinations.ts";
import { liveMarkdown } from "../../../server/features/cluster/hover.ts";
import { provideClusterLenses } from "../../../server/features/cluster/lenses.ts";
import { followedKeys } from "../../../server/features/cluster/liveObjects.ts";
import { provideObjectsAt } from "../../../server/features/cluster/objectsAt.ts";
import type { Cluster } from "../../../server/features/cluster.ts";
import type { Environment } from "../../../server/features/environment.ts";
import { indexEnvironment } from "../../harness/featureEnvironment.ts";
import { clusterNow, connectionOf, memoryCluster } from "../../harness/memoryCluster.ts";
import { type Files, memoryIndex, repositoryOrigin, uriOf } from "../../harness/workspace.ts";

const address = "https://github.com/example-org/gitops";
const here = "3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const there = "9999999d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const hub = "https://hub.example.org:6443";
const spoke = "https://spoke.example.org:6443";

function environmentOf(files: Files, cluster: Cluster, origin: Partial<RepositoryOrigin> = {}): Environment {
  const index = memoryIndex(files);
  index.setOrigins([{ ...repositoryOrigin, commit: here, defaultBranch: "main", ...origin }]);
  return { ...indexEnvironment(index), cluster, now: () => clusterNow };
}

function lenses(environment: Environment, path: string): readonly string[] {
  return provideClusterLenses(environment, uriOf(path)).map(({ command }) => command?.title ?? "");
}

function hover(environment: Environment, path: string): string {
  return liveMarkdown(environment, { uri: uriOf(path), position: { line: 1, character: 8 } }) ?? "";
}

function reported(environment: Environment, path: string): readonly string[] {
  return conditionDiagnostics(environment, uriOf(path)).map(({ message }) => String(message));
}

function note(environment: Environment, path: string): string | undefined {
  return provideObjectsAt(environment, { uri: uriOf(path) })[0]?.note;
}

const onFeature = { branch: "feature/x" };

const applicationText = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
  namespace: argocd
spec:
  source:
    repoURL: ${address}
    path: apps/shop
    targetRevision: main
  destination:
    server: https://kubernetes.default.svc
    namespace: shop
`;
const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n";
const secret =
  "apiVersion: external-secrets.io/v1\nkind: ExternalSecret\nmetadata:\n  name: login\n  namespace: shop\n";
const argoFiles = {
  "clusters/shop.yaml": applicationText,
  "apps/shop/web.yaml": deployment,
  "apps/shop/login.yaml": secret,
};

const failing = {
  group: "apps",
  kind: "Deployment",
  namespace: "shop",
  name: "web",
  status: "Synced",
  health: { status: "Degraded", message: "0 of 2 ready" },
};

function liveApplication(destination: Readonly<Record<string, string>>, targetRevision = "main"): LiveObject {
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name: "shop", namespace: "argocd" },
    spec: { source: { repoURL: `${address}.git`, path: "apps/shop", targetRevision }, destination },
    status: {
      sync: { status: "Synced", revision: there },
      health: { status: "Degraded" },
      resources: [failing],
      conditions: [{ type: "ComparisonError", message: "apps/shop: app path does not exist" }],
    },
  };
}

const local = liveApplication({ server: "https://kubernetes.default.svc" });
const login: LiveObject = {
  apiVersion: "external-secrets.io/v1",
  kind: "ExternalSecret",
  metadata: { name: "login", namespace: "shop" },
  spec: {},
  status: { conditions: [{ type: "Ready", status: "False", reason: "SecretSyncedError", message: "denied" }] },
};

test("A file that is deployed from another branch says so: in its lens, its hover and its problems.", () => {
  const environment = environmentOf(argoFiles, memoryCluster({ prod: [local, login] }), onFeature);
  assert.deepEqual(lenses(environment, "apps/shop/web.yaml"), [
    "$(git-branch) Application shop deploys this file from main; you are on feature/x",
  ]);
  assert.match(
    lenses(environment, "apps/shop/login.yaml")[0] ?? "",
    /^\$\(error\) SecretSyncedError.* · deployed from main; you are on feature\/x$/,
  );
  assert.match(
    hover(environment, "apps/shop/web.yaml"),
    /^Delivered by the Application \*\*shop\*\* in `prod`, from main; you are on feature\/x\. Synced, Degraded\n\n0 of 2 ready$/,
  );
  assert.match(hover(environment, "apps/shop/login.yaml"), /\n\nDeployed from main; you are on feature\/x\.\n\n/);
  assert.deepEqual(reported(environment, "apps/shop/web.yaml"), [
    "prod: Application shop: 0 of 2 ready (deployed from main; you are on feature/x)",
  ]);
  assert.deepEqual(reported(environment, "apps/shop/login.yaml"), [
    "prod: denied (deployed from main; you are on feature/x)",
  ]);
});

test("On the branch that is deployed nothing of that is said.", () => {
  const environment = environmentOf(argoFiles, memoryCluster({ prod: [local, login] }));
  assert.deepEqual(lenses(environment, "apps/shop/web.yaml"), []);
  assert.match(hover(environment, "apps/shop/web.yaml"), /in `prod`: Synced, Degraded/);
  assert.deepEqual(reported(environment, "apps/shop/login.yaml"), ["prod: denied"]);
  assert.deepEqual(reported(environment, "clusters/shop.yaml"), ["prod: apps/shop: app path does not exist"]);
});

test("What an Application could not find it looked up in its own revision, which is that of the live object.", () => {
  const patched = liveApplication({}, "release");
  const environment = environmentOf(argoFiles, memoryCluster({ prod: [patched] }), onFeature);
  assert.deepEqual(reported(environment, "clusters/shop.yaml"), [
    "prod: apps/shop: app path does not exist (looked up in what it takes from release; you are on feature/x)",
  ]);
});

test("A switch of branches shows without a change of any file.", () => {
  const index = memoryIndex(argoFiles);
  const cluster = memoryCluster({ prod: [local] });
  const environment = { ...indexEnvironment(index), cluster, now: () => clusterNow };
  assert.deepEqual(reported(environment, "apps/shop/web.yaml"), ["prod: Application shop: 0 of 2 ready"]);
  index.setOrigins([{ ...repositoryOrigin, branch: "feature/x", commit: here }]);
  assert.match(reported(environment, "apps/shop/web.yaml")[0] ?? "", /you are on feature\/x/);
});

test("Several that deploy a file from the same revision are told together, at most three by name.", () => {
  const names = ["dev", "test", "stage", "prod"];
  const apps = names.map((name) => applicationText.replace("name: shop", `name: ${name}`)).join("---\n");
  const live = names.map((name) => ({ ...local, metadata: { ...local.metadata, name } }));
  const title = (count: number) =>
    lenses(
      environmentOf(
        { ...argoFiles, "clusters/shop.yaml": apps },
        memoryCluster({ prod: live.slice(0, count) }),
        onFeature,
      ),
      "apps/shop/web.yaml",
    ).join();
  assert.equal(title(2), "$(git-branch) dev and test deploy this file from main; you are on feature/x");
  assert.equal(title(3), "$(git-branch) dev, stage and test deploy this file from main; you are on feature/x");
  assert.equal(title(4), "$(git-branch) dev, prod and 2 more deploy this file from main; you are on feature/x");
});

test("Another repository than that of the workspace is not compared with its branch.", () => {
  const environment = environmentOf(argoFiles, memoryCluster({ prod: [local] }), {
    ...onFeature,
    remotes: ["https://github.com/example-org/fork"],
  });
  assert.deepEqual(lenses(environment, "apps/shop/web.yaml"), []);
});

const sourceText = (branch: string): string =>
  `apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: flux-system\n  namespace: flux-system\nspec:\n  url: ${address}\n  ref:\n    branch: ${branch}\n`;
const kustomizationText = (name: string, path: string): string =>
  `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${name}\n  namespace: flux-system\nspec:\n  path: ${path}\n  sourceRef:\n    kind: GitRepository\n    name: flux-system\n`;
const liveSource: LiveObject = {
  apiVersion: "source.toolkit.fluxcd.io/v1",
  kind: "GitRepository",
  metadata: { name: "flux-system", namespace: "flux-system" },
  spec: { url: "ssh://git@github.com/example-org/gitops", ref: { semver: ">=1.0.0" } },
  status: { artifact: { revision: `v1.3.0@sha1:${there}` } },
};
const fluxLabels = (name: string) => ({
  "kustomize.toolkit.fluxcd.io/name": name,
  "kustomize.toolkit.fluxcd.io/namespace": "flux-system",
});

function liveKustomization(name: string, path: string, further: Partial<LiveObject> = {}, by?: string): LiveObject {
  const spec = { path, sourceRef: { kind: "GitRepository", name: "flux-system" }, ...further.spec };
  const status = { conditions: [{ type: "Ready", status: "True", reason: "ReconciliationSucceeded" }] };
  const metadata = { name, namespace: "flux-system", ...(by !== undefined && { labels: fluxLabels(by) }) };
  return { apiVersion: "kustomize.toolkit.fluxcd.io/v1", kind: "Kustomization", metadata, status, ...further, spec };
}

test("A Flux Kustomization takes the revision of its source, a range of tags with the tag that was found.", () => {
  const files = {
    "flux/source.yaml": sourceText("main"),
    "flux/apps.yaml": kustomizationText("apps", "./apps"),
    "apps/kustomization.yaml": "resources:\n  - login.yaml\n",
    "apps/login.yaml": secret,
  };
  const cluster = memoryCluster({ prod: [liveSource, liveKustomization("apps", "./apps"), login] });
  const environment = environmentOf(files, cluster);
  assert.match(
    lenses(environment, "apps/login.yaml")[0] ?? "",
    /· deployed from v1\.3\.0 \(semver >=1\.0\.0\); you are on main$/,
  );
  assert.deepEqual(lenses(environmentOf(files, cluster, { commit: there }), "apps/login.yaml"), [
    "$(error) SecretSyncedError",
    "Refresh",
  ]);
});

/** Some connected contexts, each with its own API server, and those that could be. */
function clusters(objects: Readonly<Record<string, readonly LiveObject[]>>): Cluster {
  const servers: Readonly<Record<string, string>> = { hub, spoke };
  const connections = Object.keys(objects).map((name) => connectionOf(name, { server: servers[name] ?? "" }));
  const contexts = Object.entries(servers).map(([name, server]) => ({ name, server }));
  return { ...memoryCluster(objects), connections, contexts };
}

const remote = liveApplication({ server: `${spoke}/`, name: "spoke-eu" });

test("What is delivered to another cluster is not the object of the same name in this one, and not missing here.", () => {
  const environment = environmentOf(argoFiles, clusters({ hub: [remote, login] }));
  assert.deepEqual(lenses(environment, "apps/shop/login.yaml"), [
    `$(cloud) Application shop deploys this file to the cluster spoke-eu (${spoke})`,
    "Connect spoke",
  ]);
  assert.equal(
    note(environment, "apps/shop/login.yaml"),
    `Application shop delivers it to the cluster spoke-eu (${spoke}). Connect \`spoke\` to see it.`,
  );
  assert.deepEqual(reported(environment, "apps/shop/login.yaml"), []);
  assert.match(hover(environment, "apps/shop/web.yaml"), /in `hub`, to the cluster spoke-eu \(.*\)\. Synced, Degraded/);
});

test("The object is found in the cluster that it is delivered to, and only there.", () => {
  const environment = environmentOf(argoFiles, clusters({ hub: [remote, login], spoke: [login] }));
  assert.deepEqual(lenses(environment, "apps/shop/login.yaml"), ["$(error) spoke · SecretSyncedError", "Refresh"]);
});

test("An object that is missing is missing in the cluster that it is delivered to.", () => {
  const environment = environmentOf(argoFiles, clusters({ hub: [remote, login], spoke: [] }));
  assert.equal(note(environment, "apps/shop/login.yaml"), "There is no such object in spoke.");
});

test("Where only the manifest says so, its destination counts; the names of contexts are those that Argo CD gives.", () => {
  const elsewhere = applicationText.replace("server: https://kubernetes.default.svc", "name: spoke");
  const files = { ...argoFiles, "clusters/shop.yaml": elsewhere };
  assert.match(
    note(environmentOf(files, clusters({ hub: [login] })), "apps/shop/login.yaml") ?? "",
    /^Application shop delivers it to the cluster spoke\. Connect `spoke`/,
  );
  const both = environmentOf(files, clusters({ hub: [login], spoke: [login] }));
  assert.equal(lenses(both, "apps/shop/login.yaml")[0], "$(error) spoke · SecretSyncedError");
});

test("Through a kubeconfig in a Secret only the owner that an object names tells where it is.", () => {
  const files = {
    "flux/source.yaml": sourceText("main"),
    "flux/apps.yaml": kustomizationText("apps", "./apps"),
    "apps/login.yaml": secret,
  };
  const apps = liveKustomization("apps", "./apps", { spec: { kubeConfig: { secretRef: { name: "eu" } } } });
  const owned = { ...login, metadata: { ...login.metadata, labels: fluxLabels("apps") } };
  const environment = environmentOf(files, clusters({ hub: [liveSource, apps, login], spoke: [owned] }), {
    commit: there,
  });
  assert.deepEqual(lenses(environment, "apps/login.yaml"), ["$(error) spoke · SecretSyncedError", "Refresh"]);
  const alone = environmentOf(files, clusters({ hub: [liveSource, apps, login] }));
  assert.equal(note(alone, "apps/login.yaml"), "Flux Kustomization apps delivers it to the cluster of the Secret eu.");
});

const twoClusters = {
  "clusters/staging/flux-system/sync.yaml": kustomizationText("flux-system", "./clusters/staging"),
  "clusters/staging/infra.yaml": kustomizationText("infra", "./infra"),
  "clusters/production/flux-system/sync.yaml": kustomizationText("flux-system", "./clusters/production"),
  "clusters/production/infra.yaml": kustomizationText("infra", "./infra"),
  "infra/login.yaml": secret,
};
const root = liveKustomization("flux-system", "./clusters/production", {}, "flux-system");

test("Of equal manifests of two clusters the one is meant that the owner of the object applies.", () => {
  const cluster = memoryCluster({ prod: [liveSource, root, liveKustomization("infra", "./infra", {}, "flux-system")] });
  // Not even the object itself is needed.
  const unread: Cluster = {
    ...cluster,
    find: (key) => cluster.find(key).map((each) => ({ ...each, object: undefined })),
  };
  const environment = environmentOf(twoClusters, unread);
  assert.equal(lenses(environment, "clusters/production/infra.yaml").length, 1);
  assert.deepEqual(lenses(environment, "clusters/staging/infra.yaml"), []);
  assert.equal(lenses(environment, "clusters/production/flux-system/sync.yaml").length, 1);
  assert.deepEqual(lenses(environment, "clusters/staging/flux-system/sync.yaml"), []);
  assert.match(
    note(environment, "clusters/staging/infra.yaml") ?? "",
    /rather that of clusters\/production\/infra\.yaml/,
  );
  const id = { context: "prod", group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization", namespace: "flux-system" };
  assert.equal(provideDeclaration(environment, { ...id, name: "infra" })?.uri, uriOf("clusters/production/infra.yaml"));
});

test("An object that names no owner is that of the manifest which something delivers to its cluster.", () => {
  const infra = liveKustomization("infra", "./infra");
  const environment = environmentOf(twoClusters, memoryCluster({ prod: [liveSource, root, infra] }));
  assert.equal(lenses(environment, "clusters/production/infra.yaml").length, 2);
  assert.deepEqual(lenses(environment, "clusters/staging/infra.yaml"), []);
});

test("Of several that something delivers, the one is meant whose deliverer lists the object.", () => {
  const files = {
    "flux/a.yaml": kustomizationText("a", "./a"),
    "flux/b.yaml": kustomizationText("b", "./b"),
    "a/login.yaml": secret,
    "b/login.yaml": secret,
  };
  const ready = [{ type: "Ready", status: "True", reason: "ReconciliationSucceeded" }];
  const inventory = { entries: [{ id: "shop_login_external-secrets.io_ExternalSecret", v: "v1" }] };
  const lists = liveKustomization("b", "./b", { status: { conditions: ready, inventory } });
  const cluster = memoryCluster({ prod: [liveSource, liveKustomization("a", "./a"), lists, login] });
  const environment = environmentOf(files, cluster, { commit: there });
  assert.deepEqual(lenses(environment, "a/login.yaml"), []);
  assert.deepEqual(lenses(environment, "b/login.yaml"), ["$(error) SecretSyncedError", "Refresh"]);
  const followed = followedKeys(environment, [uriOf("a/login.yaml")]).map(({ kind, name }) => `${kind}/${name}`);
  assert.ok(followed.includes("Kustomization/b"), followed.join());
});

test("When nothing tells which of equal manifests is meant, both say so.", () => {
  const environment = environmentOf(
    twoClusters,
    memoryCluster({ prod: [liveSource, liveKustomization("infra", "./infra")] }),
    { commit: there },
  );
  const title = (cluster: string) => lenses(environment, `clusters/${cluster}/infra.yaml`)[0] ?? "";
  assert.match(title("staging"), /· from this file or clusters\/production\/infra\.yaml: nothing tells which$/);
  assert.match(title("production"), /· from this file or clusters\/staging\/infra\.yaml: nothing tells which$/);
  assert.match(
    hover(environment, "clusters/staging/infra.yaml"),
    /It comes from this file or from `clusters\/production\/infra\.yaml`: nothing tells which\./,
  );
});

test("Equal Applications of two app-of-apps are told apart by the path of the one that tracks them.", () => {
  const parent = (name: string) =>
    applicationText.replace("name: shop", `name: ${name}`).replace("apps/shop", `argocd/${name}`);
  const files = {
    "roots/staging.yaml": parent("staging"),
    "roots/production.yaml": parent("production"),
    "argocd/staging/shop.yaml": applicationText,
    "argocd/production/shop.yaml": applicationText,
  };
  const owner = { ...local, metadata: { name: "root", namespace: "argocd" } };
  const spec = { source: { repoURL: address, path: "argocd/production" } };
  const tracked = {
    ...local,
    metadata: {
      ...local.metadata,
      annotations: { "argocd.argoproj.io/tracking-id": "root:argoproj.io/Application:argocd/shop" },
    },
  };
  // The owner is declared under another name than the one it has in the cluster.
  const environment = environmentOf(files, memoryCluster({ prod: [{ ...owner, spec }, tracked] }));
  assert.notDeepEqual(lenses(environment, "argocd/production/shop.yaml"), []);
  assert.deepEqual(lenses(environment, "argocd/staging/shop.yaml"), []);
});

const trackedBy = (name: string, object: LiveObject): LiveObject => {
  const { apiVersion, kind, metadata } = object;
  const type = `${apiVersion.split("/")[0]}/${kind}`;
  const id = `${name}:${type}:${metadata.namespace}/${metadata.name}`;
  return { ...object, metadata: { ...metadata, annotations: { "argocd.argoproj.io/tracking-id": id } } };
};
/** The Application of one of several directories with equal objects. */
const applicationAt = (name: string): string =>
  applicationText.replace("name: shop", `name: ${name}`).replace("apps/shop", `apps/${name}`);
const twoDirectories = { "apps/staging/login.yaml": secret, "apps/production/login.yaml": secret };

test("While the owner itself is not seen, the manifest with its name tells which of equal ones is meant.", () => {
  const files = {
    ...twoDirectories,
    "argocd/staging.yaml": applicationAt("staging"),
    "argocd/production.yaml": applicationAt("production"),
  };
  const environment = environmentOf(files, memoryCluster({ prod: [trackedBy("production", login)] }));
  assert.deepEqual(lenses(environment, "apps/production/login.yaml"), ["$(error) SecretSyncedError", "Refresh"]);
  assert.deepEqual(lenses(environment, "apps/staging/login.yaml"), []);
});

test("The owner may be in the cluster that delivers to this one, and have no manifest of its own.", () => {
  const generated = {
    ...remote,
    metadata: { name: "spoke-shop", namespace: "argocd" },
    spec: { ...remote.spec, source: { repoURL: address, path: "apps/production" } },
  };
  const cluster = clusters({ hub: [generated], spoke: [trackedBy("spoke-shop", login)] });
  const environment = environmentOf(twoDirectories, cluster);
  assert.deepEqual(lenses(environment, "apps/production/login.yaml"), [
    "$(error) spoke · SecretSyncedError",
    "Refresh",
  ]);
  assert.deepEqual(lenses(environment, "apps/staging/login.yaml"), []);
});

/** An Application without a manifest, as an ApplicationSet generates it. */
function generated(name: string, destination: Readonly<Record<string, string>>, source: object = {}): LiveObject {
  const spec = { ...local.spec, source: { repoURL: address, path: "apps/shop", targetRevision: "main", ...source } };
  return { ...local, metadata: { name, namespace: "argocd" }, spec: { ...spec, destination } };
}
const noManifest = { "apps/shop/web.yaml": deployment, "apps/shop/login.yaml": secret };

test("Applications that are generated deliver files, too: their state, revision and cluster are told.", () => {
  const here = generated("tenant-a", { server: "https://kubernetes.default.svc" });
  const environment = environmentOf(
    { "apps/shop/web.yaml": `${deployment}  namespace: shop\n` },
    clusters({ hub: [here] }),
    onFeature,
  );
  assert.deepEqual(lenses(environment, "apps/shop/web.yaml"), [
    "$(git-branch) Application tenant-a deploys this file from main; you are on feature/x",
  ]);
  assert.deepEqual(reported(environment, "apps/shop/web.yaml"), [
    "hub: Application tenant-a: 0 of 2 ready (deployed from main; you are on feature/x)",
  ]);
  const followed = followedKeys(environment, [uriOf("apps/shop/web.yaml")]).map(({ name }) => name);
  assert.deepEqual(followed, ["tenant-a"]);
});

test("What generated Applications deliver elsewhere is neither missing nor found here.", () => {
  const away = generated("spoke-shop", { name: "spoke" });
  const environment = environmentOf(noManifest, clusters({ hub: [away, login] }));
  assert.deepEqual(lenses(environment, "apps/shop/login.yaml"), [
    "$(cloud) Application spoke-shop deploys this file to the cluster spoke",
    "Connect spoke",
  ]);
  assert.match(
    note(environment, "apps/shop/login.yaml") ?? "",
    /^Application spoke-shop delivers it to the cluster spoke\./,
  );
});

test("A comparison with a cluster that a directory is not delivered to says so.", () => {
  const directory = uriOf("apps/shop");
  const toldOf = (files: Files, objects: readonly LiveObject[], context: string) =>
    elsewhereNote(environmentOf(files, clusters({ hub: objects, spoke: [] })), directory, context);
  assert.equal(
    toldOf(argoFiles, [remote], "hub"),
    `Application shop delivers this directory to the cluster spoke-eu (${spoke}), not to \`hub\`: what is not there is no news.`,
  );
  assert.equal(toldOf(argoFiles, [remote], "spoke"), undefined);
  assert.equal(toldOf(argoFiles, [local], "hub"), undefined);
  assert.match(
    toldOf(noManifest, [generated("eu-shop", { name: "eu" })], "hub") ?? "",
    /^Application eu-shop delivers/,
  );
});

test("A fleet of clusters gets one lens, and the first of many in the hover.", () => {
  const fleet = Array.from({ length: 50 }, (_, at) => generated(`shop-${at}`, { name: `cluster-${at}` }));
  const environment = environmentOf(noManifest, memoryCluster({ hub: fleet }), onFeature);
  assert.deepEqual(lenses(environment, "apps/shop/login.yaml"), [
    "$(cloud) shop-0, shop-1 and 48 more deploy this file to 50 other clusters, from main; you are on feature/x",
  ]);
  const told = hover(environment, "apps/shop/login.yaml").split("\n\n---\n\n");
  assert.equal(told.length, 6);
  assert.equal(told.at(-1), "Delivered by 45 more");
  assert.match(note(environment, "apps/shop/login.yaml") ?? "", / So do 47 more, to other clusters\.$/);
});

test("Paths of other repositories, and directories that are not gone into, do not count.", () => {
  const own = (source: object) =>
    lenses(
      environmentOf(noManifest, memoryCluster({ prod: [generated("a", { name: "eu" }, source)] }), onFeature),
      "apps/shop/web.yaml",
    ).length;
  assert.equal(own({}), 1);
  assert.equal(own({ repoURL: "https://github.com/example-org/other" }), 0);
  assert.equal(own({ path: "apps" }), 0);
  assert.equal(own({ path: "apps", directory: { recurse: true } }), 1);
});

test("Of several that deliver a file the owner of the object tells the revision; without one only what all agree on.", () => {
  const other = applicationText.replace("name: shop", "name: next");
  const live = { ...liveApplication({}, "next"), metadata: { name: "next", namespace: "argocd" } };
  const title = (object: LiveObject) =>
    lenses(
      environmentOf({ ...argoFiles, "clusters/next.yaml": other }, memoryCluster({ prod: [local, live, object] })),
      "apps/shop/login.yaml",
    )[0];
  assert.equal(title(trackedBy("next", login)), "$(error) SecretSyncedError · deployed from next; you are on main");
  assert.equal(title(trackedBy("shop", login)), "$(error) SecretSyncedError");
  assert.equal(title(login), "$(error) SecretSyncedError");
});

test("An ApplicationSet says how many Applications it has and how those are doing that are not well.", () => {
  const set =
    "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: tenants\n  namespace: argocd\n";
  const live: LiveObject = {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "ApplicationSet",
    metadata: { name: "tenants", namespace: "argocd" },
    status: { conditions: [{ type: "ResourcesUpToDate", status: "True", reason: "ApplicationSetUpToDate" }] },
  };
  const ownerReferences = [
    { apiVersion: "argoproj.io/v1alpha1", kind: "ApplicationSet", name: "tenants", controller: true },
  ];
  const child = (name: string, health: string): LiveObject => ({
    ...local,
    metadata: { name, namespace: "argocd", ownerReferences },
    status: { sync: { status: "Synced" }, health: { status: health } },
  });
  const objects = [live, local, child("a", "Healthy"), child("b", "Degraded"), child("c", "Progressing")];
  const environment = environmentOf({ "tenants.yaml": set }, memoryCluster({ prod: objects }));
  assert.equal(
    lenses(environment, "tenants.yaml")[0],
    "$(pass) ApplicationSetUpToDate · 3 Applications, 1 Degraded, 1 Progressing",
  );
  assert.match(hover(environment, "tenants.yaml"), /· 3 Applications, 1 Degraded, 1 Progressing/);
});
