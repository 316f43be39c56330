import assert from "node:assert/strict";
import { test } from "node:test";
import { manifestOf } from "../../server/core/manifest/manifest.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import { createLineIndex } from "../../server/core/text/lineIndex.ts";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { compare } from "./comparing.ts";
import { createPeer } from "./peer.ts";

const registry = loadSchemaRegistry();
const peer = createPeer();

/** The lines below `spec:` of an object that breaks one CEL rule of upstream; `# <-` marks where that is told. */
interface Case {
  readonly type: keyof typeof types;
  readonly spec: string;
}

const types = {
  HelmRelease: "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease",
  FluxKustomization: "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization",
  Bucket: "apiVersion: source.toolkit.fluxcd.io/v1\nkind: Bucket",
  HelmChart: "apiVersion: source.toolkit.fluxcd.io/v1\nkind: HelmChart",
  GitRepository: "apiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository",
  SecretStore: "apiVersion: external-secrets.io/v1\nkind: SecretStore",
} as const;

const chart = "interval: 1h\nchart: { spec: { chart: a, sourceRef: { kind: HelmRepository, name: a } } }";
const sync = "interval: 1h\nprune: true\nsourceRef: { kind: GitRepository, name: a }";
const bucket = "interval: 1h\nbucketName: a\nendpoint: a.example.org";

const reference = "{ name: a, key: b }";
const crd = "provider:\n  crd:\n    resource: { kind: A, version: v1, group: a.example.org }";
const pulumi = "environment: a\n    organization: a\n    project: a";
const openBao = 'provider:\n  openBao:\n    server: "https://a.example.org"';

const cases: readonly Case[] = [
  { type: "HelmRelease", spec: `${chart}\nchartRef: { kind: OCIRepository, name: a } # <-` },
  { type: "HelmRelease", spec: "#<- spec\ninterval: 1h" },
  { type: "HelmRelease", spec: `${chart}\nkubeConfig: {} # <-` },
  { type: "HelmRelease", spec: `${chart}\nkubeConfig:\n  configMapRef: { name: a }\n  secretRef: { name: a } # <-` },
  {
    type: "HelmRelease",
    spec: `${chart}\ninstall:\n  strategy:\n    name: RemediateOnFailure\n    retryInterval: 5m # <-`,
  },
  {
    type: "HelmRelease",
    spec: `${chart}\nupgrade:\n  strategy:\n    name: RemediateOnFailure\n    retryInterval: 5m # <-`,
  },
  { type: "FluxKustomization", spec: `${sync}\nkubeConfig: {} # <-` },
  {
    type: "FluxKustomization",
    spec: `${sync}\nkubeConfig:\n  secretRef: { name: a } # <-\n  configMapRef: { name: a }`,
  },
  { type: "Bucket", spec: `${bucket}\nprovider: gcp\nsts: { provider: aws, endpoint: "https://a.example.org" } # <-` },
  { type: "Bucket", spec: `${bucket}\nprovider: aws\nsts: { provider: ldap, endpoint: "https://a.example.org" } # <-` },
  { type: "Bucket", spec: `${bucket}\nsts: { provider: aws, endpoint: "https://a.example.org" } # <-` },
  {
    type: "Bucket",
    spec: `${bucket}\nprovider: aws\nsts: { provider: aws, endpoint: "https://a.example.org", secretRef: { name: a } } # <-`,
  },
  { type: "Bucket", spec: `${bucket}\nserviceAccountName: a # <-` },
  { type: "Bucket", spec: `${bucket}\nprovider: aws\nserviceAccountName: a # <-\nsecretRef: { name: a }` },
  { type: "GitRepository", spec: 'interval: 1h\nurl: "https://a.example.org"\nserviceAccountName: a # <-' },
  {
    type: "GitRepository",
    spec: 'interval: 1h\nurl: "https://a.example.org"\nprovider: github\nserviceAccountName: a # <-',
  },
  {
    type: "HelmChart",
    spec: "interval: 1h\nchart: a\nsourceRef: { kind: Bucket, name: a }\nverify: { provider: cosign } # <-",
  },
  {
    type: "SecretStore",
    spec: "provider:\n  aws:\n    service: SecretsManager\n    region: eu\n    customSessionTags: { esoNamespace: x } # <-",
  },
  { type: "SecretStore", spec: crd.replace("crd:", "crd: # <-") },
  { type: "SecretStore", spec: `${crd}\n    auth: { serviceAccount: { name: a } }\n    authRef: { name: a } # <-` },
  { type: "SecretStore", spec: "provider:\n  doppler:\n    auth: {} # <-" },
  { type: "SecretStore", spec: "provider:\n  nebiusmysterybox:\n    apiDomain: a\n    auth: {} # <-" },
  { type: "SecretStore", spec: `${openBao}\n    auth: {} # <-` },
  {
    type: "SecretStore",
    spec: `${openBao}\n    caBundle: Zm9v\n    caProvider: { type: Secret, name: a, key: b } # <-`,
  },
  { type: "SecretStore", spec: `provider:\n  pulumi: # <-\n    ${pulumi}` },
  { type: "SecretStore", spec: `provider:\n  pulumi:\n    ${pulumi}\n    auth: {} # <-` },
  {
    type: "SecretStore",
    spec: `provider:\n  pulumi:\n    ${pulumi}\n    auth: { accessToken: { secretRef: ${reference} } }\n    accessToken: { secretRef: ${reference} } # <-`,
  },
  { type: "SecretStore", spec: "provider:\n  secretserver: # <-\n    serverURL: a" },
  { type: "SecretStore", spec: "provider:\n  secretserver:\n    serverURL: a\n    token: {} # <-" },
  {
    type: "SecretStore",
    spec: `provider:\n  secretserver:\n    serverURL: a\n    token: { value: x, secretRef: ${reference} } # <-`,
  },
];

for (const [at, { type, spec }] of cases.entries()) {
  test(`CEL violation ${at + 1} (${type}) is told at its field, and the peer does not see it`, async () => {
    const lines = spec.split("\n").map((line) => `  ${line}`);
    const text = `${types[type]}\nmetadata: { name: a }\nspec:\n${lines.join("\n")}\n`.replace(
      ":\n  #<- spec",
      ": # <-",
    );
    const manifest = manifestOf(parseDocument(text), "file:///a.yaml");
    const { group, version, kind } = manifest?.gvk ?? assert.fail("no manifest");
    const schema = registry.find(group, version, kind) ?? assert.fail(`no schema of ${type}`);
    const { found, theirs } = await compare(text, { uri: "file:///a.yaml", kind: schema }, { peer, registry });
    assert.deepEqual(theirs, []);
    const marked = text.split("\n").findIndex((line) => line.includes("# <-"));
    const index = createLineIndex(text);
    assert.ok(found.length > 0, "something is found");
    for (const { code, span, message } of found) {
      assert.deepEqual([code, index.at(span.start).line], ["schema/cel", marked], message);
    }
  });
}

test("Every CEL rule of every schema compiles", async () => {
  const { compileRule } = await import("../../server/core/schema/cel.ts");
  const rules = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "rule" && typeof value === "string") rules.add(value);
      else collect(value);
    }
  };
  for (const { group, version, kind } of registry.entries) collect(registry.find(group, version, kind));
  const problems = [...rules].map((rule) => [rule, compileRule({ rule }).problem()]);
  assert.deepEqual(
    problems.filter(([, problem]) => problem !== undefined),
    [],
  );
  assert.ok(rules.size >= 25, `${rules.size} rules`);
});
