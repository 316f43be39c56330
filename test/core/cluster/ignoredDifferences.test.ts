import assert from "node:assert/strict";
import { test } from "node:test";
import { ignoredPaths, trustedManagers, withOwnedFields } from "../../../server/core/cluster/ignoredDifferences.ts";
import type { JsonObject } from "../../../server/core/cluster/liveObject.ts";

const web = { group: "apps", kind: "Deployment", namespace: "shop", name: "web" };

function isAboutWeb(entry: JsonObject): boolean {
  const [path] = ignoredPaths({ ignoreDifferences: [{ ...entry, jsonPointers: ["/spec/x"] }] });
  return path?.isAbout(web) === true;
}

const entries: readonly (readonly [applies: boolean, entry: JsonObject])[] = [
  [true, { group: "apps", kind: "Deployment" }],
  [true, { group: "*", kind: "*" }],
  [true, { group: "app?", kind: "Deploy*" }],
  [true, { group: "apps", kind: "Deployment", name: "web", namespace: "shop" }],
  [true, { group: "apps", kind: "Deployment", name: "", namespace: "" }],
  [false, { kind: "Deployment" }],
  [false, { group: "apps", kind: "StatefulSet" }],
  [false, { group: "app", kind: "Deployment" }],
  [false, { group: "a.ps", kind: "Deployment" }],
  [false, { group: "apps", kind: "Deployment", name: "we*" }],
  [false, { group: "apps", kind: "Deployment", namespace: "prod" }],
];

for (const [applies, entry] of entries) {
  test(`An entry ${JSON.stringify(entry)} is ${applies ? "" : "not "}about shop/web.`, () =>
    assert.equal(isAboutWeb(entry), applies));
}

const spec = {
  ignoreDifferences: [
    { group: "*", kind: "*", managedFieldsManagers: ["autoscaler", 7], jqPathExpressions: [".spec.a", 7] },
    { group: "apps", kind: "Deployment", jqPathExpressions: [".spec.c"], jsonPointers: ["/spec/b", "/spec/d"] },
    { group: "apps", kind: "StatefulSet", jqPathExpressions: [".spec.e"], managedFieldsManagers: ["mesh"] },
    "no entry",
  ],
};

test("Entries are applied in their order, the pointers of each before its expressions.", () => {
  const paths = ignoredPaths(spec).map(({ kind, path, isAbout }) => [kind, path, isAbout(web)]);
  assert.deepEqual(paths, [
    ["expression", ".spec.a", true],
    ["pointer", "/spec/b", true],
    ["pointer", "/spec/d", true],
    ["expression", ".spec.c", true],
    ["expression", ".spec.e", false],
  ]);
  assert.deepEqual(ignoredPaths(undefined), []);
});

test("The managers of all entries about an object are trusted.", () => {
  assert.deepEqual(trustedManagers(spec, web), ["autoscaler"]);
  assert.deepEqual(trustedManagers(spec, { ...web, kind: "StatefulSet" }), ["autoscaler", "mesh"]);
  assert.deepEqual(trustedManagers(undefined, web), []);
});

function liveWith(spec: JsonObject, ...owned: readonly (readonly [manager: string, fields: JsonObject])[]): JsonObject {
  const managedFields = owned.map(([manager, fields]) => ({ manager, fieldsV1: { "f:spec": fields } }));
  return { metadata: { name: "web", managedFields }, spec };
}

function specOf(next: JsonObject, live: JsonObject, ...managers: readonly string[]): unknown {
  return withOwnedFields({ spec: next }, live, managers)["spec"];
}

test("What a named manager owns has the live value, what others own has the new one.", () => {
  const live = liveWith(
    { replicas: 7, paused: true },
    ["autoscaler", { "f:replicas": {} }],
    ["ops", { "f:paused": {} }],
  );
  assert.deepEqual(specOf({ replicas: 2, paused: false }, live, "autoscaler"), { replicas: 7, paused: false });
  assert.deepEqual(specOf({ replicas: 2, paused: false }, live, "autoscaler", "ops"), { replicas: 7, paused: true });
  assert.deepEqual(specOf({ replicas: 2, paused: false }, live), { replicas: 2, paused: false });
});

test("Items of lists are found by their keys, wherever they are.", () => {
  const owned = {
    "f:containers": { 'k:{"name":"web"}': { ".": {}, "f:image": {}, "f:ports": portsOf({ "f:port": {} }) } },
  };
  const ports = (port: number) => [{ containerPort: 80, protocol: "TCP", port }];
  const live = liveWith(
    {
      containers: [
        { name: "mesh", image: "mesh:1" },
        { name: "web", image: "web:9", tty: true, ports: ports(9) },
      ],
    },
    ["updater", owned],
  );
  const next = {
    containers: [
      { name: "web", image: "web:2", tty: false, ports: ports(2) },
      { name: "mesh", image: "mesh:2" },
    ],
  };
  assert.deepEqual(specOf(next, live, "updater"), {
    containers: [
      { name: "web", image: "web:9", tty: false, ports: ports(9) },
      { name: "mesh", image: "mesh:2" },
    ],
  });
});

function portsOf(fields: JsonObject): JsonObject {
  return { 'k:{"containerPort":80,"protocol":"TCP"}': fields };
}

test("Lists and mappings that are owned as a whole are taken as a whole; owning a mapping is not owning its fields.", () => {
  const live = liveWith({ args: ["a"], selector: { app: "x" }, labels: { team: "a" } }, [
    "ops",
    { "f:args": {}, "f:selector": {}, "f:labels": { ".": {} } },
  ]);
  assert.deepEqual(specOf({ args: ["b"], selector: { app: "y" }, labels: { team: "b" } }, live, "ops"), {
    args: ["a"],
    selector: { app: "x" },
    labels: { team: "b" },
  });
});

test("A field that only one side has stays a difference.", () => {
  const live = liveWith({ replicas: 7 }, ["autoscaler", { "f:replicas": {}, "f:paused": {} }]);
  assert.deepEqual(specOf({ paused: true }, live, "autoscaler"), { paused: true });
});

test("Field sets that nobody can read change nothing.", () => {
  const odd = { "k:{": {}, 'v:"x"': {}, "i:0": {}, replicas: {}, "f:args": { "k:[": {}, "k:1": {}, 'v:"a"': {} } };
  const live = liveWith({ replicas: 7, args: ["a"] }, ["ops", odd]);
  assert.deepEqual(specOf({ replicas: 2, args: ["b"] }, live, "ops"), { replicas: 2, args: ["b"] });
  const without = { metadata: { managedFields: [{ manager: "ops" }, { manager: "ops", fieldsV1: "x" }, "x"] } };
  assert.deepEqual(withOwnedFields({ spec: 1 }, without, ["ops"]), { spec: 1 });
});
