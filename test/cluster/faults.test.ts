import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { Connection } from "../../server/shell/adapters/cluster/connection.ts";
import { openAccess } from "../../server/shell/adapters/cluster/kubeConfig.ts";
import { usualTimes, type WatchTimes } from "../../server/shell/adapters/cluster/watchTimes.ts";
import {
  application,
  applicationsPath,
  changeApplication,
  createApplications,
  deleteApplication,
  inParallel,
} from "./applications.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { eventuallyQuiet } from "./harness/eventuallyQuiet.ts";
import { type FaultProxy, startFaultProxy } from "./harness/faultProxy.ts";
import { expiredEvent } from "./harness/faults.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { checkEqualState } from "./listedItems.ts";
import { untilLoaded, type WatchedCluster, watchCluster } from "./watchedCluster.ts";

/** More than two pages of a list. */
const count = 1100;

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin, ["argo-cd"]);
  await createApplications(cluster.admin, count);
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

interface Scene {
  readonly proxy: FaultProxy;
  readonly watched: WatchedCluster;
  /** Makes some changes of every kind, then checks that the view equals the server. */
  changeAndCheck(): Promise<void>;
  /** Writes the kubeconfig with what the proxy's certificate is now. */
  writeKubeconfig(token?: string): void;
}

const applicationList = /\/applications\?/;
const state = { round: 0, files: 0 };

/** A view connected through a proxy of its own. */
async function scene(
  context: TestContext,
  times: Partial<WatchTimes> = {},
  prepare?: (proxy: FaultProxy) => void,
): Promise<Scene> {
  const { address, authority, admin, tokens, writeKubeconfig } = running();
  const proxy = await startFaultProxy({ address, authority });
  prepare?.(proxy);
  const name = `faults-${state.files++}.yaml`;
  const write = (token: string = tokens.reader): string =>
    writeKubeconfig(name, [{ name: "shop", server: proxy.address, authority: proxy.authority(), user: { token } }]);
  const watched = watchCluster(write(), times);
  context.after(async () => {
    await watched.stop();
    await proxy.stop();
  });
  await watched.clusters.call("connect", { context: "shop" });
  return {
    proxy,
    watched,
    writeKubeconfig: write,
    async changeAndCheck() {
      const round = state.round++;
      await changeApplication(admin, round, `changed in round ${round}`);
      await deleteApplication(admin, count - 1 - round);
      await admin.must({ method: "POST", path: applicationsPath(), body: application(`new-${round}`) });
      await checkEqualState(watched, admin, "shop");
    },
  };
}

test("watches that are cut again and again lose nothing", { skip }, async (context) => {
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  proxy.add({ path: applicationList, watch: true, times: 5 }, { kind: "cut", milliseconds: 300 });
  proxy.cutAll();
  await changeAndCheck();
  await setTimeout(1000);
  proxy.cutAll();
  await changeAndCheck();
  const lists = proxy.requests.filter(({ path }) => applicationList.test(path) && !path.includes("watch="));
  assert.equal(lists.length, 3, "a cut watch resumes where it was, without another list");
});

test("events of which only a half arrived are asked for again", { skip }, async (context) => {
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  proxy.add({ path: applicationList, watch: true, times: 3 }, { kind: "halfLine", lines: 1 });
  proxy.cutAll();
  await changeAndCheck();
  await changeAndCheck();
});

test("a watch that is too old is followed by a new list, whether the answer or an event says so", {
  skip,
}, async (context) => {
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  for (const fault of [
    { kind: "answer", status: 410, reason: "Expired" },
    { kind: "lastLine", milliseconds: 50, line: expiredEvent },
  ] as const) {
    const listed = proxy.requests.filter(({ path }) => path.includes("continue=")).length;
    proxy.add({ path: applicationList, watch: true, times: 1 }, fault);
    proxy.cutAll();
    await eventually(
      async () => proxy.requests.filter(({ path }) => path.includes("continue=")).length > listed || undefined,
    );
    await changeAndCheck();
  }
});

test("a list whose pages expire, break or fail is begun anew", { skip }, async (context) => {
  const { changeAndCheck } = await scene(context, {}, (proxy) => {
    proxy.add({ path: /continue=/, times: 1 }, { kind: "cut", bytes: 5000 });
    proxy.add({ path: /continue=/, times: 1 }, { kind: "answer", status: 410, reason: "Expired" });
    proxy.add(
      { path: applicationList, watch: false, times: 1 },
      { kind: "answer", status: 500, reason: "InternalError" },
    );
  });
  await changeAndCheck();
});

test("after 429 the pause that the server asks for is kept", { skip }, async (context) => {
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  proxy.add(
    { path: applicationList, watch: true, times: 1 },
    { kind: "answer", status: 429, reason: "TooManyRequests", headers: { "retry-after": "2" } },
  );
  proxy.cutAll();
  await changeAndCheck();
  const watches = proxy.requests.filter(({ path }) => applicationList.test(path) && path.includes("watch="));
  const refused = watches.findIndex(({ status }) => status === 429);
  const pause = (watches[refused + 1]?.at ?? 0) - (watches[refused]?.at ?? 0);
  assert.ok(pause >= 2000, `asked again after ${pause} ms`);
});

test("answers in tiny pieces, cut in the middle of characters, are read", { skip }, async (context) => {
  const { admin } = running();
  await changeApplication(admin, 50, "schön – 東京 🚀".repeat(20));
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  proxy.add({ path: applicationList, watch: true }, { kind: "slow", bytes: 7, milliseconds: 0 });
  proxy.cutAll();
  await changeApplication(admin, 51, "größer – 大阪 🛰️".repeat(20));
  await changeAndCheck();
});

test("a watch that goes silent is given up and resumed", { skip }, async (context) => {
  const { proxy, watched, changeAndCheck } = await scene(context, { silence: 1000 });
  await untilLoaded(watched);
  proxy.add({ path: applicationList, watch: true, times: 1 }, { kind: "hang" });
  proxy.cutAll();
  await changeAndCheck();
});

test("while the network is away the view says since when it is stale, and catches up afterwards", {
  skip,
}, async (context) => {
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  proxy.setDown(true);
  const stale = await eventually(async () =>
    watched.connection()?.state === "interrupted" ? watched.connection() : undefined,
  );
  assert.match(stale.staleSince ?? "", /^\d{4}-/);
  assert.match(stale.problem ?? "", /127\.0\.0\.1/);
  assert.ok(watched.items.size > 1000, "what was known stays visible");
  proxy.setDown(false);
  await changeAndCheck();
  assert.equal(watched.connection()?.staleSince, undefined);
});

test("a token that expired is read anew from the kubeconfig", { skip }, async (context) => {
  const { tokens } = running();
  const { proxy, watched, changeAndCheck, writeKubeconfig } = await scene(context);
  await untilLoaded(watched);
  proxy.setToken("renewed-token", tokens.reader);
  writeKubeconfig("renewed-token");
  proxy.setToken(tokens.reader, undefined);
  proxy.cutAll();
  await changeAndCheck();
});

test("a login that cannot be renewed is the user's turn, and nothing is asked any more", { skip }, async (context) => {
  const { tokens } = running();
  const { proxy, watched } = await scene(context);
  await untilLoaded(watched);
  proxy.setToken(tokens.reader, undefined);
  proxy.cutAll();
  const failed = await eventually(async () => (watched.connection()?.needsUser ? watched.connection() : undefined));
  assert.equal(failed.state, "failed");
  assert.match(failed.problem ?? "", /does not accept the user `shop`.*Log in again/);
  assert.ok(failed.staleSince, "what was read before says since when it may be out of date");
  await eventuallyQuiet(() => proxy.requests.length, 1300);
});

test("a login that is refused from the start leaves nothing that could be out of date", { skip }, async (context) => {
  const { tokens } = running();
  const { watched } = await scene(context, {}, (proxy) => proxy.setToken(tokens.reader, undefined));
  const failed = await eventually(async () => (watched.connection()?.needsUser ? watched.connection() : undefined));
  assert.equal(failed.state, "failed");
  assert.equal(failed.staleSince, undefined);
});

test("another certificate is not trusted until the kubeconfig vouches for it", { skip }, async (context) => {
  const { proxy, watched, changeAndCheck, writeKubeconfig } = await scene(context);
  await untilLoaded(watched);
  proxy.swapCertificate();
  await eventually(async () => {
    const { state, problem = "" } = watched.connection() ?? {};
    return (state === "interrupted" && /certificate .* is not trusted/.test(problem)) || undefined;
  });
  const asked = proxy.requests.length;
  await setTimeout(500);
  assert.equal(proxy.requests.length, asked, "no request, and so no token, goes to a server that is not trusted");
  writeKubeconfig();
  await changeAndCheck();
});

test("a storm of changes while watches break ends in the state of the server", { skip }, async (context) => {
  const { admin } = running();
  const { proxy, watched, changeAndCheck } = await scene(context);
  await untilLoaded(watched);
  const cutting = setInterval(() => proxy.cutAll(), 700);
  await inParallel(600, 12, (index) => changeApplication(admin, 100 + (index % 200), `storm ${index}`));
  clearInterval(cutting);
  await changeAndCheck();
});

test("after the machine slept, watches that only look alive are made anew", { skip }, async (context) => {
  const { address, authority, admin, tokens, writeKubeconfig } = running();
  const proxy = await startFaultProxy({ address, authority });
  const known = { server: proxy.address, authority: proxy.authority(), user: { token: tokens.reader } };
  const setting = writeKubeconfig("sleep.yaml", [{ name: "shop", ...known }]);
  const clock = { ahead: 0 };
  // A busy machine may be late by some ticks: only more than four of them are taken for sleep.
  const tick = 1000;
  const connection = new Connection({
    context: "shop",
    namespace: undefined,
    open: () => openAccess({ setting, env: {}, home: "/nowhere" }, "shop"),
    times: { ...usualTimes, tick, backOff: { shortest: 50, longest: 100 } },
    now: () => Date.now() + clock.ahead,
    changed: () => undefined,
    log: assert.fail,
    objectChanged: () => undefined,
  });
  context.after(async () => {
    connection.stop();
    await proxy.stop();
  });
  await connection.start();
  const key = { group: "argoproj.io", kind: "Application", namespace: "argocd", name: "app-60" };
  await eventually(async () => connection.state.find(key));
  const takeBack = proxy.add({ path: applicationList, watch: true }, { kind: "hang" });
  proxy.cutAll();
  const watches = (): number => proxy.requests.filter(({ path }) => /applications\?watch/.test(path)).length;
  const before = watches();
  await eventually(async () => watches() > before || undefined);
  takeBack();
  await changeApplication(admin, 60, "while it slept");
  await setTimeout(400);
  assert.equal(connection.state.find(key)?.status?.["conditions"], undefined);
  clock.ahead = 3_600_000;
  await eventually(async () => connection.state.find(key)?.status?.["conditions"]);
});
