import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClusterRegistry } from "../../server/core/schema/clusterRegistry.ts";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { createClusterSchemas } from "../../server/shell/clusterSchemas.ts";
import { createService } from "../../server/shell/service.ts";
import { exampleFiles } from "../bench/inputs.ts";
import { memoryIndex, uriOf } from "../harness/workspace.ts";
import { startCluster } from "./harness/cluster.ts";
import { loadCrds } from "./harness/crds.ts";
import { eventually } from "./harness/eventually.ts";
import { controlPlane, whyMissing } from "./harness/programs.ts";
import { untilLoaded, watchCluster } from "./watchedCluster.ts";

const skip = whyMissing(controlPlane) ?? false;
const cluster = skip === false ? await startCluster() : undefined;
if (cluster) await loadCrds(cluster.admin);
after(() => cluster?.stop());

const builtIn = loadSchemaRegistry();
const silent = { info: () => undefined, warn: () => undefined };

/** Types of the example repository whose schemas are built in, the files of kustomize left out. */
function expectedTypes(index: ReturnType<typeof memoryIndex>): ReadonlySet<string> {
  const found = [...index.yamlFiles()].flatMap((uri) => index.manifests(uri).map(({ manifest }) => manifest.gvk));
  const known = found.filter(({ group, version, kind }) => {
    const schema = builtIn.find(group, version, kind);
    return schema !== undefined && schema.scope !== "File";
  });
  return new Set(known.map(({ group, version, kind }) => `${group}/${version}/${kind}`));
}

test("the examples are judged by the schemas of the connected cluster, and nothing is wrong with them", {
  skip,
}, async (context) => {
  assert.ok(cluster);
  const watched = watchCluster(cluster.kubeconfig);
  context.after(() => watched.stop());
  const registry = createClusterRegistry(builtIn);
  const index = memoryIndex(exampleFiles());
  const service = createService({ index, logger: silent, schemas: registry });
  const follow = createClusterSchemas({
    ...{ clusters: watched.clusters, registry, builtIn, index, logger: silent },
    changed: () => undefined,
  });
  const uris = [...index.yamlFiles()];
  follow(uris);
  assert.equal(registry.revision, 0);
  // A reader may not read CustomResourceDefinitions, but what is published of them.
  await watched.clusters.call("connect", { context: "reader" });
  await untilLoaded(watched);
  const wanted = expectedTypes(index);
  assert.ok(wanted.size >= 12);
  await eventually(() => {
    follow(uris);
    const own = [...wanted].filter((type) => {
      const [group = "", version = "", kind = ""] = type.split("/");
      return registry.find(group, version, kind)?.origin !== undefined;
    });
    return own.length === wanted.size ? true : undefined;
  });
  const found = uris.flatMap((uri) => service.language.diagnostics(uri).map(({ message }) => `${uri}: ${message}`));
  assert.deepEqual(found, []);

  // Texts are found by the names of types, which the API server does not publish.
  const uri = uris.find((each) => index.text(each)?.includes("kind: HelmRelease")) ?? assert.fail();
  const { line } = positionOf(index.text(uri) ?? "", "  chart:");
  const hover = await service.language.hover({ uri, position: { line, character: 3 } });
  const plain = createService({ index, logger: silent, schemas: builtIn });
  assert.deepEqual(hover, await plain.language.hover({ uri, position: { line, character: 3 } }));

  await watched.clusters.call("disconnect", { context: "reader" });
  await eventually(() => (watched.connections.length === 0 ? true : undefined));
  follow(uris);
  assert.equal(registry.find("helm.toolkit.fluxcd.io", "v2", "HelmRelease")?.origin, undefined);
});

test("a kind that only the cluster knows is validated in an open file", { skip }, async (context) => {
  assert.ok(cluster);
  const watched = watchCluster(cluster.kubeconfig);
  context.after(() => watched.stop());
  const registry = createClusterRegistry(builtIn);
  const text = `apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata:
  name: web
spec:
  replica: 3
  strategy: {}
`;
  const index = memoryIndex({ "rollout.yaml": text });
  const service = createService({ index, logger: silent, schemas: registry });
  const uri = uriOf("rollout.yaml");
  assert.deepEqual(service.language.diagnostics(uri), []);
  const follow = createClusterSchemas({
    ...{ clusters: watched.clusters, registry, builtIn, index, logger: silent },
    changed: () => undefined,
  });
  await watched.clusters.call("connect", { context: "admin" });
  await untilLoaded(watched);
  const [finding] = await eventually(() => {
    follow([uri]);
    const found = service.language.diagnostics(uri);
    return found.length > 0 ? found : undefined;
  });
  assert.match(JSON.stringify(finding?.message), /`replica` is not a field of `spec`\. Did you mean `replicas`\?/);
});

function positionOf(text: string, part: string): { readonly line: number } {
  return { line: text.slice(0, text.indexOf(part)).split("\n").length - 1 };
}
