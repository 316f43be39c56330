import assert from "node:assert/strict";
import { test } from "node:test";
import { type Demo, startRealDemo, startSimulatedDemo } from "./harness/demo/demo.ts";
import { controlPlane, hasGo, type Say, whyMissing } from "./harness/programs.ts";
import { untilLoaded, type WatchedCluster, watchCluster } from "./watchedCluster.ts";

const whyNotReal = whyMissing(controlPlane) ?? (hasGo() ? false : "the kinds are fetched with Go");
const demos: readonly [string, (say: Say) => Promise<Demo>, string | false][] = [
  ["simulated", startSimulatedDemo, false],
  ["real", startRealDemo, whyNotReal],
];

const argo = { group: "argoproj.io", kind: "Application", namespace: "argocd" };
const flux = { group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization" };

type Named = { readonly group: string; readonly kind: string; readonly namespace: string; readonly name: string };

async function act(watched: WatchedCluster, context: string, named: Named, action: string) {
  const plan = await watched.clusters.call("plan", { object: { ...named, context }, action, options: {} });
  assert.ok(plan?.kind === "plan", JSON.stringify(plan));
  return watched.clusters.call("run", { planId: plan.planId });
}

for (const [name, start, skip] of demos) {
  test(`the ${name} demo has something of everything, and what is asked for gets done`, { skip }, async (context) => {
    const demo = await start((line) => context.diagnostic(line));
    context.after(() => demo.stop());
    const watched = watchCluster(demo.kubeconfig);
    context.after(() => watched.stop());
    assert.deepEqual(
      watched.clusters.contexts().contexts.map((each) => [each.name, each.isProtected]),
      [
        [demo.context, false],
        [demo.protectedContext, true],
      ],
    );
    const answer = await watched.clusters.call("connect", { context: demo.context });
    assert.equal(answer?.connection.state, "connected");
    await untilLoaded(watched);
    const statuses = new Set([...watched.items.values()].map(({ status }) => status));
    for (const status of ["Synced", "OutOfSync", "Progressing", "Degraded", "Suspended"] as const) {
      assert.ok(statuses.has(status), `nothing is ${status}`);
    }

    const done = (named: Named, action: string) => act(watched, demo.context, named, action);
    const results = await Promise.all([
      done({ ...argo, name: "storefront-staging" }, "argo.sync"),
      done({ ...argo, name: "root" }, "argo.refresh"),
      done({ ...flux, namespace: "flux-system", name: "flux-system" }, "flux.reconcileWithSource"),
      done({ ...flux, namespace: "reviews", name: "reviews" }, "flux.resume"),
      done({ ...argo, name: "smoke-test" }, "argo.sync"),
      done({ ...flux, namespace: "flux-system", name: "infrastructure-secrets" }, "flux.reconcile"),
    ]);
    assert.deepEqual(
      results.map((result) => result?.kind),
      ["succeeded", "succeeded", "succeeded", "succeeded", "failed", "failed"],
      JSON.stringify(results),
    );
    assert.match(results.at(-1)?.message ?? "", /path not found/);
  });
}
