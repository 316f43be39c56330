import assert from "node:assert/strict";
import { test } from "node:test";
import { addressFor, resourcePage, webAddress } from "../../client/cluster/argoCdPage.ts";

test("a resource is open on the page of its Application, those of the core group and of the cluster too", () => {
  const page = "/applications/team-a/shop";
  const id = { context: "kind", group: "apps", kind: "Deployment", namespace: "shop", name: "web" };
  assert.equal(resourcePage(page, id), "/applications/team-a/shop?node=apps/Deployment/shop/web/0");
  assert.equal(
    resourcePage(page, { ...id, group: "", kind: "ConfigMap", name: "settings" }),
    "/applications/team-a/shop?node=/ConfigMap/shop/settings/0",
  );
  const role = { group: "rbac.authorization.k8s.io", kind: "ClusterRole", namespace: "", name: "system:shop" };
  assert.equal(
    resourcePage(page, { context: "kind", ...role }),
    "/applications/team-a/shop?node=rbac.authorization.k8s.io/ClusterRole//system%3Ashop/0",
  );
});

test("the setting is one address for all clusters, or one for each context", () => {
  assert.equal(addressFor("https://argocd.example.com/", "kind"), "https://argocd.example.com");
  assert.equal(addressFor(" https://example.com/argocd// ", "kind"), "https://example.com/argocd");
  const setting = { "eu-prod": "https://argocd.eu.example.com", broken: 7, toString: "none" };
  assert.equal(addressFor(setting, "eu-prod"), "https://argocd.eu.example.com");
  for (const context of ["us-prod", "broken", "toString", "constructor"]) {
    assert.equal(addressFor(setting, context), undefined, context);
  }
});

test("only what a browser opens is an address", () => {
  assert.equal(webAddress("http://localhost:8080"), "http://localhost:8080");
  for (const text of [
    "",
    "argocd.example.com",
    "file:///etc/passwd",
    "command:x",
    "https://",
    "vscode://x",
    undefined,
  ]) {
    assert.equal(webAddress(text), undefined, text);
  }
});
