import assert from "node:assert/strict";
import { test } from "node:test";
import { type ExampleManifest, exampleManifests, listAt, textAt, valueAt } from "./exampleRepository.ts";

/** A reference by kind and name; an empty namespace is that of the referrer. */
interface NamedReference {
  readonly from: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

const manifests = exampleManifests();
const names = new Set(manifests.flatMap(identitiesOf));

test("every source that the examples refer to exists", () =>
  checkResolved(9, ({ path, value }) =>
    [["sourceRef"], ["chart", "spec", "sourceRef"], ["chartRef"]].flatMap((keys) =>
      references(path, value, valueAt(value, "spec", ...keys)),
    ),
  ));

test("every secret store that the examples refer to exists", () =>
  checkResolved(5, ({ path, value }) =>
    [["secretStoreRef"], ["externalSecretSpec", "secretStoreRef"]].flatMap((keys) =>
      references(path, value, valueAt(value, "spec", ...keys)),
    ),
  ));

test("every dependency of the examples exists", () =>
  checkResolved(6, ({ path, value }) =>
    listAt(value, "spec", "dependsOn").map((entry) => ({
      from: path,
      kind: textAt(value, "kind"),
      namespace: textAt(value, "metadata", "namespace"),
      name: textAt(entry, "name"),
    })),
  ));

test("every project of the examples exists", () =>
  checkResolved(8, ({ path, value }) =>
    textAt(value, "kind") === "Application"
      ? [{ from: path, kind: "AppProject", namespace: "argocd", name: textAt(value, "spec", "project") }]
      : [],
  ));

test("every service account that the examples act as exists", () =>
  checkResolved(5, ({ path, value }) => {
    const vault = valueAt(value, "spec", "provider", "vault", "auth", "kubernetes", "serviceAccountRef");
    const namespace = textAt(vault, "namespace") || textAt(value, "metadata", "namespace");
    return [textAt(value, "spec", "serviceAccountName"), textAt(vault, "name")]
      .filter((name) => name !== "")
      .map((name) => ({ from: path, kind: "ServiceAccount", namespace, name }));
  }));

/** Fails with the references that lead nowhere, or when fewer were found than the examples are known to hold. */
function checkResolved(least: number, find: (manifest: ExampleManifest) => readonly NamedReference[]): void {
  const found = manifests.flatMap(find);
  assert.ok(found.length >= least, `found ${found.length} references, expected at least ${least}`);
  assert.deepEqual(
    found.filter(({ kind, namespace, name }) => !names.has(`${kind} ${namespace}/${name}`)),
    [],
  );
}

function references(from: string, owner: unknown, reference: unknown): readonly NamedReference[] {
  const name = textAt(reference, "name");
  if (name === "") return [];
  const kind = textAt(reference, "kind");
  const own = textAt(owner, "metadata", "namespace");
  const namespace = kind.startsWith("Cluster") ? "" : textAt(reference, "namespace") || own;
  return [{ from, kind, namespace, name }];
}

function identitiesOf({ value }: ExampleManifest): readonly string[] {
  const name = textAt(value, "metadata", "name");
  return name === "" ? [] : [`${textAt(value, "kind")} ${textAt(value, "metadata", "namespace")}/${name}`];
}
