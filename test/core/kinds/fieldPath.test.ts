import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsAt, stringsAt } from "../../../server/core/kinds/fieldPath.ts";
import { parseDocument } from "../../../server/core/manifest/parseDocument.ts";

const { root } = parseDocument(`
spec:
  dependsOn:
    - name: a
    - &b { name: b }
    - *b
  provider:
    vault:
      auth:
        tokenSecretRef: { name: token }
        appRole: { secretRef: { name: role } }
      regions: [{ fooSecretRef: { name: in-list } }]
`);

function names(path: string): readonly string[] {
  return stringsAt(root, path).map((node) => node.value);
}

test("follows keys, items and aliases", () => assert.deepEqual(names("spec.dependsOn[*].name"), ["a", "b", "b"]));
test("follows every key", () => assert.deepEqual(names("spec.provider.*.auth.tokenSecretRef.name"), ["token"]));
test("follows keys by their ending at any depth, lists included", () =>
  assert.deepEqual(names("spec.**.*SecretRef.name"), ["token", "in-list"]));
test("any depth includes none", () =>
  assert.deepEqual(names("spec.provider.vault.auth.**.tokenSecretRef.name"), ["token"]));
test("finds nothing where the path breaks", () => assert.deepEqual(names("spec.dependsOn.name"), []));

test("tells the mappings on the way and the key", () => {
  const [match] = fieldsAt(root, "spec.dependsOn[*].name");
  assert.equal(match?.key?.value, "name");
  assert.equal(match?.mappings.length, 3);
});

test("gives up on aliases that multiply without end", () => {
  const levels = Array.from({ length: 30 }, (_, at) => `l${at + 1}: &l${at + 1} [*l${at}, *l${at}, *l${at}]`);
  const bomb = parseDocument(`l0: &l0 { secretRef: { name: x } }\n${levels.join("\n")}\n`).root;
  assert.ok(stringsAt(bomb, "**.secretRef.name").length < 20_000);
});
