import assert from "node:assert/strict";
import { chmodSync, mkdirSync, readFileSync } from "node:fs";
import { createServer as createHttpServer } from "node:http";
import { connect } from "node:net";
import { delimiter, join } from "node:path";
import { after, type TestContext, test } from "node:test";
import { callApi } from "../../server/shell/adapters/cluster/apiClient.ts";
import { listContexts } from "../../server/shell/adapters/cluster/contexts.ts";
import { AccessError, openAccess } from "../../server/shell/adapters/cluster/kubeConfig.ts";
import { readKubeConfig } from "../../server/shell/adapters/cluster/kubeConfigFiles.ts";
import { testFolder } from "../harness/folder.ts";
import { startCluster } from "./harness/cluster.ts";
import { kubeconfigText } from "./harness/kubeconfig.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
after(() => cluster?.stop());

function running() {
  assert.ok(cluster);
  return cluster;
}

/** A kubeconfig with one context of the running cluster, whose user proves itself in some way. */
function withUser(
  context: TestContext,
  user: Readonly<Record<string, unknown>>,
  files: Readonly<Record<string, string>> = {},
) {
  const { address, authority } = running();
  const text = kubeconfigText([{ name: "shop", server: address, authority, user }]);
  return testFolder(context, { ...files, config: text });
}

/** Who the API server says the context is. */
async function whoAmI(setting: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const access = openAccess({ setting, env, home: "/nowhere" }, "shop");
  const review = { apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" };
  const answer = await callApi(access, {
    method: "POST",
    path: "/apis/authentication.k8s.io/v1/selfsubjectreviews",
    body: review,
  });
  access.close();
  return answer.kind === "ok" ? (/"username":"([^"]+)"/.exec(JSON.stringify(answer.body))?.[1] ?? "?") : answer.message;
}

test("a token, a token file and a client certificate log in", { skip }, async (context) => {
  const { tokens, adminCertificate } = running();
  const inline = withUser(context, { token: tokens.reader });
  assert.equal(await whoAmI(inline.path("config")), "reader");
  const file = withUser(context, { tokenFile: "secrets/token" }, { "secrets/token": `${tokens.tenant}\n` });
  assert.equal(await whoAmI(file.path("config")), "tenant");
  const files = { "admin.pem": adminCertificate.certificate, "admin.key": adminCertificate.key };
  const certificate = withUser(context, { "client-certificate": "admin.pem", "client-key": "admin.key" }, files);
  assert.equal(await whoAmI(certificate.path("config")), "admin");
});

test("a program of the kubeconfig is run once for many requests, beside its file, and told what is wanted", {
  skip,
}, async (context) => {
  const { tokens } = running();
  const program = `#!/bin/sh
echo run >> "$(dirname "$0")/runs"
echo "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/info"
echo '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"'"$1"'"}}'
`;
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1",
    command: "./login.sh",
    args: [tokens.tenant],
    interactiveMode: "Never",
  };
  const folder = withUser(context, { exec }, { "login.sh": program, runs: "" });
  chmodSync(folder.path("login.sh"), 0o755);
  const places = { setting: folder.path("config"), env: {}, home: "/nowhere" };
  const [listed] = listContexts(readKubeConfig(places), []).contexts;
  assert.equal(listed?.execCommand, folder.path("login.sh"));
  const access = openAccess(places, "shop");
  const read = (file: string): string => readFileSync(folder.path(file), "utf8");
  assert.equal(read("runs"), "", "reading the contexts and opening an access runs nothing");
  const calls = Array.from({ length: 10 }, () => callApi(access, { method: "GET", path: "/version" }));
  for (const answer of await Promise.all(calls)) assert.equal(answer.kind, "ok");
  assert.equal(read("runs"), "run\n");
  assert.match(read("info"), /"apiVersion":"client.authentication.k8s.io\/v1".*"interactive":false/);
  access.close();
});

test("a program that fails or is not there says what to do", { skip }, async (context) => {
  const failing = withUser(
    context,
    { exec: { command: "./login.sh" } },
    { "login.sh": "#!/bin/sh\necho 'session expired' >&2\nexit 1\n" },
  );
  chmodSync(failing.path("login.sh"), 0o755);
  assert.match(
    await whoAmI(failing.path("config")),
    /login.sh` of the kubeconfig ended with: session expired.*in a terminal to log in again/,
  );
  const absent = withUser(context, { exec: { command: "no-such-login", installHint: "Get it from example.org." } });
  assert.match(
    await whoAmI(absent.path("config")),
    /program `no-such-login` of the kubeconfig was not found. Get it from example.org/,
  );
});

test("an impersonated user and its groups are sent", { skip }, async (context) => {
  const { tokens } = running();
  const folder = withUser(context, { token: tokens.admin, as: "robot", "as-groups": ["machines", "readers"] });
  assert.equal(await whoAmI(folder.path("config")), "robot");
});

test("requests go through the proxy of the cluster, or of the environment", { skip }, async (context) => {
  const { address, authority, tokens } = running();
  const tunnels: string[] = [];
  const proxy = createHttpServer();
  proxy.on("connect", (request, socket, head) => {
    tunnels.push(request.url ?? "");
    const { port } = new URL(address);
    const upstream = connect(Number(port), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    for (const each of [socket, upstream]) each.on("error", () => upstream.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  context.after(() => proxy.close());
  const at = proxy.address();
  const url = `http://127.0.0.1:${typeof at === "object" ? at?.port : ""}`;
  const text = kubeconfigText([{ name: "shop", server: address, authority, user: { token: tokens.reader } }]);
  const named = testFolder(context, { config: text.replace("server:", `proxy-url: ${url}\n      server:`) });
  assert.equal(await whoAmI(named.path("config")), "reader");
  assert.equal(tunnels.length, 1);
  // `localhost` never goes through a proxy of the environment, so the server gets another name.
  const remote = text
    .replace("127.0.0.1", "api.example.org")
    .replace("server:", "tls-server-name: 127.0.0.1\n      server:");
  const environment = testFolder(context, { config: remote });
  assert.equal(await whoAmI(environment.path("config"), { HTTPS_PROXY: url }), "reader");
  assert.deepEqual(tunnels.length, 2);
  assert.match(
    await whoAmI(environment.path("config"), { HTTPS_PROXY: url, NO_PROXY: ".example.org" }),
    /not found by its name/,
  );
});

test("several files are merged, the first to name a thing wins, and what cannot be read is told", (context) => {
  const user = { token: "secret-token" };
  const folder = testFolder(context, {
    "a.yaml": kubeconfigText([{ name: "one", server: "https://one.example.org", user }]),
    "b.yaml": kubeconfigText([
      { name: "one", server: "https://other.example.org", user },
      { name: "eu-production", server: "https://two.example.org", namespace: "shop", user },
    ]),
    "broken.yaml": "contexts: [\n  {name: one\n",
    "list.yaml": "- a\n",
    "lost.yaml": "contexts: [{ name: lost, context: { cluster: nowhere } }]\n",
  });
  mkdirSync(join(folder.root, "folder"));
  const names = ["a.yaml", "b.yaml", "broken.yaml", "absent.yaml", "folder", "list.yaml", "lost.yaml"];
  const KUBECONFIG = names.map((name) => folder.path(name)).join(delimiter);
  const result = listContexts(readKubeConfig({ setting: "", env: { KUBECONFIG }, home: "/nowhere" }), ["*prod*"]);
  assert.deepEqual(result.contexts, [
    {
      name: "eu-production",
      server: "https://two.example.org",
      namespace: "shop",
      isCurrent: false,
      isProtected: true,
    },
    { name: "one", server: "https://one.example.org", namespace: "default", isCurrent: true, isProtected: false },
  ]);
  const problems = result.problems.join("\n");
  for (const part of [
    /broken.yaml is not read: line \d/,
    /absent.yaml is not read: there is no such file/,
    /folder is not read: it is a folder/,
    /list.yaml is not read: it is no kubeconfig/,
    /`lost` is left out: no file describes its cluster `nowhere`/,
  ]) {
    assert.match(problems, part);
  }
  assert.doesNotMatch(JSON.stringify(result), /secret-token/);
});

test("the setting goes before the variable, and both before the file in the home folder", (context) => {
  const config = (name: string) => kubeconfigText([{ name, server: `https://${name}.example.org`, user: {} }]);
  const folder = testFolder(context, {
    "set.yaml": config("set"),
    "variable.yaml": config("variable"),
    ".kube/config": config("home"),
  });
  const names = (setting: string, env: Readonly<Record<string, string>>) => [
    ...readKubeConfig({ setting, env, home: folder.root }).contexts.keys(),
  ];
  const env = { KUBECONFIG: folder.path("variable.yaml") };
  assert.deepEqual(names("~/set.yaml", env), ["set"]);
  assert.deepEqual(names("", env), ["variable"]);
  assert.deepEqual(names("", {}), ["home"]);
});

test("in a pod without kubeconfig the service account is the context", { skip }, async (context) => {
  const { address, authority, tokens } = running();
  const { hostname, port } = new URL(address);
  const { root } = testFolder(context, { "sa/token": tokens.reader, "sa/ca.crt": authority, "sa/namespace": "team\n" });
  const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
  const places = { setting: "", env, home: root, serviceAccount: join(root, "sa") };
  assert.deepEqual(listContexts(readKubeConfig(places), []).contexts, [
    { name: "in-cluster", server: address, namespace: "team", isCurrent: true, isProtected: false },
  ]);
  const access = openAccess(places, "in-cluster");
  assert.equal((await callApi(access, { method: "GET", path: "/version" })).kind, "ok");
  access.close();
});

test("a context that is gone, or whose server is no address, is an error with words", (context) => {
  const folder = testFolder(context, { config: kubeconfigText([{ name: "shop", server: "nonsense", user: {} }]) });
  const places = { setting: folder.path("config"), env: {}, home: "/nowhere" };
  assert.throws(
    () => openAccess(places, "other"),
    (error) => error instanceof AccessError && /no context `other`/.test(error.message),
  );
  assert.throws(
    () => openAccess(places, "shop"),
    (error) => error instanceof AccessError && /is no address/.test(error.message),
  );
});
