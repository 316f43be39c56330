import assert from "node:assert/strict";
import { test } from "node:test";
import type { CompareWithClusterResult } from "../../server/protocol/compare.ts";
import { testFolder } from "../harness/folder.ts";
import { startLspClient } from "../harness/lspClient.ts";
import { startPlatform, whyNoFlux } from "./fluxPlatform.ts";
import { eventually } from "./harness/eventually.ts";
import { connectEditor } from "./loadedEditor.ts";

const shop = (spec: string): string => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: flux-system }
spec:
  interval: 1h
  prune: true
  path: ./shop
  sourceRef: { kind: GitRepository, name: platform }
${spec}`;

const changes = `  targetNamespace: shop
  namePrefix: eu-
  commonMetadata: { labels: { team: books } }
  patches:
    - target: { kind: Deployment }
      patch: |
        - { op: replace, path: /spec/replicas, value: 3 }
  postBuild:
    substitute: { colour: green }
    substituteFrom:
      - { kind: ConfigMap, name: settings }
      - { kind: Secret, name: passwords }
      - { kind: ConfigMap, name: nowhere, optional: true }
`;

const repository = {
  "shop/kustomization.yaml": "resources: [all.yaml]\n",
  "shop/all.yaml": `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { colour: "\${colour}", size: "\${size:=small}", kept: "$\${colour}", login: "shop:\${password}" }
---
apiVersion: v1
kind: Secret
metadata: { name: login }
stringData: { password: "\${password}" }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 1
  minReadySeconds: \${wait}
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers: [{ name: shop, image: "shop:\${version}", envFrom: [{ configMapRef: { name: settings } }] }]
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: by-hand
  annotations: { kustomize.toolkit.fluxcd.io/reconcile: disabled }
data: { colour: "\${colour}" }
`,
};

const inCluster = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: flux-system }
data: { size: large, version: "2" }
---
apiVersion: v1
kind: Secret
metadata: { name: passwords, namespace: flux-system }
stringData: { password: do-not-show, wait: "7" }
---
${shop(changes)}`;

test("what Flux applied is no difference, whatever it changes on the way; an edit of its Kustomization is one", {
  skip: whyNoFlux,
}, async (context) => {
  const platform = await startPlatform(context, repository);
  await platform.cluster.applyYaml(inCluster);
  const path = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations/shop";
  const state = () => platform.cluster.admin.must({ path });
  await eventually(
    async () => (/"type":"Ready","?|ReconciliationSucceeded/.test(JSON.stringify(await state())) ? true : undefined),
    async () => JSON.stringify(await state()),
    60_000,
  );
  const folder = testFolder(context, { ...repository, "flux/shop.yaml": shop(changes) });
  const root = folder.uri("").replace(/\/$/, "");
  const client = await startLspClient([root], { cluster: { kubeconfig: platform.cluster.kubeconfig } });
  context.after(() => client.dispose());
  await connectEditor(client, "admin");
  const application = {
    context: "admin",
    group: "kustomize.toolkit.fluxcd.io",
    kind: "Kustomization",
    namespace: "flux-system",
    name: "shop",
  };
  const compare = () =>
    eventually(async () => {
      const params = { context: "admin", directory: folder.uri("shop"), application };
      const answer = await client.request<CompareWithClusterResult>("gitops/cluster/compare", params);
      return answer.kind === "compared" ? answer : undefined;
    });
  const before = await compare();
  assert.deepEqual(
    before.objects.map(({ change, kind, name, next }) => `${change} ${kind} ${name}\n${next}`),
    [],
  );
  assert.deepEqual([before.method, before.refused, before.uncompared], ["serverSideDryRun", 0, 0]);
  assert.deepEqual(before.notes, [
    "Variables of Secret passwords are not substituted: the values of Secrets are never read.",
    "Not known, so not compared: ${password}, ${wait}.",
    "ConfigMap eu-by-hand is left alone: a label or annotation keeps the Flux Kustomization from applying it.",
  ]);

  client.open(folder.uri("flux/shop.yaml"), shop(changes));
  client.edit(folder.uri("flux/shop.yaml"), [14, 54], [14, 55], "5");
  const after = await compare();
  assert.deepEqual(
    after.objects.map(({ change, kind, name }) => `${change} ${kind} ${name}`),
    ["update Deployment eu-shop"],
  );
  assert.match(after.objects[0]?.next ?? "", / {2}replicas: 5\n/);
  assert.ok(
    after.notes.some((note) => note.includes("spec.patches of the live object is different")),
    after.notes.join(),
  );
  assert.doesNotMatch(JSON.stringify([before, after]), /do-not-show/);

  // A new prefix names all objects anew: the old ones go.
  client.edit(folder.uri("flux/shop.yaml"), [9, 14], [9, 16], "us");
  const renamed = await compare();
  const changed = renamed.objects.map(({ change, kind, name }) => `${change} ${kind} ${name}`);
  assert.deepEqual(changed.toSorted(), [
    "create ConfigMap us-settings",
    "create Deployment us-shop",
    "create Secret us-login",
    "prune ConfigMap eu-settings",
    "prune Deployment eu-shop",
    "prune Secret eu-login",
  ]);
});
