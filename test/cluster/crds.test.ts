import assert from "node:assert/strict";
import { after, test } from "node:test";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { controlPlane, hasGo, whyMissing } from "./harness/programs.ts";

const skip =
  whyMissing(controlPlane) ?? (hasGo() ? false : "the definitions are fetched with Go, which is not installed");
const cluster = skip === false ? await startCluster() : undefined;
after(() => cluster?.stop());

test("a cluster serves the kinds of every project, with the projects' own rules", { skip }, async () => {
  assert.ok(cluster);
  await loadCrds(cluster.admin);
  const groups = [
    "argoproj.io/v1alpha1",
    "source.toolkit.fluxcd.io/v1",
    "kustomize.toolkit.fluxcd.io/v1",
    "helm.toolkit.fluxcd.io/v2",
    "external-secrets.io/v1",
    "templates.gatekeeper.sh/v1",
    "constraints.gatekeeper.sh/v1beta1",
    "infra.contrib.fluxcd.io/v1alpha2",
  ];
  for (const group of groups) await cluster.admin.must({ path: `/apis/${group}` });

  const apply = (spec: string) =>
    cluster.applyYaml(`
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps }
spec: ${spec}
status: { lastAppliedRevision: "main@sha1:3f2a1c0" }
`);
  await assert.rejects(apply("{ interval: 10m, prune: true }"), /spec\.sourceRef: Required value/);
  await apply("{ interval: 10m, prune: true, sourceRef: { kind: GitRepository, name: platform } }");
  const live = await cluster.admin.must({
    path: "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/default/kustomizations/apps",
  });
  assert.match(JSON.stringify(live), /"lastAppliedRevision":"main@sha1:3f2a1c0"/);
});
