import assert from "node:assert/strict";
import { test } from "node:test";
import { startLspClient } from "../harness/lspClient.ts";

test("Requests without params are answered, though nothing is connected.", async (context) => {
  const client = await startLspClient([], {});
  context.after(() => client.dispose());
  const ask = (method: string): Promise<unknown> => client.connection.sendRequest(method);
  assert.deepEqual(await ask("gitops/cluster/files"), []);
  const subscribed: unknown = await ask("gitops/cluster/subscribe");
  assert.deepEqual(Object.keys(subscribed ?? {}).toSorted(), ["connections", "items", "kinds"]);
  const contexts: unknown = await ask("gitops/cluster/contexts");
  assert.deepEqual(Object.keys(contexts ?? {}).toSorted(), ["contexts", "problems"]);
});

test("The manifests of a file are told with the reason why they have no live object.", async (context) => {
  const client = await startLspClient([], {});
  context.after(() => client.dispose());
  client.open(
    "file:///repo/app.yaml",
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name: shop\n",
  );
  assert.deepEqual(await client.request("gitops/cluster/objectsAt", { uri: "file:///repo/app.yaml" }), [
    { title: "Application", name: "shop", line: 0, items: [], note: "No cluster is connected." },
  ]);
  const id = { context: "kind", group: "argoproj.io", kind: "Application", namespace: "argocd", name: "shop" };
  assert.deepEqual(await client.request("gitops/cluster/declaration", id), {
    uri: "file:///repo/app.yaml",
    line: 3,
    character: 8,
  });
});
