import assert from "node:assert/strict";
import { test } from "node:test";
import { keyOf } from "../../../server/core/cluster/liveObject.ts";
import { itemOf } from "../../../server/features/cluster/clusterItem.ts";
import { among, kindOf, objects } from "./liveFixtures.ts";

const application = objects("argoproj.io/v1alpha1", "Application");

function pathOf(object: ReturnType<typeof application>): string | undefined {
  const live = kindOf(object);
  const status = live.statusOf(object, among());
  return itemOf({ context: "kind", key: keyOf(object), object, live, status }).webPath;
}

test("the page of an Application is named by its namespace, whichever that is", () => {
  assert.equal(pathOf(application({ metadata: { namespace: "argocd" } })), "/applications/argocd/shop");
  assert.equal(pathOf(application({ metadata: { namespace: "team-a" } })), "/applications/team-a/shop");
});

test("the address is looked up where the controller runs, which may be another namespace", () => {
  const placeOf = (object: ReturnType<typeof application>) => kindOf(object).webAddress?.(object);
  const settings = { group: "", kind: "ConfigMap", name: "argocd-cm" };
  const path = ["data", "url"];
  assert.deepEqual(placeOf(application({ metadata: { namespace: "argocd" } })), {
    target: { ...settings, namespace: "argocd" },
    path,
  });
  const elsewhere = application({ metadata: { namespace: "team-a" }, status: { controllerNamespace: "gitops" } });
  assert.deepEqual(placeOf(elsewhere), { target: { ...settings, namespace: "gitops" }, path });
});

test("only Applications have a page in every version of Argo CD", () => {
  for (const kind of ["ApplicationSet", "AppProject", "Rollout"]) {
    const object = objects("argoproj.io/v1alpha1", kind)();
    assert.deepEqual([pathOf(object), kindOf(object).webAddress], [undefined, undefined], kind);
  }
});
