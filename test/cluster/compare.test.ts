import assert from "node:assert/strict";
import { after, type TestContext, test } from "node:test";
import { pathToFileURL } from "node:url";
import { parse } from "yaml";
import type { CompareWithClusterResult } from "../../server/protocol/compare.ts";
import { testFolder } from "../harness/folder.ts";
import { startLspClient } from "../harness/lspClient.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { connectEditor } from "./loadedEditor.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) {
  await loadCrds(cluster.admin, ["argo-cd", "flux"]);
  await cluster.applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n");
}
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template:
    metadata: { labels: { app: shop } }
    spec:
      containers:
        - name: shop
          image: shop:2
          resources: { limits: { cpu: 1000m } }
          env: [{ name: MODE, value: fast }]
`;

const settings = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings }
data: { color: green, size: large }
`;

const files = {
  "shop/kustomization.yaml": "namespace: shop\nresources: [deployment.yaml, settings.yaml]\n",
  "shop/deployment.yaml": deployment,
  "shop/settings.yaml": settings,
};

type Compared = Extract<CompareWithClusterResult, { kind: "compared" }>;

/** An editor with the files of a repository, connected as a user. */
async function editor(
  context: TestContext,
  contents: Readonly<Record<string, string>>,
  user: "admin" | "reader" = "admin",
) {
  const { root } = testFolder(context, contents);
  const uri = pathToFileURL(root).href;
  const client = await startLspClient([uri], { cluster: { kubeconfig: running().kubeconfig } });
  context.after(() => client.dispose());
  await connectEditor(client, user);
  const compare = async (more: object = {}): Promise<Compared> => {
    const result = await eventually(async () => {
      const answer = await client.request<CompareWithClusterResult>("gitops/cluster/compare", {
        context: user,
        directory: `${uri}/shop`,
        ...more,
      });
      return answer.kind === "compared" ? answer : undefined;
    });
    return result;
  };
  return { client, uri, compare };
}

function changesOf({ objects }: Compared): readonly string[] {
  return objects.map(({ change, kind, namespace, name }) => `${change} ${kind} ${namespace}/${name}`).sort();
}

/** Applies manifests to the namespace `shop` as a GitOps controller does. */
async function applyAs(
  manager: string,
  text: string,
  kind: "deployments" | "configmaps" | "secrets",
  name: string,
): Promise<void> {
  const root = kind === "deployments" ? "/apis/apps/v1" : "/api/v1";
  await running().admin.must({
    method: "PATCH",
    path: `${root}/namespaces/shop/${kind}/${name}?fieldManager=${manager}&force=true`,
    body: parse(text),
    contentType: "application/apply-patch+yaml",
  });
}

test("everything is created where nothing is there, and nothing differs once it is applied", {
  skip,
}, async (context) => {
  const { compare } = await editor(context, files);
  const before = await compare();
  assert.deepEqual(changesOf(before), ["create ConfigMap shop/settings", "create Deployment shop/shop"]);
  await applyAs("kustomize-controller", deployment, "deployments", "shop");
  await applyAs("kustomize-controller", settings, "configmaps", "settings");
  const after = await compare();
  // The defaults of the API server, 1000m instead of 1 and managed fields are no differences.
  assert.deepEqual([after.method, after.objects, after.notes], ["serverSideDryRun", [], []]);
});

test("unsaved changes and fields that Git has no more are told, and nothing is written", { skip }, async (context) => {
  const { compare, client, uri } = await editor(context, files);
  const listed = async () =>
    JSON.stringify(await running().admin.must({ path: "/api/v1/namespaces/shop/configmaps/settings" }));
  await applyAs("kustomize-controller", deployment, "deployments", "shop");
  await applyAs("kustomize-controller", settings, "configmaps", "settings");
  const before = await listed();
  client.open(`${uri}/shop/settings.yaml`, settings.replace("color: green, size: large", "color: red"));
  const compared = await compare();
  assert.deepEqual(changesOf(compared), ["update ConfigMap shop/settings"]);
  const [{ live, next } = { live: "", next: "" }] = compared.objects;
  assert.match(live, /color: green\n {2}size: large/);
  assert.match(next, /data:\n {2}color: red\n(?! {2}size)/);
  assert.doesNotMatch(live + next, /managedFields|resourceVersion|uid|creationTimestamp/);
  assert.equal(await listed(), before);
});

test("fields that somebody else set are left alone, as an apply leaves them", { skip }, async (context) => {
  const { compare } = await editor(context, files);
  await applyAs("kustomize-controller", settings, "configmaps", "settings");
  await applyAs("kustomize-controller", deployment, "deployments", "shop");
  await applyAs("somebody", settings.replace("color: green, size: large", "owner: ops"), "configmaps", "settings");
  assert.deepEqual((await compare()).objects, []);
});

test("values of Secrets never appear, but that they differ does", { skip }, async (context) => {
  const secret = (token: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: access }\nstringData: { user: shop, token: ${token} }\n`;
  await applyAs("kustomize-controller", secret("hunter2"), "secrets", "access");
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "namespace: shop\nresources: [secret.yaml]\n",
    "shop/secret.yaml": secret("swordfish"),
  });
  const compared = await compare();
  assert.deepEqual(changesOf(compared), ["update Secret shop/access"]);
  const [{ live, next } = { live: "", next: "" }] = compared.objects;
  const secrets = ["hunter2", "swordfish"].flatMap((text) => [text, Buffer.from(text).toString("base64")]);
  for (const text of secrets) assert.ok(!JSON.stringify(compared).includes(text), text);
  const marks = (text: string) =>
    [...text.matchAll(/(user|token): (.+)/g)].map(([, key, mark]) => [key, mark] as const);
  const [before, after] = [new Map(marks(live)), new Map(marks(next))];
  assert.equal(before.get("user"), after.get("user"));
  assert.notEqual(before.get("token"), after.get("token"));
});

test("without the right to patch it is merged with what was applied last, and says so", { skip }, async (context) => {
  const { admin } = running();
  const applied = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "classic" },
    data: { color: "green", size: "large" },
  };
  const metadata = {
    name: "classic",
    annotations: { "kubectl.kubernetes.io/last-applied-configuration": JSON.stringify(applied) },
  };
  const body = { ...applied, metadata, data: { ...applied.data, added: "by somebody" } };
  await admin.must({ method: "POST", path: "/api/v1/namespaces/shop/configmaps", body });
  const { compare } = await editor(
    context,
    {
      "shop/kustomization.yaml": "namespace: shop\nresources: [classic.yaml]\n",
      "shop/classic.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: classic }\ndata: { color: blue }\n",
    },
    "reader",
  );
  const { method, notes, objects } = await compare();
  assert.equal(method, "merge");
  assert.match(notes.join("\n"), /merged with what was applied last/);
  assert.match(objects[0]?.next ?? "", /data:\n {2}added: by somebody\n {2}color: blue\n$/);
});

test("what the application manages and the directory has no more is pruned; ignored fields do not count", {
  skip,
}, async (context) => {
  await applyAs("argocd-controller", settings, "configmaps", "settings");
  await applyAs("argocd-controller", settings.replace("name: settings", "name: old"), "configmaps", "old");
  await running().applyYaml(`
apiVersion: v1
kind: Namespace
metadata: { name: argocd }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: shop, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: shop }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  ignoreDifferences: [{ kind: ConfigMap, jsonPointers: [/data/color] }]
status:
  resources:
    - { version: v1, kind: ConfigMap, namespace: shop, name: settings, status: Synced }
    - { version: v1, kind: ConfigMap, namespace: shop, name: old, status: OutOfSync, requiresPruning: true }
    - { version: v1, kind: ConfigMap, namespace: shop, name: gone, status: OutOfSync }
`);
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "resources: [settings.yaml]\n",
    "shop/settings.yaml": settings.replace("green", "red"),
  });
  const application = {
    context: "admin",
    group: "argoproj.io",
    kind: "Application",
    namespace: "argocd",
    name: "shop",
  };
  const found = await eventually(async () => {
    const compared = await compare({ application });
    return compared.objects.length > 0 ? compared : undefined;
  });
  assert.deepEqual(changesOf(found), ["prune ConfigMap shop/old"]);
});

/** An Application that deploys `shop`, or a directory of another repository, and manages the ConfigMaps that are named. */
function shopApplication(name: string, managed: readonly string[], repository = "deployed"): string {
  const resources = managed.map((each) => `{ version: v1, kind: ConfigMap, namespace: shop, name: ${each} }`);
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: deployers }
spec:
  project: default
  source: { repoURL: https://git.example.org/${repository}.git, path: ./shop/ }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
status: { resources: [${resources.join(", ")}] }
`;
}

test("of a bare directory the only application that deploys it says what is pruned: a declared one, else one of its repository", {
  skip,
}, async (context) => {
  const { admin, applyYaml } = running();
  await applyYaml("apiVersion: v1\nkind: Namespace\nmetadata: { name: deployers }\n");
  await applyAs("kustomize-controller", settings, "configmaps", "settings");
  for (const name of ["left", "right"]) {
    await applyAs("kustomize-controller", settings.replace("name: settings", `name: ${name}`), "configmaps", name);
  }
  await applyYaml(`
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: deployers }
spec: { interval: 1h, prune: true, path: ./shop, sourceRef: { kind: GitRepository, name: shop } }
status: { inventory: { entries: [{ id: shop_settings__ConfigMap, v: v1 }, { id: shop_left__ConfigMap, v: v1 }] } }
---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: shop, namespace: deployers }
spec: { interval: 1h, url: https://git.example.org/deployed.git }
---
${shopApplication("elsewhere", ["right"], "other")}`);
  const bare = {
    "shop/kustomization.yaml": "resources: [settings.yaml]\n",
    "shop/settings.yaml": settings.replace("name: settings", "name: settings, namespace: shop"),
    ".git/HEAD": "ref: refs/heads/main\n",
    ".git/config": '[remote "origin"]\n\turl = git@git.example.org:deployed.git\n',
  };
  const wanted = (name: string, kind: string) => (compared: Compared) =>
    compared.application?.name === name && compared.application.kind === kind;

  const { compare } = await editor(context, bare);
  const byAddress = await compareUntil(compare, wanted("shop", "Kustomization"));
  assert.deepEqual(changesOf(byAddress), ["prune ConfigMap shop/left"]);
  assert.deepEqual(byAddress.application, {
    ...{ context: "admin", group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization" },
    ...{ namespace: "deployers", name: "shop" },
  });

  await applyYaml(shopApplication("second", ["settings", "right"]));
  const ofTwo = await compareUntil(compare, ({ application }) => application === undefined);
  assert.deepEqual(changesOf(ofTwo), []);

  const declaring = await editor(context, { ...bare, "apps/second.yaml": shopApplication("second", []) });
  const declared = await compareUntil(declaring.compare, wanted("second", "Application"));
  assert.deepEqual(changesOf(declared), ["prune ConfigMap shop/right"]);

  const path = "/apis/argoproj.io/v1alpha1/namespaces/deployers/applications/second";
  const away = { spec: { destination: { server: "https://other.example.org" } } };
  await admin.must({ method: "PATCH", path, body: away, contentType: "application/merge-patch+json" });
  await compareUntil(declaring.compare, wanted("shop", "Kustomization"));
});

/** Compares until what the cluster told since then is known. */
function compareUntil(compare: () => Promise<Compared>, isWanted: (compared: Compared) => boolean): Promise<Compared> {
  return eventually(
    async () => {
      const compared = await compare();
      return isWanted(compared) ? compared : undefined;
    },
    async () => (await compare()).application,
  );
}

test("fields of managers that the application names are theirs", {
  skip,
}, async (context) => {
  const { admin } = running();
  const own = deployment.replaceAll("name: shop", "name: scaled");
  await applyAs("argocd-controller", own, "deployments", "scaled");
  const scaled = { spec: { replicas: 7, template: { spec: { containers: [{ name: "scaled", image: "shop:9" }] } } } };
  await admin.must({
    method: "PATCH",
    path: "/apis/apps/v1/namespaces/shop/deployments/scaled?fieldManager=autoscaler",
    body: scaled,
    contentType: "application/strategic-merge-patch+json",
  });
  const application = await applyApplication(
    "scaled",
    { group: "apps", kind: "Deploy*", name: "scaled", managedFieldsManagers: ["autoscaler"] },
    {
      group: "apps",
      kind: "Deployment",
      namespace: "elsewhere",
      jsonPointers: ["/spec"],
      jqPathExpressions: [".spec"],
    },
  );
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "resources: [scaled.yaml]\n",
    "shop/scaled.yaml": own.replace("value: fast", "value: slow"),
  });
  const compared = await eventually(async () => {
    const found = await compare({ application });
    return found.objects[0]?.next.includes("replicas: 7") ? found : undefined;
  });
  assert.deepEqual([changesOf(compared), compared.notes], [["update Deployment shop/scaled"], []]);
  const [{ live, next } = { live: "", next: "" }] = compared.objects;
  assert.equal(next, live.replace("value: fast", "value: slow"));
  assert.match(next, /image: shop:9/);
  const without = await compare();
  assert.match(without.objects[0]?.next ?? "", /replicas: 2\n/);
  assert.deepEqual(without.notes, []);
});

test("what jq path expressions name is no difference, and those that cannot be applied are told", {
  skip,
}, async (context) => {
  const { admin } = running();
  const proxy = "        - { name: istio-proxy, image: proxy:1 }\n";
  const meshed = deployment.replaceAll("name: shop", "name: meshed") + proxy;
  await applyAs("argocd-controller", meshed, "deployments", "meshed");
  await admin.must({
    method: "PATCH",
    path: "/apis/apps/v1/namespaces/shop/deployments/meshed?fieldManager=mesh",
    body: { spec: { template: { spec: { containers: [{ name: "istio-proxy", image: "proxy:2" }] } } } },
    contentType: "application/strategic-merge-patch+json",
  });
  const application = await applyApplication("meshed", {
    group: "apps",
    kind: "Deploy*",
    jqPathExpressions: [
      ".spec.template.spec[",
      "def f: f; f",
      ".spec.template.spec.containers[] | .name | length",
      ".spec.template.spec.initContainers[].image",
      '.spec.template.spec.containers[] | select(.name == "istio-proxy")',
    ],
  });
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "namespace: shop\nresources: [meshed.yaml]\n",
    "shop/meshed.yaml": meshed.replace("value: fast", "value: slow"),
  });
  const { objects, notes } = await eventually(async () => {
    const found = await compare({ application });
    return found.notes.length > 0 ? found : undefined;
  });
  const [{ live, next } = { live: "", next: "" }] = objects;
  assert.equal(next, live.replace("value: fast", "value: slow"));
  assert.match(next, /value: slow/);
  assert.doesNotMatch(live, /proxy/);
  const told = notes.map((note) => note.replace(/^Application argocd\/meshed: /, "").replace(/\. .*$/, ""));
  assert.deepEqual(told, [
    '`.spec.template.spec[` of its jqPathExpressions is no jq that can be used: unexpected token ")"',
    "`def f: f; f` of its jqPathExpressions is not applied: it took longer than 1s for one object",
    "`.spec.template.spec.containers[] | .name | length` of its jqPathExpressions fails in Deployment shop/meshed: " +
      "invalid path against: number (6)",
  ]);
  assert.match((await compare()).objects[0]?.live ?? "", /image: proxy:2/);
});

test("what Argo CD ignores in all applications is no difference either", { skip }, async (context) => {
  const { admin, applyYaml } = running();
  const own = deployment.replaceAll("name: shop", "name: common");
  await applyAs("argocd-controller", own, "deployments", "common");
  const application = await applyApplication("common", { kind: "ConfigMap", jsonPointers: ["/data/x"] });
  await applyYaml(`
apiVersion: v1
kind: ConfigMap
metadata: { name: argocd-cm, namespace: argocd }
data:
  resource.customizations.ignoreDifferences.apps_Deployment: |
    jqPathExpressions: ['.spec.template.spec.containers[].env']
  resource.customizations.ignoreDifferences.all: 'jsonPointers: ['
`);
  context.after(() => admin.must({ method: "DELETE", path: "/api/v1/namespaces/argocd/configmaps/argocd-cm" }));
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "namespace: shop\nresources: [common.yaml]\n",
    "shop/common.yaml": own.replace("value: fast", "value: slow"),
  });
  const { objects, notes } = await eventually(async () => {
    const found = await compare({ application });
    return found.notes.length > 0 ? found : undefined;
  });
  assert.deepEqual(objects, []);
  assert.match(
    notes.join("\n"),
    /^ConfigMap argocd\/argocd-cm: `resource\.customizations\.ignoreDifferences\.all` is no/,
  );
  assert.match((await compare()).objects[0]?.next ?? "", /value: slow/);
});

test("nothing that an application ignores brings a value of a Secret to light", { skip }, async (context) => {
  const secret = (token: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: ignored }\nstringData: { token: ${token} }\n`;
  await applyAs("argocd-controller", secret("hunter2"), "secrets", "ignored");
  const application = await applyApplication("ignored", {
    kind: "Secret",
    jsonPointers: ["/kind"],
    // What Argo CD makes of it is `del(.a) | ... | del(.b)`, which copies and fails with the value.
    jqPathExpressions: [".a) | .metadata.labels.copy = .data.token | del(.b", "error(.data.token)"],
  });
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "namespace: shop\nresources: [secret.yaml]\n",
    "shop/secret.yaml": secret("swordfish"),
  });
  const compared = await eventually(async () => {
    const found = await compare({ application });
    return found.notes.length > 0 ? found : undefined;
  });
  const [{ live, next } = { live: "", next: "" }] = compared.objects;
  assert.match(live, /copy: •••••••• \(value 1\)/);
  assert.match(next, /copy: •••••••• \(value 2\)/);
  assert.doesNotMatch(live, /^kind/m);
  assert.match(compared.notes.join("\n"), /fails in Secret shop\/ignored: error: •••••••• \(value 1\)/);
  const secrets = ["hunter2", "swordfish"].flatMap((text) => [text, Buffer.from(text).toString("base64")]);
  for (const text of secrets) assert.ok(!JSON.stringify(compared).includes(text), text);
});

/** Applies an Application that ignores differences, and returns its identity. */
async function applyApplication(name: string, ...ignored: readonly object[]): Promise<object> {
  await running().applyYaml(`
apiVersion: v1
kind: Namespace
metadata: { name: argocd }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: shop }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  ignoreDifferences: ${JSON.stringify(ignored)}
`);
  return { context: "admin", group: "argoproj.io", kind: "Application", namespace: "argocd", name };
}

test("objects whose kind or namespace the cluster does not have are noted, the others compared", {
  skip,
}, async (context) => {
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "resources: [lamp.yaml, nowhere.yaml, settings.yaml]\n",
    "shop/lamp.yaml": "apiVersion: example.org/v1\nkind: Lamp\nmetadata: { name: desk }\n",
    "shop/nowhere.yaml": settings.replace("name: settings", "name: settings, namespace: nowhere"),
    "shop/settings.yaml": settings.replace("name: settings", "name: fresh, namespace: shop"),
  });
  const { objects, notes, uncompared, refused } = await compare();
  assert.deepEqual({ uncompared, refused }, { uncompared: 1, refused: 0 });
  assert.match(notes.join("\n"), /Lamp desk is not compared: the cluster does not serve example.org\/v1 Lamp/);
  assert.match(notes.join("\n"), /namespaces? "nowhere" not found/);
  assert.deepEqual(objects.map(({ name, namespace }) => `${namespace}/${name}`).sort(), [
    "nowhere/settings",
    "shop/fresh",
  ]);
});

test("objects that may not be read are not said to be unchanged", { skip }, async (context) => {
  const keys = "apiVersion: v1\nkind: Secret\nmetadata: { name: NAME }\nstringData: { key: secret }\n";
  const { client, uri, compare } = await editor(
    context,
    {
      "shop/kustomization.yaml": "namespace: shop\nresources: [secret.yaml, settings.yaml]\n",
      "shop/secret.yaml": keys.replace("NAME", "unread"),
      "shop/settings.yaml": settings.replace("name: settings", "name: unapplied"),
      "keys/kustomization.yaml": "namespace: shop\nresources: [one.yaml, two.yaml]\n",
      "keys/one.yaml": keys.replace("NAME", "one"),
      "keys/two.yaml": keys.replace("NAME", "two"),
    },
    "reader",
  );
  const some = await compare();
  assert.deepEqual([changesOf(some), some.uncompared], [["create ConfigMap shop/unapplied"], 1]);
  const params = { context: "reader", directory: `${uri}/keys` };
  const none = await client.request<CompareWithClusterResult>("gitops/cluster/compare", params);
  assert.ok(none.kind === "failed");
  assert.match(
    none.message,
    /^Nothing of it could be compared\. Secret one is not compared: .*secrets.* So it is with 1 more\.$/,
  );
});

test("objects that the API server would not take are counted", { skip }, async (context) => {
  const { compare } = await editor(context, {
    "shop/kustomization.yaml": "namespace: shop\nresources: [deployment.yaml]\n",
    "shop/deployment.yaml": deployment
      .replace("metadata: { name: shop }", "metadata: { name: odd }")
      .replace("matchLabels: { app: shop }", "matchLabels: { app: other }"),
  });
  const { refused, uncompared, notes } = await compare();
  assert.deepEqual([refused, uncompared], [1, 0]);
  assert.match(notes.join("\n"), /would refuse Deployment odd: .*selector/);
});

test("what an Application changes of its directory is no difference and prunes nothing, with or without a manifest", {
  skip,
}, async (context) => {
  const named = (prefix: string): string => settings.replace("name: settings", `name: ${prefix}settings`);
  await applyAs("argocd-controller", named("eu-").replace("large", "small"), "configmaps", "eu-settings");
  const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: changing, namespace: changing }
spec:
  project: default
  source:
    repoURL: https://git.example.org/changing.git
    path: shop
    kustomize:
      namePrefix: eu-
      commonLabels: { revision: $ARGOCD_APP_REVISION }
      patches: [{ target: { kind: ConfigMap }, patch: '[{ "op": "replace", "path": "/data/size", "value": "small" }]' }]
  destination: { server: https://kubernetes.default.svc, namespace: shop }
`;
  const resources = "{ version: v1, kind: ConfigMap, namespace: shop, name: eu-settings, status: Synced }";
  await running().applyYaml(
    `apiVersion: v1\nkind: Namespace\nmetadata: { name: changing }\n---\n${application}status: { resources: [${resources}] }\n`,
  );
  await running().admin.must({
    method: "PATCH",
    path: "/api/v1/namespaces/shop/configmaps/eu-settings?fieldManager=argocd-controller&force=true",
    body: parse(
      named("eu-")
        .replace("large", "small")
        .replace("name: eu-settings", "name: eu-settings, labels: { revision: 3f2a1c0 }"),
    ),
    contentType: "application/apply-patch+yaml",
  });
  const directory = { "shop/kustomization.yaml": "resources: [settings.yaml]\n", "shop/settings.yaml": settings };
  const id = { context: "admin", group: "argoproj.io", kind: "Application", namespace: "changing", name: "changing" };
  const live = await (await editor(context, directory)).compare({ application: id });
  assert.deepEqual([changesOf(live), live.notes], [[], ["Not known, so not compared: ${ARGOCD_APP_REVISION}."]]);

  const { compare, client, uri } = await editor(context, { ...directory, "argocd/changing.yaml": application });
  assert.deepEqual(changesOf(await compare({ application: id })), []);
  client.open(`${uri}/argocd/changing.yaml`, application);
  client.edit(`${uri}/argocd/changing.yaml`, [9, 18], [9, 20], "us");
  const renamed = await compare({ application: id });
  assert.deepEqual(changesOf(renamed), ["create ConfigMap shop/us-settings", "prune ConfigMap shop/eu-settings"]);
  assert.match(renamed.notes.join("\n"), /spec\.source\.kustomize of the live object is different/);
});
