import assert from "node:assert/strict";
import { test } from "node:test";
import type { CodeLens, Diagnostic } from "vscode-languageserver-types";
import type { ClusterAction, PlanClusterActionResult, RunClusterActionResult } from "../../server/protocol/cluster.ts";
import { testFolder } from "../harness/folder.ts";
import { startLspClient } from "../harness/lspClient.ts";
import { apps, greeting, startPlatform, whyNoFlux } from "./fluxPlatform.ts";
import { eventually } from "./harness/eventually.ts";
import { connectEditor } from "./loadedEditor.ts";

test("Reconcile with Source brings a pushed commit into the cluster, and the file shows it; so it does when it fails", {
  skip: whyNoFlux,
}, async (context) => {
  const { cluster, repository } = await startPlatform(context);
  const folder = testFolder(context, { "apps/greeting.yaml": greeting("hello"), "flux/apps.yaml": apps });
  const client = await startLspClient([folder.uri("").replace(/\/$/, "")], {
    cluster: { kubeconfig: cluster.kubeconfig },
  });
  context.after(() => client.dispose());
  const uri = folder.uri("flux/apps.yaml");
  client.open(uri, apps);
  await connectEditor(client, "admin");
  const lenses = async (): Promise<string> => {
    const found = await client.request<readonly CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    return found.map(({ command }) => command?.title).join(" | ");
  };
  const shows = (commit: string) =>
    eventually(async () => ((await lenses()).includes(`main@${commit.slice(0, 7)}`) ? true : undefined), lenses);
  await shows(repository.head());

  const object = {
    context: "admin",
    group: "kustomize.toolkit.fluxcd.io",
    kind: "Kustomization",
    namespace: "flux-system",
    name: "apps",
  };
  const reconcile = async (): Promise<RunClusterActionResult> => {
    const actions = await client.request<readonly ClusterAction[]>("gitops/cluster/actions", object);
    assert.equal(actions.find(({ id }) => id === "flux.reconcileWithSource")?.disabled, undefined);
    const plan = await client.request<PlanClusterActionResult>("gitops/cluster/plan", {
      object,
      action: "flux.reconcileWithSource",
      options: {},
    });
    assert.ok(plan.kind === "plan", JSON.stringify(plan));
    return client.request<RunClusterActionResult>("gitops/cluster/run", { planId: plan.planId });
  };
  const second = repository.push({ "apps/greeting.yaml": greeting("hello again") });
  const result = await reconcile();
  assert.equal(result.kind, "succeeded", result.message);
  const live = await cluster.admin.must({ path: "/api/v1/namespaces/default/configmaps/greeting" });
  assert.match(JSON.stringify(live), /"text":"hello again"/);
  await shows(second);

  repository.push({ "apps/greeting.yaml": undefined, "elsewhere/greeting.yaml": greeting("moved") });
  const failed = await reconcile();
  assert.equal(failed.kind, "failed");
  assert.match(failed.message, /path not found/);
  const isAboutPath = ({ message }: Diagnostic): boolean => JSON.stringify(message).includes("path not found");
  const problem = (await client.diagnostics(uri, (found) => found.some(isAboutPath))).find(isAboutPath);
  assert.ok(problem);
  const line = apps.split("\n")[problem.range.start.line];
  assert.equal(line, "  path: ./apps");
});
