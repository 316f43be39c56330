import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import type { LiveObject } from "../../server/core/cluster/liveObject.ts";
import type { ClusterAction, ClusterObjectId } from "../../server/protocol/cluster.ts";
import type { CancellationSource } from "../../server/shell/adapters/cluster/clusterThread.ts";
import { Connection } from "../../server/shell/adapters/cluster/connection.ts";
import { openAccess } from "../../server/shell/adapters/cluster/kubeConfig.ts";
import { runPlan } from "../../server/shell/adapters/cluster/runPlan.ts";
import { usualTimes } from "../../server/shell/adapters/cluster/watchTimes.ts";
import { application, applicationsPath, createApplications } from "./applications.ts";
import { furtherObjects } from "./furtherObjects.ts";
import { applyBookshop } from "./harness/bookshop.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { eventuallyQuiet } from "./harness/eventuallyQuiet.ts";
import { type FaultProxy, startFaultProxy } from "./harness/faultProxy.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { checkEqualState } from "./listedItems.ts";
import { untilLoaded, type WatchedCluster, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin);
  await applyBookshop(cluster.admin);
  await cluster.applyYaml(furtherObjects);
  await createApplications(cluster.admin, 12);
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

interface Scene {
  readonly proxy: FaultProxy;
  readonly watched: WatchedCluster;
  readonly context: string;
}

const state = { files: 0 };

/** Connected through a proxy that records the requests, as `admin` unless another token is given. */
async function scene(test: TestContext, context = "shop", token: "admin" | "reader" = "admin"): Promise<Scene> {
  const { address, authority, tokens, writeKubeconfig } = running();
  const proxy = await startFaultProxy({ address, authority });
  const user = { token: tokens[token] };
  const known = { server: proxy.address, authority: proxy.authority(), user };
  const watched = watchCluster(writeKubeconfig(`actions-${state.files++}.yaml`, [{ name: context, ...known }]));
  test.after(async () => {
    await watched.stop();
    await proxy.stop();
  });
  await watched.clusters.call("connect", { context });
  await untilLoaded(watched);
  return { proxy, watched, context };
}

function applicationId(name: string, context = "shop"): ClusterObjectId {
  return { context, group: "argoproj.io", kind: "Application", namespace: "argocd", name };
}

async function actionsOf({ watched }: Scene, id: ClusterObjectId): Promise<readonly ClusterAction[]> {
  const found = await watched.clusters.call("actions", id);
  return found?.kind === "found" ? found.value : assert.fail(JSON.stringify(found));
}

async function planOf({ watched }: Scene, object: ClusterObjectId, action: string, options = {}) {
  const plan = await watched.clusters.call("plan", { object, action, options });
  return plan?.kind === "plan" ? plan : assert.fail(JSON.stringify(plan));
}

async function run({ watched }: Scene, planId: string, more: { typedName?: string; token?: CancellationSource } = {}) {
  const { token, ...typed } = more;
  return (await watched.clusters.call("run", { planId, ...typed }, token)) ?? assert.fail("no cluster");
}

/** A request that can be given up. */
function cancellation() {
  const listeners = new Set<() => void>();
  const token = {
    isCancellationRequested: false,
    onCancellationRequested(listener: () => void) {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    cancel() {
      token.isCancellationRequested = true;
      for (const listener of listeners) listener();
    },
  };
  return token;
}

async function statusIs(name: string, body: object): Promise<void> {
  const path = `${applicationsPath()}/${name}`;
  await running().admin.must({ method: "PATCH", path, body, contentType: "application/merge-patch+json" });
}

test("Sync writes one patch and waits until the controller has finished", { skip }, async (context) => {
  const here = await scene(context);
  const plan = await planOf(here, applicationId("app-0"), "argo.sync");
  assert.equal(plan.context, "shop");
  assert.match(plan.title, /Sync.*argocd\/app-0/);
  assert.deepEqual(here.proxy.writes(), [], "a plan writes nothing");
  const result = run(here, plan.planId);
  await eventually(async () => (here.proxy.writes().length === 1 ? true : undefined));
  const [written] = here.proxy.writes();
  assert.match(written?.path ?? "", /\/app-0\?fieldManager=gitops-authoring$/);
  assert.match(written?.body ?? "", /"operation":.*"initiatedBy":\{"username":"[^"]*shop/);
  const time = new Date().toISOString().replace(/\.\d+/, "");
  const operationState = { phase: "Running", startedAt: time, operation: { sync: {} }, message: "waiting for hooks" };
  await statusIs("app-0", { status: { operationState } });
  const finished = { ...operationState, phase: "Succeeded", finishedAt: time, message: "successfully synced" };
  await statusIs("app-0", { operation: null, status: { operationState: finished } });
  assert.deepEqual((await result).kind, "succeeded", JSON.stringify(await result));
  assert.match(here.watched.audit.join("\n"), /^\S+Z shop Application argocd\/app-0 argo.sync patch: written$/);
  assert.equal(here.proxy.writes().length, 1);
});

test("an object that somebody else changed is not written over", { skip }, async (context) => {
  const here = await scene(context);
  const plan = await planOf(here, applicationId("app-1"), "argo.sync");
  await statusIs("app-1", { metadata: { labels: { team: "books" } } });
  const result = await run(here, plan.planId);
  assert.equal(result.kind, "failed");
  assert.match(result.message, /Nothing was written.*changed by somebody else meanwhile. Look at it again/);
  assert.equal(here.proxy.writes().length, 1);
});

test("what the user may not do is off, with what to ask for, and cannot be planned", { skip }, async (context) => {
  const here = await scene(context, "shop", "reader");
  const reasons = (await actionsOf(here, applicationId("app-2"))).map(({ disabled }) => disabled);
  assert.ok(reasons.every((reason) => reason !== undefined));
  assert.ok(
    reasons.some((reason) => /^You may not patch applications .*Ask for a role that allows it/.test(reason ?? "")),
  );
  const refused = await here.watched.clusters.call("plan", {
    object: applicationId("app-2"),
    action: "argo.refresh",
    options: {},
  });
  assert.match(
    JSON.stringify(refused),
    /"kind":"refused","reason":"You may not patch applications in the namespace `argocd`/,
  );
  assert.deepEqual(here.proxy.writes(), []);
});

test("in a protected context the typed name is needed, and a plan runs once", { skip }, async (context) => {
  const here = await scene(context, "eu-production");
  const plan = await planOf(here, applicationId("app-3", "eu-production"), "argo.refresh");
  assert.equal(plan.typedName, "app-3");
  for (const typed of [{}, { typedName: "app-4" }]) {
    assert.equal((await run(here, plan.planId, typed)).kind, "refused");
  }
  assert.deepEqual(here.proxy.writes(), []);
  const token = cancellation();
  const first = run(here, plan.planId, { typedName: "app-3", token });
  const second = await run(here, plan.planId, { typedName: "app-3" });
  assert.match(second.message, /used already/);
  await eventually(async () => (here.proxy.writes().length === 1 ? true : undefined));
  token.cancel();
  const result = await first;
  assert.deepEqual([result.kind, here.proxy.writes().length], ["cancelled", 1]);
  assert.match(result.message, /What was written stays written/);
});

test("in read-only mode nothing is planned, and what was planned before does not run", { skip }, async (context) => {
  const here = await scene(context);
  const plan = await planOf(here, applicationId("app-5"), "argo.refresh");
  here.watched.policy = { ...here.watched.policy, isReadOnly: true };
  here.watched.clusters.configure();
  assert.match((await run(here, plan.planId)).message, /Read-only mode/);
  for (const { disabled } of await actionsOf(here, applicationId("app-5")))
    assert.match(disabled ?? "", /Read-only mode/);
  await eventually(async () => here.watched.connection()?.isReadOnly || undefined);
  assert.deepEqual(here.proxy.writes(), []);
});

for (const { what, fault, message } of [
  { what: "breaks after the API server did it", fault: { kind: "loseAnswer" }, message: /not known whether/ },
  { what: "breaks before the API server got it", fault: { kind: "refuse" }, message: /not known whether/ },
  {
    what: "ends in an error of the server",
    fault: { kind: "answer", status: 500, reason: "InternalError" },
    message: /refused it \(500\)/,
  },
  {
    what: "has to wait",
    fault: { kind: "answer", status: 429, reason: "TooManyRequests", headers: { "retry-after": "1" } },
    message: /refused it \(429\)/,
  },
] as const) {
  test(`a write that ${what} is never sent twice`, { skip }, async (context) => {
    const here = await scene(context);
    const plan = await planOf(here, applicationId("app-6"), "argo.sync");
    here.proxy.add({ method: "PATCH" }, fault);
    const result = await run(here, plan.planId);
    assert.equal(result.kind, "failed");
    assert.match(result.message, message);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.equal(here.proxy.writes().length, 1);
    await statusIs("app-6", { operation: null });
  });
}

test("a write that is refused for an expired token is sent once with the new one", { skip }, async (context) => {
  const here = await scene(context);
  const { tokens, writeKubeconfig } = running();
  const plan = await planOf(here, applicationId("app-7"), "argo.refresh");
  const known = { server: here.proxy.address, authority: here.proxy.authority() };
  const renewed = writeKubeconfig("renewed.yaml", [{ name: "shop", ...known, user: { token: "renewed" } }]);
  here.watched.policy = { ...here.watched.policy, kubeconfig: renewed };
  here.watched.clusters.configure();
  here.proxy.setToken("renewed", tokens.admin);
  here.proxy.setToken(tokens.admin, undefined);
  const token = cancellation();
  const result = run(here, plan.planId, { token });
  await eventually(async () => (here.watched.audit.length === 1 ? true : undefined));
  token.cancel();
  assert.equal((await result).kind, "cancelled");
  assert.deepEqual(
    here.proxy
      .writes()
      .map(({ status }) => status)
      .filter((status) => status !== 401),
    [200],
  );
});

test("disconnecting ends the wait of a running action, and nothing more is asked", { skip }, async (context) => {
  const here = await scene(context);
  const plan = await planOf(here, applicationId("app-10"), "argo.refresh");
  const result = run(here, plan.planId);
  await eventually(async () => (here.watched.audit.length === 1 ? true : undefined));
  await here.watched.clusters.call("disconnect", { context: "shop" });
  assert.equal((await result).kind, "cancelled");
  // While it is connected, new kinds are asked for twice a second.
  await eventuallyQuiet(() => here.proxy.requests.length, 1200);
});

test("waiting ends with where to look when the controller does not finish in time", { skip }, async (context) => {
  const { kubeconfig } = running();
  const connection = await connected(context, kubeconfig);
  const result = await runPlan(
    waitingPlan(300, () => ({ state: "waiting", note: "still at it" })),
    tools(connection),
  );
  assert.deepEqual(result, { kind: "timedOut", message: "Look at the controller." });
});

test("waiting sees the states after its own write only, and every one of them", { skip }, async (context) => {
  const { kubeconfig } = running();
  const connection = await connected(context, kubeconfig);
  const seen: (string | undefined)[] = [];
  const completion = (object: LiveObject | undefined) => {
    const value = object?.metadata.annotations?.["example.org/round"];
    seen.push(value);
    if (value === "1") void statusIs("app-8", { metadata: { annotations: { "example.org/round": "2" } } });
    return value === "2" ? ({ state: "succeeded", message: "round 2" } as const) : ({ state: "waiting" } as const);
  };
  const result = await runPlan(waitingPlan(60_000, completion), tools(connection));
  assert.deepEqual([result, [...new Set(seen)]], [{ kind: "succeeded", message: "round 2" }, ["1", "2"]]);
});

/** Every action but those that delete, which have tests of their own. */
const actionTable: Readonly<Record<string, readonly string[]>> = {
  Application: [
    "argo.disableAutoSync",
    "argo.enableAutoSync",
    "argo.hardRefresh",
    "argo.refresh",
    "argo.rollback",
    "argo.sync",
    "argo.terminate",
  ],
  ApplicationSet: ["argo.applicationSetRefresh"],
  ClusterExternalSecret: ["externalSecrets.refresh"],
  ExternalSecret: ["externalSecrets.refresh"],
  GitRepository: ["flux.reconcile", "flux.resume", "flux.suspend"],
  HelmRelease: [
    "flux.force",
    "flux.reconcile",
    "flux.reconcileWithSource",
    "flux.reset",
    "flux.resume",
    "flux.suspend",
  ],
  HelmRepository: ["flux.reconcile", "flux.resume", "flux.suspend"],
  Kustomization: ["flux.reconcile", "flux.reconcileWithSource", "flux.resume", "flux.suspend"],
  OCIRepository: ["flux.reconcile", "flux.resume", "flux.suspend"],
  Rollout: [
    "rollouts.abort",
    "rollouts.pause",
    "rollouts.promote",
    "rollouts.promoteFull",
    "rollouts.restart",
    "rollouts.resume",
    "rollouts.retry",
    "rollouts.undo",
  ],
  Terraform: ["flux.resume", "flux.suspend", "terraform.reconcile", "terraform.replan"],
};

test("the API server accepts what each action writes, once", { skip }, async (context) => {
  const here = await scene(context);
  const done = new Map<string, Set<string>>();
  const items = [...here.watched.items.values()].filter(({ name }) => !/^app-/.test(name));
  for (const item of items) {
    const ofKind = done.get(item.kind) ?? new Set();
    await runEachAction(here, item, ofKind);
    if (ofKind.size > 0) done.set(item.kind, ofKind);
  }
  const all = [...done].map(([kind, ids]) => [kind, [...ids].sort()] as const);
  assert.deepEqual(Object.fromEntries(all), actionTable);
});

/** Runs what can be done with an object and was not done with one of its kind, until nothing is left. */
async function runEachAction(here: Scene, item: ClusterObjectId, done: Set<string>): Promise<void> {
  for (;;) {
    await checkEqualState(here.watched, running().admin, here.context);
    const possible = (await actionsOf(here, item)).filter(
      ({ id, disabled }) => disabled === undefined && !done.has(id),
    );
    // A suspension forbids most of the others.
    const action = possible.sort((one, other) => rank(one) - rank(other)).find(({ id }) => !/delete/.test(id));
    if (action === undefined) return;
    const options = Object.fromEntries(action.choices.map((choice) => [choice.name, valueFor(choice)]));
    const plan = await planOf(here, item, action.id, options);
    await checkWrites(here, plan.planId, `${action.id} of ${item.kind}`);
    await forgetRequests(item);
    done.add(action.id);
  }
}

function rank({ id }: ClusterAction): number {
  return /suspend|pause|abort/.test(id) ? 1 : 0;
}

/** Runs a plan until its first write is audited, and checks that the API server took every write, none of them twice. */
async function checkWrites(here: Scene, planId: string, name: string): Promise<void> {
  const [before, lines] = [here.proxy.writes().length, here.watched.audit.length];
  const token = cancellation();
  const result = run(here, planId, { token });
  await Promise.race([result, eventually(async () => (here.watched.audit.length > lines ? true : undefined))]);
  token.cancel();
  const { message } = await result;
  const writes = here.proxy.writes().slice(before);
  assert.ok(writes.length > 0, `${name} wrote nothing: ${message}`);
  // 404 is a kind without status subresource; the patch then goes to the object itself.
  for (const { status, path, body } of writes)
    assert.ok(status === 200 || status === 404, `${name}: ${path} ${body} ${message}`);
  assert.equal(new Set(writes.map(({ digest }) => digest)).size, writes.length, `${name} wrote something twice`);
}

/** Takes away what a controller would have taken away, so that the next action finds nothing under way. */
async function forgetRequests({ kind, name }: ClusterObjectId): Promise<void> {
  if (kind !== "Application") return;
  const annotations = { "argocd.argoproj.io/refresh": null };
  await statusIs(name, { metadata: { annotations }, operation: null, status: { operationState: null } });
}

function valueFor({
  type,
  items = [],
  initial,
}: ClusterAction["choices"][number]): string | boolean | readonly string[] {
  if (initial !== undefined) return initial;
  if (type === "flag") return false;
  return type === "many" ? items.slice(0, 1).map(({ value }) => value) : (items[0]?.value ?? "");
}

test("Delete takes the object away, in the way that was chosen", { skip }, async (context) => {
  const here = await scene(context);
  const actions = await actionsOf(here, applicationId("app-9"));
  const remove = actions.find(({ id }) => /delete/.test(id)) ?? assert.fail(JSON.stringify(actions));
  const options = Object.fromEntries(remove.choices.map((choice) => [choice.name, valueFor(choice)]));
  const plan = await planOf(here, applicationId("app-9"), remove.id, options);
  assert.equal(plan.destructive, true);
  const token = cancellation();
  const result = run(here, plan.planId, { token });
  // Nobody runs Argo CD here, which takes its finalizer away when the resources are gone.
  await eventually(async () => (here.watched.audit.length > 0 ? true : undefined));
  await running().admin.send({
    method: "PATCH",
    path: `${applicationsPath()}/app-9`,
    body: { metadata: { finalizers: null } },
    contentType: "application/merge-patch+json",
  });
  assert.equal((await result).kind, "succeeded", JSON.stringify(await result));
  const { status } = await running().admin.send({ path: `${applicationsPath()}/app-9` });
  assert.equal(status, 404);
});

async function connected(context: TestContext, kubeconfig: string): Promise<Connection> {
  const places = { setting: kubeconfig, env: {}, home: "/nowhere" };
  const connection = new Connection({
    context: "admin",
    namespace: undefined,
    open: () => openAccess(places, "admin"),
    times: usualTimes,
    changed: () => undefined,
    log: assert.fail,
    objectChanged: () => undefined,
  });
  context.after(() => connection.stop());
  await connection.start();
  return connection;
}

function waitingPlan(
  timeout: number,
  completion: (
    object: LiveObject | undefined,
  ) => ReturnType<Extract<Parameters<typeof runPlan>[0]["plan"]["steps"][number], { type: "wait" }>["completion"]>,
) {
  const target = { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "app-8" };
  const body = { metadata: { annotations: { "example.org/round": "1" } } };
  return {
    object: { context: "admin", ...target },
    action: "test",
    title: "Test",
    typedName: undefined,
    until: Number.POSITIVE_INFINITY,
    plan: {
      kind: "plan",
      effect: "Changes an annotation",
      warnings: [],
      destructive: false,
      steps: [
        { type: "patch", target, body },
        { type: "wait", target, completion, timeout, onTimeout: "Look at the controller." },
      ],
    },
  } as const;
}

function tools(connection: Connection) {
  const none = (): void => undefined;
  return {
    connection,
    observe: () => none,
    progress: none,
    audit: none,
    signal: new AbortController().signal,
    poll: 50,
    settle: 50,
  };
}

/** The manifests of the tests and the real kinds agree. */
test("the Applications of these tests are accepted by the real kind", { skip }, async () => {
  const answer = await running().admin.send({
    method: "POST",
    path: `${applicationsPath()}?dryRun=All&fieldValidation=Strict`,
    body: application("strict"),
  });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
});
