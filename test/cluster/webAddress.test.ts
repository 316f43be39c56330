import assert from "node:assert/strict";
import { after, test } from "node:test";
import { application, applicationsPath, createApplications } from "./applications.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { untilLoaded, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) await loadCrds(cluster.admin, ["argo-cd"]);
after(() => cluster?.stop());

function settings(data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: argocd-cm, namespace: gitops }\ndata: ${data}\n`;
}

test("the address of Argo CD is read where its controller runs, or it is said what is missing", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  await cluster.applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: { name: gitops }\n");
  await createApplications(cluster.admin, 1);
  const other = application("other", { more: { controllerNamespace: "gitops" } });
  await cluster.admin.must({ method: "POST", path: applicationsPath(), body: other });
  const watched = watchCluster(cluster.kubeconfig);
  context.after(() => watched.stop());
  await watched.clusters.call("connect", { context: "admin" });
  await untilLoaded(watched);
  const ask = (name: string) =>
    watched.clusters.call("webAddress", {
      ...{ context: "admin", group: "argoproj.io", kind: "Application", namespace: "argocd", name },
    });
  const reasonOf = async (name: string): Promise<string> => {
    const answer = await ask(name);
    return answer?.kind === "missing" ? answer.reason : "found";
  };
  assert.match(await reasonOf("other"), /^ConfigMap gitops\/argocd-cm cannot be read: .*not found/);
  await cluster.applyYaml(settings("{ admin.enabled: 'true' }"));
  assert.equal(await reasonOf("other"), "ConfigMap gitops/argocd-cm has no `data.url`.");
  await cluster.applyYaml(settings("{ url: ' https://argocd.example.com ' }"));
  assert.deepEqual(await ask("other"), { kind: "found", value: "https://argocd.example.com" });
  // The other one has its controller beside it.
  assert.match(await reasonOf("app-0"), /^ConfigMap argocd\/argocd-cm cannot be read/);
  assert.equal(await reasonOf("gone"), "Application gone is not there any more.");
});
