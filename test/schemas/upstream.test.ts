import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";
import { differences, isMapping, type Mapping, mappingAt } from "./differences.ts";
import { indexEntries, readSchema } from "./files.ts";

const samples = process.env["GITOPS_SAMPLES"] ?? fileURLToPath(new URL("../../../shared/samples", import.meta.url));
const folder = join(samples, "crds");
const skip = existsSync(folder) ? false : "no folder of samples (GITOPS_SAMPLES)";

/** The defaults that External Secrets dropped from its definitions after 1.3. */
const droppedDefaults = [
  "data[].remoteRef.metadataPolicy: default",
  "data[].remoteRef.conversionStrategy: default",
  "data[].remoteRef.decodingStrategy: default",
  "dataFrom[].extract.metadataPolicy: default",
  "dataFrom[].extract.conversionStrategy: default",
  "dataFrom[].extract.decodingStrategy: default",
  "dataFrom[].find.conversionStrategy: default",
  "dataFrom[].find.decodingStrategy: default",
];

/** Providers that were removed after 1.3, and rules of later releases that supplement.json words itself. */
const newerProviders = [
  "alibaba: only ours",
  "aws.customSessionTags: x-kubernetes-validations",
  "crd: x-kubernetes-validations",
  "device42: only ours",
  "nebiusmysterybox.auth: x-kubernetes-validations",
  "onepasswordSDK: x-kubernetes-validations",
  "openBao.auth.appRole: x-kubernetes-validations",
  "openBao.auth: x-kubernetes-validations",
  "openBao: x-kubernetes-validations",
  "pulumi.auth: x-kubernetes-validations",
  "pulumi: x-kubernetes-validations",
  "secretserver.password: x-kubernetes-validations",
  "secretserver.token: x-kubernetes-validations",
  "secretserver.username: x-kubernetes-validations",
  "secretserver: x-kubernetes-validations",
];

/** Every difference from the newest upstream definitions; schemas/README.md explains each. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "external-secrets.io/externalsecret/v1.json": droppedDefaults.map((place) => `spec.${place}`),
  "external-secrets.io/clusterexternalsecret/v1.json": droppedDefaults.map(
    (place) => `spec.externalSecretSpec.${place}`,
  ),
  "external-secrets.io/secretstore/v1.json": newerProviders.map((place) => `spec.provider.${place}`),
  "external-secrets.io/clustersecretstore/v1.json": newerProviders.map((place) => `spec.provider.${place}`),
};

/** Upstream's definition of one version of a kind: its scope, whether it is served, and its schema. */
interface Definition {
  readonly scope: unknown;
  readonly served: unknown;
  readonly schema: Mapping;
}

function definitions(): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>();
  for (const name of readdirSync(folder).filter(isOfKnownGroup)) {
    const content: unknown = parse(readFileSync(join(folder, name), "utf8"));
    if (!isMapping(content)) continue;
    const { group, scope, versions, names } = mappingAt(content, "spec");
    for (const version of Array.isArray(versions) ? versions.filter(isMapping) : []) {
      const kind = isMapping(names) ? String(names["kind"]).toLowerCase() : "";
      const schema = mappingAt(mappingAt(version, "schema"), "openAPIV3Schema");
      found.set(`${group}/${kind}/${version["name"]}.json`, { scope, served: version["served"], schema });
    }
  }
  return found;
}

/** Whether a file, by its name, defines a kind of a group that we have schemas of. */
function isOfKnownGroup(name: string): boolean {
  const groups = new Set(indexEntries().map((entry) => String(entry["group"])));
  return groups.has(name.split("_")[0] ?? "") || ["application-crd.yaml", "appproject-crd.yaml"].includes(name);
}

const upstream = skip ? new Map<string, Definition>() : definitions();
const compared = indexEntries().filter((entry) => upstream.has(String(entry["file"])));

for (const entry of compared) {
  const file = String(entry["file"]);
  const theirs = upstream.get(file);
  test(`${file} has the fields, types and constraints of upstream's definition`, () => {
    assert.ok(theirs);
    const wanted = (expected[file] ?? []).toSorted();
    assert.deepEqual(differences(readSchema(file), theirs.schema).toSorted(), wanted);
    assert.deepEqual([entry["scope"], entry["served"]], [theirs.scope, theirs.served]);
  });
}

test("Every kind that upstream serves and we know is compared", { skip }, () => {
  const served = indexEntries().filter((entry) => entry["served"] === true && entry["scope"] !== "File");
  assert.deepEqual(
    served.map((entry) => entry["file"]).filter((file) => !upstream.has(String(file))),
    [],
  );
  assert.equal(compared.length, 18);
});
