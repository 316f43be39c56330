import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ClusterRegistry,
  createClusterRegistry,
  type ServedType,
} from "../../../server/core/schema/clusterRegistry.ts";
import { schemasOfOpenApi } from "../../../server/core/schema/openApiSchemas.ts";
import { loadSchemaRegistry } from "../../../server/shell/adapters/schemaFiles.ts";
import { createService } from "../../../server/shell/service.ts";
import { memoryIndex, uriOf } from "../../harness/workspace.ts";

const silent = { info: () => undefined, warn: () => undefined };
const builtIn = loadSchemaRegistry();

const release = "helm.toolkit.fluxcd.io";
const served = (group: string, version: string, kind: string): ServedType => ({
  group,
  version,
  kind,
  scope: "Namespaced",
});

/** A service over one file and clusters that the test connects. */
function serviceFor(text: string) {
  const registry = createClusterRegistry(builtIn);
  const index = memoryIndex({ "file.yaml": text });
  const service = createService({ index, logger: silent, schemas: registry });
  const codes = (): readonly string[] =>
    service.language.diagnostics(uriOf("file.yaml")).map(({ code, message }) => `${code}: ${message}`);
  return { registry, service, codes };
}

const oldRelease = `apiVersion: ${release}/v2beta1
kind: HelmRelease
metadata:
  name: podinfo
  namespace: apps
spec:
  interval: 5m
  chart:
    spec:
      chart: podinfo
      sourceRef:
        kind: HelmRepository
        name: podinfo
`;

test("a version that new releases removed is only deprecated while a connected cluster serves it", () => {
  const { registry, codes } = serviceFor(oldRelease);
  const removed = codes().filter((each) => each.includes("removed") || each.startsWith("FLUX-API-REMOVED"));
  assert.equal(removed.length, 1);
  registry.setTypes("old", [served(release, "v2beta1", "HelmRelease")]);
  assert.deepEqual(
    codes().filter((each) => /^(?:api|FLUX-API)/.test(each)),
    [`api/deprecated-version: \`${release}/v2beta1\` of HelmRelease is deprecated. Use \`${release}/v2\`.`],
  );
  registry.setTypes("old", undefined);
  assert.deepEqual(
    codes().filter((each) => each.includes("removed") || each.startsWith("FLUX-API-REMOVED")),
    removed,
  );
});

test("a version that a connected cluster does not serve is a warning that names the cluster", () => {
  const { registry, codes } = serviceFor(oldRelease.replace("v2beta1", "v2"));
  const isVersion = (each: string): boolean => each.startsWith("api/");
  assert.deepEqual(codes().filter(isVersion), []);
  registry.setTypes("old", [served(release, "v2beta2", "HelmRelease")]);
  assert.deepEqual(codes().filter(isVersion), [
    `api/not-in-cluster: The cluster \`old\` does not serve \`v2\` of HelmRelease: its controller may be older or newer than this manifest. It serves \`${release}/v2beta2\`.`,
  ]);
});

/** What an API server publishes about a kind of cert-manager, cut down. */
const certificates = {
  components: {
    schemas: {
      "io.cert-manager.v1.Certificate": {
        type: "object",
        required: ["spec"],
        properties: {
          apiVersion: { type: "string" },
          kind: { type: "string" },
          metadata: { allOf: [{ $ref: "#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta" }] },
          spec: {
            type: "object",
            required: ["secretName"],
            properties: {
              secretName: { type: "string", description: "Name of the Secret that holds the certificate." },
              size: { type: "integer", minimum: 2048 },
            },
          },
        },
        "x-kubernetes-group-version-kind": [{ group: "cert-manager.io", version: "v1", kind: "Certificate" }],
      },
      "io.cert-manager.v1.CertificateList": {
        properties: { items: { type: "array" }, metadata: { allOf: [{ $ref: "#/x.ListMeta" }] } },
        "x-kubernetes-group-version-kind": [{ group: "cert-manager.io", version: "v1", kind: "CertificateList" }],
      },
      "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta": { type: "object" },
    },
  },
  paths: {
    "/apis/cert-manager.io/v1/namespaces/{namespace}/certificates": {
      get: { "x-kubernetes-group-version-kind": { group: "cert-manager.io", version: "v1", kind: "Certificate" } },
    },
  },
};

const certificate = `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: web
spec:
  secretname: web
  size: 1024
`;

function connectCertManager(registry: ClusterRegistry): void {
  registry.setTypes("demo", [served("cert-manager.io", "v1", "Certificate")]);
  const from = { origin: "demo 1", group: "cert-manager.io", version: "v1", builtIn: () => undefined };
  registry.addSchemas("demo", schemasOfOpenApi(certificates, from).schemas);
}

test("kinds that only a connected cluster knows are validated, completed and explained", async () => {
  const { registry, service, codes } = serviceFor(certificate);
  assert.deepEqual(codes(), []);
  connectCertManager(registry);
  assert.deepEqual(
    codes().map((each) => each.slice(0, each.indexOf(":"))),
    ["schema/unknown-field", "schema/range"],
  );
  const uri = uriOf("file.yaml");
  const hover = await service.language.hover({ uri, position: { line: 6, character: 3 } });
  assert.match(JSON.stringify(hover?.contents), /size.*integer/);
  const { items } = await service.language.completion({ uri, position: { line: 5, character: 2 } });
  const item = items.find(({ label }) => label === "secretName");
  assert.match(JSON.stringify(item?.documentation), /Name of the Secret that holds the certificate/);
  registry.setTypes("demo", undefined);
  assert.deepEqual(codes(), []);
});

test("lists and types of Kubernetes are no kinds that anybody writes, and the paths tell the scope", () => {
  const from = { origin: "demo 1", group: "cert-manager.io", version: "v1", builtIn: () => undefined };
  assert.deepEqual(
    schemasOfOpenApi(certificates, from).schemas.map(({ kind, scope }) => [kind, scope]),
    [["Certificate", "Namespaced"]],
  );
  assert.deepEqual(schemasOfOpenApi({ components: "none" }, from), { schemas: [], leftOut: [] });
});

test("a field that the controller of a connected cluster does not know yet is unknown", () => {
  const { registry, codes } = serviceFor(
    oldRelease.replace("v2beta1", "v2").replace("  interval", "  suspend: true\n  interval"),
  );
  const unknown = (): readonly string[] => codes().filter((each) => each.startsWith("schema/"));
  assert.deepEqual(unknown(), []);
  const known = builtIn.find(release, "v2", "HelmRelease");
  assert.ok(known);
  const properties = { interval: { type: "string" }, chart: { "x-kubernetes-preserve-unknown-fields": true } };
  const old = {
    components: {
      schemas: {
        HelmRelease: {
          type: "object",
          properties: { spec: { type: "object", properties } },
          "x-kubernetes-group-version-kind": [{ group: release, version: "v2", kind: "HelmRelease" }],
        },
      },
    },
  };
  const from = { origin: "old 1", group: release, version: "v2", builtIn: () => known };
  registry.setTypes("old", [served(release, "v2", "HelmRelease")]);
  const [schema] = schemasOfOpenApi(old, from).schemas;
  assert.ok(schema);
  registry.addSchemas("old", [schema]);
  assert.deepEqual(unknown(), [
    "schema/unknown-field: `suspend` is not a field of `spec`. Possible are `interval` and `chart`.",
  ]);
  // The names of types lead to our texts.
  assert.deepEqual(Object.keys(schema.definitions), ["ObjectMeta", "HelmReleaseSpec"]);
});

test("what a published schema says of the head of an object does not count, wherever it says it", () => {
  const odd = structuredClone(certificates);
  const { properties } = odd.components.schemas["io.cert-manager.v1.Certificate"];
  Object.assign(properties, { kind: { type: "integer" }, apiVersion: { type: "string", enum: ["v9"] } });
  const from = { origin: "demo 1", group: "cert-manager.io", version: "v1", builtIn: () => undefined };
  const [schema] = schemasOfOpenApi(odd, from).schemas;
  assert.deepEqual(Object.entries(schema?.schema.properties ?? {}).slice(0, 3), [
    ["apiVersion", { type: "string" }],
    ["kind", { type: "string" }],
    ["metadata", { type: "object" }],
  ]);
});
