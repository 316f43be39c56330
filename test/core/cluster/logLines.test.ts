import assert from "node:assert/strict";
import { test } from "node:test";
import { linesAbout } from "../../../server/core/cluster/logLines.ts";

const flux = [
  '{"level":"info","msg":"Reconciliation finished","controller":"kustomization","name":"apps","namespace":"flux-system"}',
  '{"level":"error","msg":"Reconciler error","name":"apps","namespace":"flux-system","error":"path not found"}',
  '{"level":"info","msg":"Reconciliation finished","name":"apps","namespace":"team-a"}',
  '{"level":"info","msg":"Reconciliation finished","name":"apps-canary","namespace":"flux-system"}',
  '{"level":"info","msg":"Dependencies do not meet ready condition: flux-system/apps","name":"tenants"}',
];

test("lines of Flux speak of an object by name and namespace", () => {
  assert.deepEqual(linesAbout(flux.join("\n"), { name: "apps", namespace: "flux-system" }), [
    flux[0],
    flux[1],
    flux[4],
  ]);
});

test("lines of Argo CD name the application with its namespace", () => {
  const log = [
    'time="2026-11-25T10:00:00Z" level=info msg="Refreshing app status" app-namespace=argocd application=guestbook',
    'time="2026-11-25T10:00:01Z" level=info msg="Refreshing app status" app-namespace=argocd application=guestbook-ui',
    'time="2026-11-25T10:00:02Z" level=info msg="Comparing" application=argocd/guestbook',
  ];
  assert.deepEqual(linesAbout(log.join("\n"), { name: "guestbook", namespace: "argocd" }), [log[0], log[2]]);
});

test("a name with dots is taken as it is written", () => {
  assert.deepEqual(linesAbout("name=a.b\nname=axb\nname=a.b.c\nname=a.b.", { name: "a.b", namespace: "" }), [
    "name=a.b",
    "name=a.b.",
  ]);
});
