import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonObject } from "../../../server/core/cluster/liveObject.ts";
import { liveApplication } from "../../../server/core/kinds/argo-cd/live/application.ts";
import { objects } from "./liveFixtures.ts";

function read(data: JsonObject) {
  const ignores = liveApplication.systemIgnores ?? assert.fail("Argo CD ignores things for all applications");
  return ignores.entriesIn({ data });
}

const everywhere = { name: "", namespace: "" };

test("argocd-cm says for each type what is ignored in all applications", () => {
  const { entries, problems } = read({
    url: "https://argocd.example.com",
    "resource.customizations.health.Certificate": "return {}",
    "resource.customizations.ignoreDifferences.all": "managedFieldsManagers: [kube-controller-manager]",
    "resource.customizations.ignoreDifferences.admissionregistration.k8s.io_MutatingWebhookConfiguration":
      "jqPathExpressions:\n- '.webhooks[]?.clientConfig.caBundle'\n",
    "resource.customizations.ignoreDifferences.Service": "jsonPointers: [/spec/clusterIP]",
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(entries, [
    { managedFieldsManagers: ["kube-controller-manager"], group: "*", kind: "*", ...everywhere },
    {
      jqPathExpressions: [".webhooks[]?.clientConfig.caBundle"],
      group: "admissionregistration.k8s.io",
      kind: "MutatingWebhookConfiguration",
      ...everywhere,
    },
    { jsonPointers: ["/spec/clusterIP"], group: "", kind: "Service", ...everywhere },
  ]);
});

test("the older form has everything in one text", () => {
  const text =
    "apps/Deployment:\n  health.lua: return {}\n  ignoreDifferences: |\n    jsonPointers: [/spec/replicas]\n";
  assert.deepEqual(read({ "resource.customizations": text }).entries, [
    { jsonPointers: ["/spec/replicas"], group: "apps", kind: "Deployment", ...everywhere },
  ]);
});

test("what cannot be read is told with its key, and the rest counts", () => {
  const { entries, problems } = read({
    "resource.customizations.ignoreDifferences.apps_Deployment": "jsonPointers: [",
    "resource.customizations.ignoreDifferences.a_b_c": "jsonPointers: [/spec]",
    "resource.customizations.ignoreDifferences.Service": "jsonPointers: [/spec/clusterIP]",
  });
  assert.deepEqual(
    entries.map((entry) => JSON.stringify(entry).includes("clusterIP")),
    [true],
  );
  assert.match(problems.join("\n"), /ignoreDifferences\.apps_Deployment` is no YAML mapping/);
  assert.match(problems.join("\n"), /ignoreDifferences\.a_b_c` names no `<group>_<kind>`/);
});

test("the settings are in the namespace of the controller", () => {
  const app = objects("argoproj.io/v1alpha1", "Application");
  const place = (parts: Parameters<typeof app>[0]) => liveApplication.systemIgnores?.settings(app(parts)).namespace;
  const metadata = { namespace: "team-books" };
  assert.equal(place({ metadata, status: { controllerNamespace: "argocd-system" } }), "argocd-system");
  assert.equal(place({ metadata }), "team-books");
});
