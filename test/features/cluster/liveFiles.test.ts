import assert from "node:assert/strict";
import { test } from "node:test";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { editYamlFile } from "../../../server/core/manifest/parseYamlFile.ts";
import { provideAwaitedEdits } from "../../../server/features/cluster/awaitedEdits.ts";
import { conditionDiagnostics } from "../../../server/features/cluster/conditionDiagnostics.ts";
import { provideDeclaration } from "../../../server/features/cluster/declaration.ts";
import { provideClusterFiles } from "../../../server/features/cluster/files.ts";
import { liveMarkdown } from "../../../server/features/cluster/hover.ts";
import { provideInlayHints } from "../../../server/features/cluster/inlayHints.ts";
import { provideClusterLenses } from "../../../server/features/cluster/lenses.ts";
import { followedKeys } from "../../../server/features/cluster/liveObjects.ts";
import { provideObjectsAt } from "../../../server/features/cluster/objectsAt.ts";
import type { Cluster } from "../../../server/features/cluster.ts";
import { noCluster } from "../../../server/features/cluster.ts";
import type { Environment } from "../../../server/features/environment.ts";
import { indexEnvironment } from "../../harness/featureEnvironment.ts";
import { clusterNow, memoryCluster } from "../../harness/memoryCluster.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const commit = "3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const id = { context: "prod", group: "argoproj.io", kind: "Application", namespace: "argocd", name: "shop" };

const appText = `# The shop.
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: shop
spec:
  project: web
  source:
    repoURL: https://github.com/example-org/gitops
    path: apps/shop
    targetRevision: main
`;
const deploymentText = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: shop\n";
const files = { "clusters/shop.yaml": appText, "apps/shop/web.yaml": deploymentText };

const shop: LiveObject = {
  apiVersion: "argoproj.io/v1alpha1",
  kind: "Application",
  metadata: { name: "shop", namespace: "argocd", resourceVersion: "7" },
  spec: { project: "web", source: { path: "apps/shop", targetRevision: "main" } },
  status: {
    sync: { status: "Synced", revision: commit },
    health: { status: "Healthy" },
    operationState: { phase: "Succeeded", finishedAt: "2026-01-02T03:02:00Z" },
    history: [{ id: 0, revision: commit, source: { targetRevision: "main" }, deployedAt: "2026-01-01T03:04:05Z" }],
  },
};

function withStatus(status: LiveObject["status"]): LiveObject {
  return { ...shop, ...(status && { status: { ...shop.status, ...status } }) };
}

const broken = withStatus({
  conditions: [{ type: "ComparisonError", message: "apps/shop: app path does not exist" }],
});

function environmentOf(cluster: Cluster, texts: Readonly<Record<string, string>> = files): Environment {
  return { ...indexEnvironment(memoryIndex(texts)), cluster, now: () => clusterNow };
}

const uri = uriOf("clusters/shop.yaml");
const whole = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

/** Titles of the lenses of a file with their lines. */
function lenses(environment: Environment, file = uri): readonly string[] {
  return provideClusterLenses(environment, file).map(({ range, command }) => `${range.start.line}: ${command?.title}`);
}

test("The head of a manifest says how its object is doing, and offers what is usually done.", () => {
  const environment = environmentOf(memoryCluster({ prod: [shop] }));
  assert.deepEqual(lenses(environment), ["1: $(pass) Synced, Healthy · main@3f2a1c0 · 2 min ago", "1: Sync"]);
  const [status, action] = provideClusterLenses(environment, uri);
  assert.deepEqual(status?.command?.arguments, [id]);
  assert.equal(status?.command?.command, "gitops.cluster.showObject");
  assert.deepEqual(action?.command?.arguments, [id, "argo.sync"]);
  assert.equal(action?.command?.command, "gitops.cluster.runAction");
});

test("With several connections each lens names its context; old states say when they were last seen.", () => {
  const stale = memoryCluster(
    { dev: [broken], prod: [shop] },
    { staleSince: "2026-01-02T02:04:05Z", state: "interrupted" },
  );
  assert.deepEqual(lenses(environmentOf(stale)), [
    "1: $(error) dev · Synced, Healthy, ComparisonError · main@3f2a1c0 · 2 min ago · last seen 1 hour ago",
    "1: $(pass) prod · Synced, Healthy · main@3f2a1c0 · 2 min ago · last seen 1 hour ago",
  ]);
});

test("How long ago something was counts by the clock of its cluster, and stale states by that of the machine.", () => {
  const skewed = { clockAhead: -3_600_000, staleSince: "2026-01-02T02:04:05Z" };
  const status = { operationState: { phase: "Succeeded", finishedAt: "2026-01-02T02:02:00Z" } };
  const environment = environmentOf(memoryCluster({ prod: [withStatus(status)] }, skewed));
  assert.match(lenses(environment).join(), /· 2 min ago · last seen 1 hour ago/);
  const hover = liveMarkdown(environment, { uri, position: { line: 2, character: 8 } });
  assert.match(hover ?? "", /last seen 1 hour ago\)\n\n.* · 2 min ago/);
});

test("Connections that only read offer no action; the setting switches all lenses off.", () => {
  const environment = environmentOf(memoryCluster({ prod: [shop] }, { isReadOnly: true }));
  assert.equal(lenses(environment).length, 1);
  const settings = environment.settings();
  assert.deepEqual(lenses({ ...environment, settings: () => ({ ...settings, cluster: { lenses: false } }) }), []);
});

test("What cannot be done now is not offered: the next usual action is.", () => {
  const suspended: LiveObject = {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "GitRepository",
    metadata: { name: "repo", namespace: "flux-system" },
    spec: { suspend: true },
  };
  const text =
    "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: repo\n  namespace: flux-system\n";
  const environment = environmentOf(memoryCluster({ prod: [suspended] }), { "repo.yaml": text });
  assert.deepEqual(lenses(environment, uriOf("repo.yaml")), ["0: $(debug-pause) Suspended", "0: Resume"]);
});

test("On its kind and name the hover tells status, conditions and history; elsewhere nothing.", () => {
  const environment = environmentOf(memoryCluster({ prod: [broken] }));
  const at = (line: number, character: number) => liveMarkdown(environment, { uri, position: { line, character } });
  const text = at(4, 9) ?? "";
  assert.equal(at(2, 8), text);
  assert.match(
    text,
    /^Live in `prod`, namespace `argocd`\n\n\*\*Degraded\*\* · Synced, Healthy, ComparisonError · `main@3f2a1c0`/,
  );
  assert.match(text, /\| ComparisonError \| True \| {2}\| apps\/shop: app path does not exist \| {2}\|/);
  assert.match(text, /- `main@3f2a1c0` · 1 day ago/);
  assert.equal(at(6, 12), undefined);
});

test("Messages of controllers cannot break out of the hover.", () => {
  const message = "bad | cell\n[click](command:evil) `code`";
  const environment = environmentOf(
    memoryCluster({ prod: [withStatus({ conditions: [{ type: "SyncError", message }] })] }),
  );
  const text = liveMarkdown(environment, { uri, position: { line: 4, character: 9 } }) ?? "";
  assert.ok(text.includes("bad \\| cell \\[click\\](command:evil) \\`code\\`"), text);
});

test("A branch hints at its commit.", () => {
  const environment = environmentOf(memoryCluster({ prod: [shop] }));
  const hints = provideInlayHints(environment, uri, whole).map(({ position, label }) => [
    position.line,
    position.character,
    label,
  ]);
  assert.deepEqual(hints, [[10, 24, "3f2a1c0"]]);
  const elsewhere = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
  assert.deepEqual(provideInlayHints(environment, uri, elsewhere), []);
});

/** Diagnostics of a file as `line:from-to CODE severity message`. */
function reported(environment: Environment, file = uri): readonly string[] {
  return conditionDiagnostics(environment, file).map(({ range, code, severity, message }) => {
    return `${range.start.line}:${range.start.character}-${range.end.character} ${code} ${severity} ${message}`;
  });
}

test("A condition is told on the field that causes it, with the context it was seen in.", () => {
  assert.deepEqual(reported(environmentOf(memoryCluster({ prod: [broken], dev: [shop] }))), [
    "9:10-19 CLUSTER-COMPARISON-ERROR 1 prod: apps/shop: app path does not exist",
  ]);
});

test("A keystroke looks at the edited document only, a change in a cluster at all of them.", () => {
  const text = `${appText}---\n${appText.replace("name: shop", "name: other")}`;
  const index = memoryIndex({ "clusters/shop.yaml": text });
  const file = index.file(uri) ?? assert.fail();
  index.setText(uri, file, { open: true });
  const other = { ...broken, metadata: { ...broken.metadata, name: "other" } };
  const found: string[] = [];
  const state = { revision: 1 };
  const live = memoryCluster({ prod: [broken, other] });
  const cluster: Cluster = {
    ...live,
    get revision() {
      return state.revision;
    },
    find: (key) => {
      found.push(key.name);
      return live.find(key);
    },
  };
  const environment: Environment = { ...indexEnvironment(index), cluster, now: () => clusterNow };
  const both = reported(environment);
  assert.equal(both.length, 2);
  assert.deepEqual(new Set(found.splice(0)), new Set(["shop", "other"]));
  const at = text.lastIndexOf("Revision: main") + "Revision: main".length;
  index.setText(uri, editYamlFile(file, { span: { start: at, end: at }, newText: "s" }), { open: true });
  assert.equal(reported(environment).length, 2);
  assert.deepEqual(new Set(found.splice(0)), new Set(["other"]));
  state.revision++;
  assert.equal(reported(environment).length, 2);
  assert.deepEqual(new Set(found), new Set(["shop", "other"]));
});

test("A field that the manifest does not have is told at the nearest one that it has.", () => {
  const text = appText.replace("    path: apps/shop\n", "");
  assert.deepEqual(reported(environmentOf(memoryCluster({ prod: [broken] }), { "clusters/shop.yaml": text })), [
    "7:2-8 CLUSTER-COMPARISON-ERROR 1 prod: apps/shop: app path does not exist",
  ]);
});

test("What a sync could not do with an object is told in the file of that object.", () => {
  const result = {
    group: "apps",
    kind: "Deployment",
    namespace: "shop",
    name: "web",
    status: "SyncFailed",
    message: "field is immutable",
  };
  const failed = withStatus({
    sync: { status: "OutOfSync", revision: commit },
    operationState: {
      phase: "Failed",
      message: "1 object failed",
      syncResult: { revision: commit, resources: [result] },
    },
  });
  const environment = environmentOf(memoryCluster({ prod: [failed] }));
  assert.deepEqual(reported(environment, uriOf("apps/shop/web.yaml")), [
    "1:6-16 CLUSTER-SYNC-FAILED 1 prod: Application shop: field is immutable",
  ]);
  assert.deepEqual(reported(environment), ["2:6-17 CLUSTER-SYNC-FAILED 1 prod: 1 object failed"]);
});

test("The user's choice of severities holds for what clusters report.", () => {
  const environment = environmentOf(memoryCluster({ prod: [broken] }));
  const choose = (severity: "off" | "hint") => ({
    ...environment,
    settings: () => ({ ...environment.settings(), rules: { "CLUSTER-COMPARISON-ERROR": severity } }),
  });
  assert.deepEqual(reported(choose("off")), []);
  assert.equal(conditionDiagnostics(choose("hint"), uri)[0]?.severity, 4);
});

test("The manifest at a place tells its live objects, or why there are none.", () => {
  const environment = environmentOf(memoryCluster({ prod: [shop] }));
  const [here] = provideObjectsAt(environment, { uri, position: { line: 6, character: 0 } });
  assert.deepEqual(here, {
    title: "Application",
    name: "shop",
    line: 1,
    items: [
      {
        ...id,
        role: "application",
        title: "Application",
        status: "Synced",
        words: ["Synced", "Healthy"],
        revision: "main@3f2a1c0",
        since: "2026-01-02T03:02:00Z",
        project: "web",
        webPath: "/applications/argocd/shop",
      },
    ],
  });
  const note = (cluster: Cluster, file: string) => provideObjectsAt(environmentOf(cluster), { uri: file })[0]?.note;
  assert.equal(note(memoryCluster({ prod: [] }), uri), "There is no such object in prod.");
  assert.equal(
    note({ ...memoryCluster({ prod: [] }), isComplete: () => false }, uri),
    "Objects of this kind are not loaded (yet) from prod.",
  );
  assert.equal(
    note(memoryCluster({ prod: [] }), uriOf("apps/shop/web.yaml")),
    "Objects of the kind Deployment are not watched.",
  );
  assert.equal(note(noCluster, uri), "No cluster is connected.");
});

test("A live object leads to its manifest; one that is generated to what generates it.", () => {
  const generated = {
    ...shop,
    metadata: {
      ...shop.metadata,
      name: "tenant-a",
      ownerReferences: [
        { apiVersion: "argoproj.io/v1alpha1", kind: "ApplicationSet", name: "tenants", controller: true },
      ],
    },
  };
  const set =
    "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: tenants\n  namespace: argocd\n";
  const environment = environmentOf(memoryCluster({ prod: [shop, generated] }), { ...files, "tenants.yaml": set });
  assert.deepEqual(provideDeclaration(environment, id), { uri, line: 4, character: 8 });
  assert.deepEqual(provideDeclaration(environment, { ...id, name: "tenant-a" }), {
    uri: uriOf("tenants.yaml"),
    line: 3,
    character: 8,
  });
  assert.equal(provideDeclaration(environment, { ...id, name: "unknown" }), null);
  // Objects that no open file shows are known by what their summary says.
  const { cluster } = environment;
  const unread: Cluster = {
    ...cluster,
    find: (key) => cluster.find(key).map((each) => ({ ...each, object: undefined })),
  };
  assert.equal(provideDeclaration({ ...environment, cluster: unread }, { ...id, name: "tenant-a" })?.line, 3);
});

test("A live object leads to where its manifest is after lines were added above it.", () => {
  const index = memoryIndex(files);
  const environment = { ...indexEnvironment(index), cluster: memoryCluster({ prod: [shop] }), now: () => clusterNow };
  assert.equal(provideDeclaration(environment, id)?.line, 4);
  index.setText(uri, appText, { open: true });
  assert.equal(provideDeclaration(environment, id)?.line, 4);
  const file = index.file(uri) ?? assert.fail();
  index.setText(uri, editYamlFile(file, { span: { start: 0, end: 0 }, newText: "# One more.\n" }), { open: true });
  assert.equal(provideDeclaration(environment, id)?.line, 5);
});

test("Files are marked with the most urgent of their objects; those where all is well are not.", () => {
  const found = provideClusterFiles(
    environmentOf(memoryCluster({ dev: [withStatus({ sync: { status: "OutOfSync" } })], prod: [broken] })),
  );
  assert.deepEqual(
    found.map((each) => [each.uri, each.item.context, each.item.status]),
    [[uri, "prod", "Degraded"]],
  );
  assert.deepEqual(provideClusterFiles(environmentOf(memoryCluster({ prod: [shop] }))), []);
});

test("What open files show is followed: their objects, what these refer to, what delivers them.", () => {
  const environment = environmentOf(memoryCluster({ prod: [shop] }));
  const keys = (file: string) =>
    followedKeys(environment, [file]).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
  assert.ok(keys(uri).includes("Application argocd/shop"), keys(uri).join());
  assert.ok(keys(uri).includes("AppProject argocd/web"), keys(uri).join());
  assert.ok(
    keys(uriOf("apps/shop/web.yaml")).includes("Application argocd/shop"),
    keys(uriOf("apps/shop/web.yaml")).join(),
  );
});

test("Without a connection nothing is said, and nobody is asked.", () => {
  const never = (): never => assert.fail("somebody asked");
  const unconnected: Cluster = { ...memoryCluster({}), find: never, follow: never, isComplete: never };
  const environment = { ...environmentOf(unconnected), now: never };
  assert.deepEqual(lenses(environment), []);
  assert.equal(liveMarkdown(environment, { uri, position: { line: 4, character: 9 } }), undefined);
  assert.deepEqual(provideInlayHints(environment, uri, whole), []);
  assert.deepEqual(conditionDiagnostics(environment, uri), []);
  assert.deepEqual(provideClusterFiles(environment), []);
  assert.deepEqual(followedKeys(environment, [uri]), []);
});

test("Of the manifests that several clusters declare under one name, the one most like the object is meant.", () => {
  const production = appText.replace("path: apps/shop", "path: overlays/production");
  const texts = {
    "clusters/shop.yaml": appText,
    "production/shop.yaml": production,
    ...{ "apps/shop/web.yaml": deploymentText },
  };
  const environment = environmentOf(memoryCluster({ prod: [shop] }), texts);
  assert.equal(lenses(environment).length, 2);
  assert.deepEqual(lenses(environment, uriOf("production/shop.yaml")), []);
  assert.deepEqual(provideDeclaration(environment, id)?.uri, uri);
  const [other] = provideObjectsAt(environment, { uri: uriOf("production/shop.yaml") });
  assert.match(other?.note ?? "", /rather that of .*clusters\/shop\.yaml/);
});

test("Which of several manifests is meant stays open until the object is at hand.", () => {
  const cluster = memoryCluster({ prod: [shop] });
  const known: Cluster = {
    ...cluster,
    find: (key) => cluster.find(key).map((each) => ({ ...each, object: undefined })),
  };
  const texts = { "clusters/shop.yaml": appText, "production/shop.yaml": appText };
  assert.deepEqual(lenses(environmentOf(known, texts)), []);
  assert.deepEqual(lenses(environmentOf(known)), ["1: $(pass) Synced, Healthy · main@3f2a1c0 · 2 min ago"]);
});

const terraformText = `apiVersion: infra.contrib.fluxcd.io/v1alpha2
kind: Terraform
metadata:
  name: network
  namespace: shop
spec:
  approvePlan: ""
  path: ./network
`;
const waiting: LiveObject = {
  apiVersion: "infra.contrib.fluxcd.io/v1alpha2",
  kind: "Terraform",
  metadata: { name: "network", namespace: "shop" },
  spec: { approvePlan: "", path: "./network" },
  status: {
    plan: { pending: "plan-main-3f2a1c0d9e" },
    conditions: [
      { type: "Ready", status: "Unknown", reason: "TerraformPlannedWithChanges", message: "Plan generated" },
    ],
  },
};

/** The file after the only change that its live object waits for. */
function approved(text: string, live = waiting): string | undefined {
  const environment = environmentOf(memoryCluster({ prod: [live] }), { "network.yaml": text });
  const [action, ...others] = provideAwaitedEdits(environment, uriOf("network.yaml"), whole);
  assert.deepEqual(others, []);
  const edits = action?.edit?.changes?.[uriOf("network.yaml")];
  return edits && TextDocument.applyEdits(TextDocument.create("", "yaml", 1, text), [...edits]);
}

test("A plan that waits for approval is told on its field and approved by a change of the file.", () => {
  const environment = environmentOf(memoryCluster({ prod: [waiting] }), { "network.yaml": terraformText });
  assert.deepEqual(reported(environment, uriOf("network.yaml")), [
    "6:15-17 CLUSTER-PLAN-AWAITS-APPROVAL 3 prod: The plan plan-main-3f2a1c0d9e waits for approval in `spec.approvePlan`.",
  ]);
  const expected = terraformText.replace('approvePlan: ""', "approvePlan: plan-main-3f2a1c0d9e");
  assert.equal(approved(terraformText), expected);
  assert.equal(
    approved(terraformText.replace('  approvePlan: ""\n', "")),
    terraformText.replace('  approvePlan: ""\n', "").concat("  approvePlan: plan-main-3f2a1c0d9e\n"),
  );
});

test("A plan that is approved, in the file or by a prefix, is not offered again.", () => {
  assert.equal(approved(terraformText.replace('""', "plan-main-3f2a1c0d9e")), undefined);
  assert.equal(approved(terraformText, { ...waiting, spec: { approvePlan: "plan-main-3f2a" } }), undefined);
});

test("Of an object that is not watched, what delivers it tells how it is doing.", () => {
  const resource = {
    group: "apps",
    kind: "Deployment",
    namespace: "shop",
    name: "web",
    status: "Synced",
    health: { status: "Progressing", message: "1 of 2 updated" },
  };
  const environment = environmentOf(memoryCluster({ prod: [withStatus({ resources: [resource] })] }));
  const web = uriOf("apps/shop/web.yaml");
  assert.equal(
    liveMarkdown(environment, { uri: web, position: { line: 3, character: 9 } }),
    "Delivered by the Application **shop** in `prod`: Synced, Progressing\n\n1 of 2 updated",
  );
  assert.equal(provideObjectsAt(environment, { uri: web })[0]?.note, "Application shop in prod: Synced, Progressing.");
});
