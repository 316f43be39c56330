import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import type { ClusterItem } from "../../server/protocol/cluster.ts";
import { application, applicationsPath, inParallel } from "./applications.ts";
import { applyBookshop } from "./harness/bookshop.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { type FaultProxy, startFaultProxy } from "./harness/faultProxy.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { checkEqualState } from "./listedItems.ts";
import { untilLoaded, type WatchedCluster, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
const type = { group: "argoproj.io", kind: "Application" };
if (cluster) {
  await loadCrds(cluster.admin);
  await applyBookshop(cluster.admin);
  // Two namespaces may be read; of a third one only the object of one name.
  await cluster.applyYaml(`
apiVersion: v1
kind: Namespace
metadata: { name: partly }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: { name: one-application, namespace: partly }
rules: [{ apiGroups: [argoproj.io], resources: [applications], resourceNames: [one], verbs: [get, list, watch] }]
---
${binding("partly", "staff", { kind: "Role", name: "one-application" })}
---
${["argocd", "flux-system"].flatMap((name) => ["staff", "tenants"].map((group) => binding(name, group))).join("\n---\n")}
`);
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

function binding(namespace: string, group: string, role = { kind: "ClusterRole", name: "read-gitops" }): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: { name: ${group}, namespace: ${namespace} }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ${role.kind}, name: ${role.name} }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: ${group} }]`;
}

/** Connects a user through a proxy, in a context that names no namespace unless one is given. */
async function connected(
  context: TestContext,
  user: "staff" | "tenant" | "nobody",
  namespace?: string,
): Promise<{ readonly watched: WatchedCluster; readonly proxy: FaultProxy }> {
  const { address, authority, tokens, writeKubeconfig } = running();
  const proxy = await startFaultProxy({ address, authority });
  const known = { server: proxy.address, authority: proxy.authority(), user: { token: tokens[user] } };
  const file = writeKubeconfig(`namespaces-${user}.yaml`, [
    { name: user, ...known, ...(namespace !== undefined && { namespace }) },
  ]);
  const watched = watchCluster(file);
  context.after(async () => {
    await watched.stop();
    await proxy.stop();
  });
  await watched.clusters.call("connect", { context: user });
  await untilLoaded(watched);
  return { watched, proxy };
}

function kindOf(watched: WatchedCluster, kind: string) {
  return watched.connection()?.kinds.find((each) => each.kind === kind);
}

function isWhole({ clusters, connection }: WatchedCluster, namespace?: string): boolean {
  const context = connection()?.context ?? "";
  return clusters.cluster.isComplete(context, { ...type, ...(namespace !== undefined && { namespace }) });
}

function within(...namespaces: readonly string[]): (item: ClusterItem) => boolean {
  return ({ namespace }) => namespaces.includes(namespace);
}

async function createApplication(namespace: string, name: string): Promise<void> {
  const body = { ...application(name), metadata: { name, namespace } };
  await running().admin.must({ method: "POST", path: applicationsPath(namespace), body });
}

test("who may list in some namespaces sees what is in all of these", { skip }, async (context) => {
  const { watched } = await connected(context, "staff");
  await checkEqualState(watched, running().admin, "staff", within("argocd", "flux-system"));
  assert.ok([...watched.items.values()].some(within("argocd")));
  assert.ok([...watched.items.values()].some(within("flux-system")));
  const { state, namespaces, incomplete, problem, count } = kindOf(watched, "Application") ?? assert.fail();
  assert.deepEqual(
    { state, namespaces, incomplete, problem },
    { state: "watching", namespaces: ["argocd", "flux-system"], incomplete: undefined, problem: undefined },
  );
  assert.equal(count, [...watched.items.values()].filter(({ kind }) => kind === "Application").length);
  assert.deepEqual(
    ["argocd", "flux-system", "partly", undefined].map((namespace) => isWhole(watched, namespace)),
    [true, true, false, false],
    "of the third namespace, and so of all of them, not everything is known",
  );
  const cluster = kindOf(watched, "ClusterSecretStore");
  assert.equal(cluster?.state, "forbidden");
  assert.match(cluster?.problem ?? "", /You may not list and watch clustersecretstores\.\S+ in the cluster\./);
});

test("a namespace that is granted later is watched, and forgotten when the right is taken away", {
  skip,
}, async (context) => {
  const { admin, applyYaml } = running();
  const { watched } = await connected(context, "staff");
  await applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: { name: later }");
  await createApplication("later", "late");
  assert.equal(watched.items.has("Application later/late"), false);
  await applyYaml(binding("later", "staff"));
  await eventually(async () => isWhole(watched, "later") || undefined);
  await checkEqualState(watched, admin, "staff", within("argocd", "flux-system", "later"));
  assert.ok(watched.items.has("Application later/late"));
  const bindings = "/apis/rbac.authorization.k8s.io/v1/namespaces/later/rolebindings";
  await admin.must({ method: "DELETE", path: `${bindings}/staff` });
  await eventually(async () => !watched.items.has("Application later/late") || undefined);
  await checkEqualState(watched, admin, "staff", within("argocd", "flux-system"));
  assert.equal(isWhole(watched, "later"), false);
});

test("a namespace whose watch fails hides no other one, and is named", { skip }, async (context) => {
  const { admin } = running();
  const { watched, proxy } = await connected(context, "staff");
  const takeBack = proxy.add(
    { path: /namespaces\/flux-system\/applications\?/ },
    { kind: "answer", status: 500, reason: "InternalError" },
  );
  proxy.cutAll();
  const broken = await eventually(async () => {
    const kind = kindOf(watched, "Application");
    return kind?.incomplete?.join() === "flux-system" ? kind : undefined;
  });
  assert.equal(broken.state, "watching");
  assert.match(broken.problem ?? "", /^In the namespace `flux-system`: /);
  assert.equal(watched.connection()?.state, "connected");
  assert.deepEqual([isWhole(watched, "argocd"), isWhole(watched, "flux-system")], [true, false]);
  await createApplication("argocd", "meanwhile");
  await createApplication("flux-system", "unseen");
  await eventually(async () => watched.items.get("Application argocd/meanwhile"));
  assert.equal(watched.items.has("Application flux-system/unseen"), false);
  takeBack();
  await checkEqualState(watched, admin, "staff", within("argocd", "flux-system"));
  await eventually(async () => isWhole(watched, "flux-system") || undefined);
  assert.equal(kindOf(watched, "Application")?.problem, undefined);
});

test("while questions about rights are not answered, what was watched stays watched", { skip }, async (context) => {
  const { watched, proxy } = await connected(context, "staff");
  const before = watched.items.size;
  const started = proxy.requests.filter(({ path }) => path.includes("/applications?limit=")).length;
  const answer = { kind: "answer", status: 500, reason: "InternalError" } as const;
  proxy.add({ path: /selfsubject|\/api\/v1\/namespaces\?/ }, answer);
  const asked = (): number => proxy.requests.filter(({ path }) => path.includes("selfsubjectrules")).length;
  const first = asked();
  await eventually(async () => asked() > first + 15 || undefined);
  assert.equal(watched.items.size, before);
  assert.deepEqual(kindOf(watched, "Application")?.namespaces, ["argocd", "flux-system"]);
  assert.equal(proxy.requests.filter(({ path }) => path.includes("/applications?limit=")).length, started);
});

test("who may not list namespaces sees the one of the context, whatever else is granted", { skip }, async (context) => {
  const { watched, proxy } = await connected(context, "tenant", "flux-system");
  await checkEqualState(watched, running().admin, "tenant", within("flux-system"));
  assert.deepEqual(
    [kindOf(watched, "Application")?.namespace, kindOf(watched, "Application")?.namespaces],
    ["flux-system", undefined],
  );
  assert.deepEqual([isWhole(watched, "flux-system"), isWhole(watched, "argocd")], [true, false]);
  assert.equal(proxy.requests.filter(({ path }) => path.includes("selfsubjectrules")).length, 0);
});

test("in a large cluster the limits of namespaces and watches hold, and what is left out is told", {
  skip,
}, async (context) => {
  const { admin, applyYaml } = running();
  await applyYaml(`
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: read-applications }
rules: [{ apiGroups: [argoproj.io], resources: [applications, applicationsets], verbs: [list, watch] }]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: { name: strangers }
roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: list-namespaces }
subjects: [{ apiGroup: rbac.authorization.k8s.io, kind: Group, name: strangers }]
`);
  await inParallel(205, 16, async (index) => {
    const name = `many-${String(index).padStart(3, "0")}`;
    await admin.must({
      method: "POST",
      path: "/api/v1/namespaces",
      body: { apiVersion: "v1", kind: "Namespace", metadata: { name } },
    });
    const role = { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "read-applications" };
    const subjects = [{ apiGroup: role.apiGroup, kind: "Group", name: "strangers" }];
    await admin.must({
      method: "POST",
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${name}/rolebindings`,
      body: { metadata: { name: "strangers" }, roleRef: role, subjects },
    });
  });
  await createApplication("many-100", "in-the-middle");
  await createApplication("many-204", "at-the-end");
  const { watched, proxy } = await connected(context, "nobody", "many-204");
  const kinds = watched.connection()?.kinds.filter(({ state }) => state === "watching") ?? [];
  const places = kinds.flatMap(({ namespaces = [] }) => namespaces);
  assert.equal(places.length, 300);
  const reviewed = new Set(
    proxy.requests.filter(({ path }) => path.includes("selfsubjectrules")).map(({ body }) => body),
  );
  assert.equal(reviewed.size, 200);
  const { problem = "", state } = kindOf(watched, "Application") ?? assert.fail();
  assert.equal(state, "watching");
  assert.match(problem, /Watched in 150 of the 19\d namespaces .* at most 300 watches\..* connect to that namespace/);
  assert.match(problem, /Only 200 namespaces were looked at\./);
  assert.ok(watched.items.has("Application many-204/at-the-end"), "the context's own namespace comes first");
  assert.ok(watched.items.has("Application many-100/in-the-middle"));
  assert.deepEqual([isWhole(watched, "many-100"), isWhole(watched, "many-203")], [true, false]);
});
