import assert from "node:assert/strict";
import { test } from "node:test";
import {
  documentableFields,
  rawTexts,
  repositoryRegistry,
  type StoredText,
  storedTexts,
  textFiles,
} from "./documentedFields.ts";

/** Kinds whose current versions have a text for every field, or for every field of the types that `types` names. */
interface Coverage {
  readonly group: string;
  readonly kinds: readonly string[];
  readonly types?: RegExp;
}

/** The types of stores that have texts: what all stores share, and the providers met most. */
const storeTypes =
  /^(ClusterSecretStore|SecretStore|SecretKey|ServiceAccount|CAProvider|AWS|AzureKV|AzureCustom|GCP|Vault|Fake|Webhook|OnePassword|Kubernetes(Provider|Server|Auth)$)/;

const covered: readonly Coverage[] = [
  { group: "argoproj.io", kinds: ["Application", "AppProject"] },
  { group: "kustomize.config.k8s.io", kinds: ["Kustomization", "Component"] },
  { group: "kustomize.toolkit.fluxcd.io", kinds: ["Kustomization"] },
  { group: "helm.toolkit.fluxcd.io", kinds: ["HelmRelease"] },
  {
    group: "source.toolkit.fluxcd.io",
    kinds: ["GitRepository", "HelmRepository", "OCIRepository", "Bucket", "HelmChart", "ExternalArtifact"],
  },
  { group: "external-secrets.io", kinds: ["ExternalSecret", "ClusterExternalSecret"] },
  { group: "external-secrets.io", kinds: ["SecretStore", "ClusterSecretStore"], types: storeTypes },
];

const registry = repositoryRegistry();
const texts = textFiles().flatMap(storedTexts);

/** The current versions of the kinds of a group: those that are served and not deprecated. */
function currentFields(group: string, kind: string): ReturnType<typeof documentableFields> {
  const entry = registry.entries.find(
    (each) => each.group === group && each.kind === kind && each.served && !each.deprecated,
  );
  const schema = entry && registry.find(group, entry.version, kind);
  assert.ok(schema, `${group} ${kind} has a current version`);
  return documentableFields(schema);
}

/** The texts that break a rule, with their place. */
function offenders(rule: (text: StoredText) => boolean): readonly string[] {
  return texts.filter(rule).map(placeOf);
}

function placeOf({ group, type, field }: StoredText): string {
  return `${group} ${type}.${field}`;
}

for (const { group, kinds, types = /./ } of covered) {
  for (const kind of kinds) {
    test(`Every field of ${group} ${kind} has a text`, () => {
      const fields = currentFields(group, kind).filter(({ ownerType }) => types.test(ownerType));
      const missing = fields.filter(({ ownerType, field }) => !registry.documentation(group, ownerType, field));
      assert.ok(fields.length > 30, `${fields.length} fields found`);
      assert.deepEqual(
        missing.map(({ ownerType, field }) => `${ownerType}.${field}`),
        [],
      );
    });

    test(`Every deprecated field of ${group} ${kind} says what to do instead`, () => {
      const silent = currentFields(group, kind)
        .filter(({ schema }) => schema.deprecated === true)
        .filter(({ ownerType, field }) => registry.documentation(group, ownerType, field)?.deprecated === undefined);
      assert.deepEqual(
        silent.map(({ ownerType, field }) => `${ownerType}.${field}`),
        [],
      );
    });

    test(`The texts of ${group} ${kind} are in the order of its schema`, () => {
      const stored = texts.filter((text) => text.group === group).map(({ type, field }) => `${type}.${field}`);
      const fields = currentFields(group, kind);
      for (const type of new Set(fields.map(({ ownerType }) => ownerType))) {
        const wanted = fields.filter(({ ownerType }) => ownerType === type).map(({ field }) => `${type}.${field}`);
        assert.deepEqual(
          stored.filter((name) => wanted.includes(name)),
          wanted.filter((name) => stored.includes(name)),
        );
      }
    });
  }
}

test("No text is about a field that does not exist", () => {
  const known = new Set<string>();
  for (const { group, version, kind } of registry.entries) {
    const schema = registry.find(group, version, kind);
    for (const { ownerType, field } of schema ? documentableFields(schema) : []) {
      known.add(`${group} ${ownerType}.${field}`);
      known.add(`common ${ownerType}.${field}`);
    }
  }
  assert.deepEqual(
    offenders((text) => !known.has(placeOf(text))),
    [],
  );
});

test("Texts are sentences that fit into a hover", () => {
  const fits = ({ documentation: { text, deprecated } }: StoredText) =>
    text.length >= 20 && text.length <= 400 && [text, deprecated ?? text].every((part) => /^[^\s].*\.$/.test(part));
  assert.deepEqual(
    offenders((text) => !fits(text)),
    [],
  );
});

test("Texts say something of their own rather than repeat the name of the field or type", () => {
  const isFiller = ({ type, field, documentation: { text } }: StoredText) => {
    const [first = "", second = ""] = text
      .toLowerCase()
      .replaceAll("`", "")
      .split(/[\s,]+/);
    const repeats = first === field.toLowerCase() || first === type.toLowerCase();
    return (
      /^(this|the) (field|property|option)\b/i.test(text) ||
      (repeats &&
        ["is", "are", "specifies", "defines", "holds", "contains", "indicates", "represents"].includes(second))
    );
  };
  assert.deepEqual(offenders(isFiller), []);
});

test("Only fields of the same name share a text", () => {
  const firstField = new Map<string, string>();
  for (const { field, documentation } of texts) {
    if (!firstField.has(documentation.text)) firstField.set(documentation.text, field);
  }
  assert.deepEqual(
    offenders(({ field, documentation }) => firstField.get(documentation.text) !== field),
    [],
  );
});

test("Code in texts is closed, and links are addresses of pages", () => {
  const isBroken = ({ documentation: { text, deprecated, link } }: StoredText) =>
    [text, deprecated ?? ""].some((part) => part.split("`").length % 2 === 0) ||
    (link !== undefined && !/^https:\/\/[a-z0-9.-]+\/[^\s]+$/.test(link));
  assert.deepEqual(offenders(isBroken), []);
});

for (const group of textFiles()) {
  test(`The file of texts ${group}.json is laid out with two spaces`, () => {
    const raw = rawTexts(group);
    assert.equal(raw, `${JSON.stringify(JSON.parse(raw), null, 2)}\n`);
  });
}
