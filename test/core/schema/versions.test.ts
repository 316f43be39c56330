import assert from "node:assert/strict";
import { test } from "node:test";
import { createSchemaRegistry } from "../../../server/core/schema/registry.ts";
import { validateVersion } from "../../../server/core/schema/versions.ts";
import { fixed, manifestIn, summary } from "./checking.ts";

const file = { file: "x.json", scope: "Namespaced", served: true, deprecated: false } as const;
const release = { group: "helm.example.org", kind: "HelmRelease" } as const;
const registry = createSchemaRegistry({
  index: [
    { ...file, ...release, version: "v2" },
    { ...file, ...release, version: "v2beta2", deprecated: true },
    {
      ...file,
      ...release,
      version: "v2beta1",
      served: false,
      removedIn: "Flux 2.8",
      replacement: "helm.example.org/v2",
    },
    { ...file, group: "source.example.org", kind: "OCIRepository", version: "v1" },
  ],
  load: () => assert.fail("the versions are known without loading a schema"),
  loadDocumentation: () => undefined,
});

interface Case {
  readonly title: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly found: readonly string[];
  readonly fixedTo?: string;
  readonly says?: string;
}

const cases: readonly Case[] = [
  { title: "the current version is right", apiVersion: "helm.example.org/v2", kind: "HelmRelease", found: [] },
  {
    title: "a version that nobody served is changed to the current one",
    apiVersion: "helm.example.org/v3",
    kind: "HelmRelease",
    found: ["api/unknown-version @helm.example.org/v3"],
    fixedTo: "helm.example.org/v2 HelmRelease",
    says: "Use `helm.example.org/v2` or `helm.example.org/v2beta2`.",
  },
  {
    title: "a removed version says since when and what to use",
    apiVersion: "helm.example.org/v2beta1",
    kind: "HelmRelease",
    found: ["api/removed-version @helm.example.org/v2beta1"],
    fixedTo: "helm.example.org/v2 HelmRelease",
    says: "is not served since Flux 2.8. Use `helm.example.org/v2`.",
  },
  {
    title: "a deprecated version is a warning",
    apiVersion: "helm.example.org/v2beta2",
    kind: "HelmRelease",
    found: ["api/deprecated-version @helm.example.org/v2beta2"],
    fixedTo: "helm.example.org/v2 HelmRelease",
  },
  {
    title: "a slip in the kind is corrected",
    apiVersion: "source.example.org/v1",
    kind: "OciRepositry",
    found: ["api/unknown-kind @OciRepositry"],
    fixedTo: "source.example.org/v1 OCIRepository",
  },
  {
    title: "a slip in the group is corrected",
    apiVersion: "helm.exampl.org/v2",
    kind: "HelmRelease",
    found: ["api/unknown-kind @helm.exampl.org/v2"],
    fixedTo: "helm.example.org/v2 HelmRelease",
  },
  {
    title: "another kind of a known group is left alone",
    apiVersion: "source.example.org/v1",
    kind: "Chart",
    found: [],
  },
  { title: "an unknown group is left alone", apiVersion: "apps/v1", kind: "Deployment", found: [] },
];

for (const { title, apiVersion, kind, found, fixedTo, says } of cases) {
  test(`Among API versions, ${title}`, () => {
    const source = `apiVersion: ${apiVersion}\nkind: ${kind}\n`;
    const findings = validateVersion(manifestIn(source), registry);
    assert.deepEqual(summary(source, findings), found);
    if (says !== undefined) assert.ok(findings[0]?.message.includes(says), findings[0]?.message);
    const declared = manifestIn(fixed(source, findings));
    if (fixedTo !== undefined) assert.equal(`${declared.apiVersion?.value} ${declared.kind?.value}`, fixedTo);
  });
}

test("Only what is no longer served is an error, what is deprecated a warning", () => {
  const severity = (version: string) =>
    validateVersion(manifestIn(`apiVersion: helm.example.org/${version}\nkind: HelmRelease\n`), registry)[0]?.severity;
  assert.deepEqual(["v2beta1", "v2beta2", "v9"].map(severity), ["error", "warning", "error"]);
});
