import assert from "node:assert/strict";
import { test } from "node:test";
import { descriptorOf, kinds, producersOf } from "../../../server/core/kinds/registry.ts";

test("describes every kind once", () => {
  const names = kinds.map(({ group, kind }) => `${group}/${kind}`);
  assert.deepEqual(names.toSorted(), [...new Set(names)].toSorted());
});

test("every target of a reference is described itself", () => {
  const unknown = kinds.flatMap((each) =>
    each.references.flatMap(({ to }) => to.filter((target) => !descriptorOf(target)).map(({ kind }) => kind)),
  );
  assert.deepEqual(unknown, []);
});

test("a version is either current or old", () => {
  for (const each of kinds) {
    const old = each.oldVersions.map(({ version }) => version);
    assert.ok(each.versions.length > 0, each.title);
    assert.deepEqual(
      each.versions.filter((version) => old.includes(version)),
      [],
      each.title,
    );
  }
});

test("the usual order names no field twice", () => {
  for (const { title, usualOrder } of kinds) assert.equal(new Set(usualOrder).size, usualOrder.length, title);
});

test("a reference by kind says which kinds there are unless it is only for navigation", () => {
  for (const { title, references } of kinds) {
    for (const { path, to, whenMissing } of references) assert.ok(to.length > 0 || !whenMissing, `${title} ${path}`);
  }
});

test("knows what makes Secrets", () => {
  const makers = producersOf({ group: "", kind: "Secret" }).map(({ kind }) => kind);
  for (const kind of ["ExternalSecret", "SealedSecret", "Certificate", "Kustomization"])
    assert.ok(makers.includes(kind), kind);
});
