import assert from "node:assert/strict";
import { after, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Diagnostic } from "vscode-languageserver-types";
import { testFolder } from "../harness/folder.ts";
import { startLspClient } from "../harness/lspClient.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) await loadCrds(cluster.admin, ["external-secrets"]);
after(() => cluster?.stop());

const secret = `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: { name: token, namespace: shop }
spec:
  secretStoreRef: { kind: ClusterSecretStore, name: vault }
  data: [{ secretKey: token, remoteRef: { key: shop } }]
`;

const store = `apiVersion: external-secrets.io/v1
kind: ClusterSecretStore
metadata: { name: vault }
spec: { provider: { fake: { data: [] } } }
`;

const isMissing = ({ code }: Diagnostic): boolean => code === "ref/dangling-secret-store";

test("a store that another repository brings is missing until it is in the connected cluster", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  const { root } = testFolder(context, { "secret.yaml": secret });
  const client = await startLspClient([pathToFileURL(root).href], { cluster: { kubeconfig: cluster.kubeconfig } });
  context.after(() => client.dispose());
  const uri = `${pathToFileURL(root).href}/secret.yaml`;
  client.open(uri, secret);
  await client.diagnostics(uri, (all) => all.some(isMissing));
  await client.request("gitops/cluster/connect", { context: "admin" });
  await cluster.applyYaml(store);
  await client.diagnostics(uri, (all) => !all.some(isMissing));
  const path = "/apis/external-secrets.io/v1/clustersecretstores/vault";
  await cluster.admin.must({ method: "DELETE", path });
  await client.diagnostics(uri, (all) => all.some(isMissing));
});
