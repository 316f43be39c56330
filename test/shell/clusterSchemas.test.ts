import assert from "node:assert/strict";
import { test } from "node:test";
import { setImmediate as nextTurn } from "node:timers/promises";
import { createClusterRegistry } from "../../server/core/schema/clusterRegistry.ts";
import type { Clusters } from "../../server/shell/adapters/cluster/clusters.ts";
import { isResult } from "../../server/shell/adapters/cluster/messages.ts";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { createClusterSchemas } from "../../server/shell/clusterSchemas.ts";
import { memoryIndex, uriOf } from "../harness/workspace.ts";

const group = "lamps.example.org";

function published(kind: string, schema: object): object {
  return { ...schema, "x-kubernetes-group-version-kind": [{ group, version: "v1", kind }] };
}

const lamp = { type: "object", properties: { spec: { type: "object", properties: { color: { type: "string" } } } } };

const document = {
  components: {
    schemas: {
      Lamp: published("Lamp", lamp),
      Shade: published("Shade", { ...lamp, required: "spec" }),
      Switch: published("Switch", { ...lamp, properties: { spec: { type: ["object", "null"] } } }),
    },
  },
};

test("kinds whose published schema cannot be used are named in one line of the log, the others are used", async () => {
  const kinds = ["Lamp", "Shade", "Switch"];
  const types = kinds.map((kind) => ({ group, version: "v1", kind, scope: "Namespaced" as const }));
  const answers = new Map<string, unknown>([
    ["types", { kind: "found", value: types }],
    ["openApi", { kind: "found", value: document }],
  ]);
  const call: Clusters["call"] = (method) => {
    const result = answers.get(method);
    return Promise.resolve(isResult(method, result) ? result : undefined);
  };
  const connection = { context: "demo", state: "connected" as const, kinds: [], isProtected: false, isReadOnly: false };
  const builtIn = loadSchemaRegistry();
  const registry = createClusterRegistry(builtIn);
  const log: string[] = [];
  const follow = createClusterSchemas({
    clusters: { call, cluster: { connections: [connection] } },
    registry,
    builtIn,
    index: memoryIndex({ "lamp.yaml": `apiVersion: ${group}/v1\nkind: Lamp\nmetadata: { name: desk }\n` }),
    logger: { info: (line) => log.push(line), warn: (line) => log.push(line) },
    changed: () => undefined,
  });
  follow([uriOf("lamp.yaml")]);
  await nextTurn();
  follow([uriOf("lamp.yaml")]);
  await nextTurn();
  assert.deepEqual(log, [
    `The schemas that demo publishes for ${group}/v1 of Shade, Switch are not used: they are not in a shape that can be checked.`,
  ]);
  assert.deepEqual(
    kinds.map((kind) => registry.find(group, "v1", kind) !== undefined),
    [true, false, false],
  );
});
