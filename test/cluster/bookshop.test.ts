import assert from "node:assert/strict";
import { after, test } from "node:test";
import { applyBookshop } from "./harness/bookshop.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
after(() => cluster?.stop());

test("the real kinds accept the examples with the statuses of their controllers", { skip }, async () => {
  assert.ok(cluster);
  await loadCrds(cluster.admin, ["argo-cd", "flux", "external-secrets"]);
  await applyBookshop(cluster.admin);
  const kustomization = await cluster.admin.must({
    path: "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/infrastructure-secrets",
  });
  assert.match(JSON.stringify(kustomization), /kustomization path not found/);
  const application = await cluster.admin.must({
    path: "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/storefront-production",
  });
  assert.match(JSON.stringify(application), /"health":\{[^}]*"status":"Degraded"/);
});
