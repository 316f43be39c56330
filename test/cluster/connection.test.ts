import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import type { ConnectClusterParams } from "../../server/protocol/cluster.ts";
import { createApplications } from "./applications.ts";
import { applyBookshop } from "./harness/bookshop.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { eventuallyQuiet } from "./harness/eventuallyQuiet.ts";
import { startFaultProxy } from "./harness/faultProxy.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { checkEqualState } from "./listedItems.ts";
import { untilLoaded, type WatchedCluster, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin);
  await applyBookshop(cluster.admin);
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

/** Connects as a user and waits until everything is loaded. */
async function connected(
  context: TestContext,
  params: ConnectClusterParams,
  kubeconfig = running().kubeconfig,
): Promise<WatchedCluster> {
  const watched = watchCluster(kubeconfig);
  context.after(() => watched.stop());
  await watched.clusters.call("connect", params);
  await untilLoaded(watched);
  return watched;
}

function kindOf(watched: WatchedCluster, kind: string) {
  return watched.connection()?.kinds.find((each) => each.kind === kind);
}

test("a reader sees every live object as the API server has it", { skip }, async (context) => {
  const watched = await connected(context, { context: "reader" });
  await checkEqualState(watched, running().admin, "reader");
  assert.match(watched.connection()?.version ?? "", /^v1\.\d+/);
  assert.ok(watched.items.size > 20);
  // Constraints are found by their group; the API server answers 429 for a moment after their kind was defined.
  await eventually(
    async () => kindOf(watched, "K8sRequiredLabels")?.state === "watching" || undefined,
    async () => kindOf(watched, "K8sRequiredLabels"),
  );
});

test("nothing but lists, watches and questions about rights is sent, and nothing about Secrets", {
  skip,
}, async (context) => {
  const { address, authority, tokens, writeKubeconfig } = running();
  const proxy = await startFaultProxy({ address, authority });
  context.after(() => proxy.stop());
  const known = { server: proxy.address, authority: proxy.authority(), user: { token: tokens.reader } };
  const watched = watchCluster(writeKubeconfig("recorded.yaml", [{ name: "shop", ...known }]));
  context.after(() => watched.stop());
  assert.equal(watched.clusters.contexts().contexts[0]?.name, "shop");
  assert.equal(
    await watched.clusters.call("details", { context: "shop", group: "", kind: "", namespace: "", name: "" }),
    undefined,
  );
  await setTimeout(200);
  assert.equal(proxy.connections(), 0, "reading the contexts contacts nothing");
  await watched.clusters.call("connect", { context: "shop" });
  await untilLoaded(watched);
  assert.deepEqual(proxy.writes(), []);
  assert.deepEqual(
    proxy.requests.filter(({ path }) => /secrets(?:[/?]|$)/.test(path) && !/externalsecrets/.test(path)),
    [],
  );
  await watched.clusters.call("disconnect", { context: "shop" });
  await eventually(async () => watched.connections.length === 0 || undefined);
  assert.equal(watched.items.size, 0);
  // While it is connected, new kinds are asked for twice a second.
  await eventuallyQuiet(() => proxy.requests.length, 1200);
});

test("who may list in one namespace only sees that one, and is told what is forbidden", { skip }, async (context) => {
  const { applyYaml, address, authority, tokens, writeKubeconfig } = running();
  await applyYaml(`
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: read-applications, namespace: argocd }
rules: [{ apiGroups: [argoproj.io], resources: [applications], verbs: [get, list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: tenants, namespace: argocd }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: read-applications }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: tenants }]
`);
  const user = { token: tokens.tenant };
  const file = writeKubeconfig("tenant.yaml", [
    { name: "team", server: address, authority, namespace: "argocd", user },
  ]);
  const watched = await connected(context, { context: "team" }, file);
  assert.deepEqual(
    [kindOf(watched, "Application")?.state, kindOf(watched, "Application")?.namespace],
    ["watching", "argocd"],
  );
  const release = kindOf(watched, "HelmRelease");
  assert.equal(release?.state, "forbidden");
  assert.match(
    release?.problem ?? "",
    /You may not list and watch helmreleases.* in the namespace `argocd`.*verbs list and watch/,
  );
  assert.ok(watched.items.size > 5);
  const type = { group: "argoproj.io", kind: "Application" };
  assert.equal(watched.clusters.cluster.isComplete("team", type), false, "other namespaces are not known");
  assert.equal(watched.clusters.cluster.isComplete("team", { ...type, namespace: "argocd" }), true);
});

test("a connection can be narrowed to a namespace; another context is connected beside it", {
  skip,
}, async (context) => {
  const watched = await connected(context, { context: "reader", namespace: "flux-system" });
  assert.ok([...watched.items.values()].every(({ namespace }) => namespace === "flux-system" || namespace === ""));
  await watched.clusters.call("connect", { context: "admin-certificate" });
  await untilLoaded(watched, "admin-certificate");
  assert.deepEqual(
    watched.connections.map((each) => each.context),
    ["reader", "admin-certificate"],
  );
  const key = {
    group: "kustomize.toolkit.fluxcd.io",
    kind: "Kustomization",
    namespace: "flux-system",
    name: "flux-system",
  };
  const found = watched.clusters.cluster.find(key);
  assert.deepEqual(
    found.map((each) => each.context),
    ["reader", "admin-certificate"],
  );
});

test("kinds that are defined later are watched, and those that are gone are forgotten", { skip }, async (context) => {
  const { applyYaml, admin } = running();
  const watched = await connected(context, { context: "admin" });
  await applyYaml(`
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: k8slatecheck.constraints.gatekeeper.sh }
spec:
  group: constraints.gatekeeper.sh
  scope: Cluster
  names: { kind: K8sLateCheck, plural: k8slatecheck }
  versions:
    - name: v1beta1
      served: true
      storage: true
      subresources: { status: {} }
      schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } }
---
apiVersion: constraints.gatekeeper.sh/v1beta1
kind: K8sLateCheck
metadata: { name: late }
spec: { enforcementAction: warn }
status: { auditTimestamp: "2026-11-25T08:00:00Z", totalViolations: 2 }
`);
  const late = await eventually(async () => watched.items.get("K8sLateCheck /late"));
  assert.equal(late.status, "OutOfSync");
  await admin.must({
    method: "DELETE",
    path: "/apis/apiextensions.k8s.io/v1/customresourcedefinitions/k8slatecheck.constraints.gatekeeper.sh",
  });
  await eventually(async () =>
    watched.items.has("K8sLateCheck /late") || kindOf(watched, "K8sLateCheck") ? undefined : true,
  );
});

test("a server that is away is said to be, and connected to when it comes back", { skip }, async (context) => {
  const { address, authority, tokens, writeKubeconfig } = running();
  const proxy = await startFaultProxy({ address, authority });
  context.after(() => proxy.stop());
  proxy.setDown(true);
  const known = { server: proxy.address, authority: proxy.authority(), user: { token: tokens.reader } };
  const watched = watchCluster(writeKubeconfig("away.yaml", [{ name: "away", ...known }]));
  context.after(() => watched.stop());
  const first = await watched.clusters.call("connect", { context: "away" });
  assert.equal(first?.connection.state, "failed");
  assert.equal(first?.connection.needsUser, undefined);
  assert.match(first?.connection.problem ?? "", /127\.0\.0\.1/);
  proxy.setDown(false);
  await untilLoaded(watched);
});

test("only changes of followed objects concern open files, which get the objects in full", {
  skip,
}, async (context) => {
  const { admin } = running();
  const watched = await connected(context, { context: "admin" });
  const followed = { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "app-0" };
  watched.clusters.cluster.follow([followed]);
  await createApplications(admin, 1);
  const [known] = await eventually(async () => {
    const found = watched.clusters.cluster.find(followed);
    return found[0]?.object ? found : undefined;
  });
  assert.equal(known?.object?.spec?.["project"], "default");
  await eventuallyQuiet(() => watched.refreshes, 500);
  const before = watched.refreshes;
  await admin.must({
    method: "PATCH",
    path: "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/catalog-staging",
    body: { status: { health: { status: "Degraded" } } },
    contentType: "application/merge-patch+json",
  });
  await eventually(
    async () => watched.items.get("Application argocd/catalog-staging")?.status === "Degraded" || undefined,
  );
  assert.equal(watched.refreshes, before);
  const other = watched.clusters.cluster.find({ ...followed, name: "catalog-staging" });
  assert.equal(other[0]?.object, undefined, "objects that nobody looks at stay in the thread");
});

test("details have conditions, events of the object and YAML without bookkeeping", { skip }, async (context) => {
  const { admin } = running();
  const watched = await connected(context, { context: "reader" });
  const item = watched.items.get("Kustomization flux-system/infrastructure-secrets") ?? assert.fail();
  const involvedObject = { kind: "Kustomization", namespace: "flux-system", name: "infrastructure-secrets" };
  for (const [index, reason] of ["Progressing", "BuildFailed"].entries()) {
    const at = `2026-11-25T08:00:0${index}Z`;
    await admin.must({
      method: "POST",
      path: "/api/v1/namespaces/flux-system/events",
      body: {
        apiVersion: "v1",
        kind: "Event",
        metadata: { name: `event-${index}` },
        involvedObject,
        reason,
        message: `${reason}.`,
        type: "Warning",
        count: index + 1,
        lastTimestamp: at,
      },
    });
  }
  const found = await watched.clusters.call("details", item);
  const details = found?.kind === "found" ? found.value : assert.fail(JSON.stringify(found));
  assert.deepEqual(
    details.events.map(({ reason, count }) => `${reason} ${count}`),
    ["BuildFailed 2", "Progressing 1"],
  );
  assert.match(JSON.stringify(details.conditions), /kustomization path not found/);
  assert.match(details.yaml, /^apiVersion: kustomize.toolkit.fluxcd.io\/v1\nkind: Kustomization\nmetadata:\n/);
  assert.doesNotMatch(details.yaml, /managedFields|last-applied/);
});

test("an object that arrived just before a file followed it is told in full", { skip }, async () => {
  const { kubeconfig } = running();
  // Everything has arrived, and nothing was told yet, when the file is opened.
  const watched = watchCluster(kubeconfig, { batch: 6000 });
  after(() => watched.stop());
  await watched.clusters.call("connect", { context: "admin" });
  await setTimeout(700);
  const key = { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "root" };
  const { cluster } = watched.clusters;
  assert.deepEqual(cluster.find(key), []);
  cluster.follow([key]);
  await eventually(async () => cluster.find(key)[0]?.object);
});
