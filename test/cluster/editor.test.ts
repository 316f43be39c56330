import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { CodeLens, Diagnostic, Hover, InlayHint } from "vscode-languageserver-types";
import type { ManifestInCluster } from "../../server/protocol/cluster.ts";
import { type LspClient, startLspClient } from "../harness/lspClient.ts";
import { projectFolder } from "../harness/yamlFiles.ts";
import { applyBookshop } from "./harness/bookshop.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { connectEditor } from "./loadedEditor.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin);
  await applyBookshop(cluster.admin);
}
after(() => cluster?.stop());

const examples = join(projectFolder, "examples");

interface Opened {
  readonly client: LspClient;
  readonly uri: string;
  readonly lines: readonly string[];
}

/** An editor that has a file of examples/ open and is connected to the cluster. */
async function opened(context: TestContext, path: string): Promise<Opened> {
  assert.ok(cluster);
  const client = await startLspClient([pathToFileURL(examples).href], { cluster: { kubeconfig: cluster.kubeconfig } });
  context.after(() => client.dispose());
  const text = readFileSync(join(examples, path), "utf8");
  const uri = pathToFileURL(join(examples, path)).href;
  client.open(uri, text);
  await connectEditor(client, "admin");
  return { client, uri, lines: text.split("\n") };
}

const isLive = ({ code }: Diagnostic): boolean => String(code).startsWith("CLUSTER-");

/** What the cluster reports about the file, as `CODE trimmed line: message`, once one of it is what is wanted. */
async function reported({ client, uri, lines }: Opened, wanted: RegExp): Promise<readonly string[]> {
  const textsOf = (all: readonly Diagnostic[]) =>
    all.filter(isLive).map(({ code, range, message }) => `${code} ${lines[range.start.line]?.trim()}: ${message}`);
  return textsOf(await client.diagnostics(uri, (all) => textsOf(all).some((each) => wanted.test(each))));
}

async function lensTitles({ client, uri }: Opened, wanted: RegExp): Promise<readonly string[]> {
  return eventually(async () => {
    const lenses = await client.request<readonly CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    const titles = lenses.flatMap(({ command }) => command?.title ?? []);
    return titles.some((title) => wanted.test(title)) ? titles : undefined;
  });
}

test("a path that the source does not have is told on spec.path, until the controller finds it", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  const file = await opened(context, "clusters/production/infrastructure.yaml");
  await reported(file, /^CLUSTER-ARTIFACT-FAILED path: .*: admin: kustomization path not found/);
  const status = {
    conditions: [
      {
        type: "Ready",
        status: "True",
        reason: "ReconciliationSucceeded",
        message: "Applied",
        lastTransitionTime: new Date().toISOString(),
      },
    ],
  };
  await cluster.admin.must({
    method: "PATCH",
    path: "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/infrastructure-secrets/status",
    body: { status },
    contentType: "application/merge-patch+json",
  });
  await file.client.diagnostics(file.uri, (all) => !all.some(isLive));
});

test("a chart that cannot be found is told on the version of its source", { skip }, async (context) => {
  const file = await opened(context, "argocd/applications/smoke-test.yaml");
  const problems = await reported(
    file,
    /^CLUSTER-COMPARISON-ERROR targetRevision: .*: admin: .*chart podinfo version .* not found/,
  );
  assert.equal(problems.length, 1, problems.join("\n"));
});

test("the head of the file tells the status, and follows it", { skip }, async (context) => {
  assert.ok(cluster);
  const file = await opened(context, "argocd/applications/catalog-production.yaml");
  const [status, action] = await lensTitles(file, /^Sync$/);
  assert.match(status ?? "", /^\$\(pass\) Synced, Healthy · main@3f2a1c0 · \d+ min ago$/);
  assert.equal(action, "Sync");
  await cluster.admin.must({
    method: "PATCH",
    path: "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications/catalog-production",
    body: { status: { health: { status: "Degraded" } } },
    contentType: "application/merge-patch+json",
  });
  await lensTitles(file, /^\$\(error\) Synced, Degraded/);
});

test("hover, hints and the list of live objects speak of the same object", { skip }, async (context) => {
  const file = await opened(context, "argocd/applications/storefront-production.yaml");
  const { client, uri, lines } = file;
  const range = { start: { line: 0, character: 0 }, end: { line: lines.length, character: 0 } };
  const hints = await eventually(async () => {
    const found = await client.request<readonly InlayHint[]>("textDocument/inlayHint", {
      textDocument: { uri },
      range,
    });
    return found.length > 0 ? found : undefined;
  });
  const line = lines.findIndex((each) => /^ {2}name: /.test(each));
  const hover = await client.request<Hover>("textDocument/hover", {
    textDocument: { uri },
    position: { line, character: 9 },
  });
  assert.match(
    JSON.stringify(hover.contents),
    /Live in `admin`, namespace `argocd`.*\*\*Degraded\*\* · OutOfSync, Degraded/,
  );
  assert.deepEqual(
    hints.map((hint) => `${lines[hint.position.line]?.trim()} ${String(hint.label)}`),
    ["targetRevision: main 3f2a1c0"],
  );
  const [found] = await client.request<readonly ManifestInCluster[]>("gitops/cluster/objectsAt", { uri });
  assert.deepEqual(
    found?.items.map(({ name, status, project }) => [name, status, project]),
    [["storefront-production", "Degraded", "bookshop"]],
  );
});

test("after disconnecting the file says nothing about the cluster any more", { skip }, async (context) => {
  const file = await opened(context, "argocd/applications/smoke-test.yaml");
  await reported(file, /^CLUSTER-/);
  await file.client.request("gitops/cluster/disconnect", { context: "admin" });
  await file.client.diagnostics(file.uri, (all) => !all.some(isLive));
  const lenses = await file.client.request<readonly CodeLens[]>("textDocument/codeLens", {
    textDocument: { uri: file.uri },
  });
  assert.ok(!JSON.stringify(lenses).includes("gitops.cluster."));
});

test("an unhealthy workload is told in its own file by the Application that delivers it", { skip }, async (context) => {
  const file = await opened(context, "applications/storefront/base/deployment.yaml");
  assert.deepEqual(await reported(file, /^CLUSTER-DEGRADED/), [
    'CLUSTER-DEGRADED kind: Deployment: admin: Application storefront-production: Deployment "storefront" exceeded its progress deadline',
  ]);
});

test("what goes to another cluster is not looked for here, and is found once that cluster is meant", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "gitops-remote-")));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = "apiVersion: external-secrets.io/v1\nkind: ClusterSecretStore\nmetadata:\n  name: vault\n";
  const application = (server: string): string =>
    `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: stores\n  namespace: argocd\nspec:\n  source:\n    repoURL: https://github.com/example-org/gitops\n    path: stores\n  destination:\n    server: ${server}\n`;
  mkdirSync(join(folder, "stores"));
  writeFileSync(join(folder, "stores/vault.yaml"), store);
  writeFileSync(join(folder, "app.yaml"), application("https://eu.example.org:6443"));
  const client = await startLspClient([pathToFileURL(folder).href], { cluster: { kubeconfig: cluster.kubeconfig } });
  context.after(() => client.dispose());
  const uri = pathToFileURL(join(folder, "stores/vault.yaml")).href;
  client.open(uri, store);
  await client.diagnostics(uri);
  await connectEditor(client, "admin");
  await eventually(async () => {
    const [here] = await client.request<readonly ManifestInCluster[]>("gitops/cluster/objectsAt", { uri });
    return here?.note === "Application stores delivers it to the cluster https://eu.example.org:6443." || undefined;
  });
  client.open(pathToFileURL(join(folder, "app.yaml")).href, application(`${cluster.address}/`));
  const found = await eventually(async () => {
    const [each] = await client.request<readonly ManifestInCluster[]>("gitops/cluster/objectsAt", { uri });
    return each?.items[0];
  });
  assert.deepEqual([found.name, found.context], ["vault", "admin"]);
});
