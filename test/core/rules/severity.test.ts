import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finding } from "../../../server/core/lint/finding.ts";
import { isVersionReported } from "../../../server/core/lint/rules/api/removedVersions.ts";
import { withoutCovered } from "../../../server/core/lint/rules/coveredFindings.ts";

const finding = (code: string, start: number): Finding => ({
  code,
  severity: "error",
  message: "",
  span: { start, end: start + 1 },
});

test("a defect that a rule tells is not told by the schema check again", () => {
  const rule = finding("KZ-UNKNOWN-FIELD", 3);
  const kept = withoutCovered([finding("schema/unknown-field", 3), rule, finding("schema/wrong-type", 9)]);
  assert.deepEqual(
    kept.map(({ code, span }) => [code, span.start]),
    [
      ["KZ-UNKNOWN-FIELD", 3],
      ["schema/wrong-type", 9],
    ],
  );
});

test("syntax errors and references stay beside a rule's finding", () => {
  const all = [finding("yaml/duplicate-key", 1), finding("ref/not-found", 1), finding("ES-API", 1)];
  assert.deepEqual(withoutCovered(all), all);
});

test("the rules report exactly the versions that their controllers no longer serve", () => {
  const type = (text: string) => {
    const [group = "", version = "", kind = ""] = text.split(" ");
    return { group, version, kind };
  };
  const removed = [
    "source.toolkit.fluxcd.io v1beta2 OCIRepository",
    "helm.toolkit.fluxcd.io v2beta1 HelmRelease",
    "external-secrets.io v1alpha1 SecretStore",
  ];
  const served = [
    "source.toolkit.fluxcd.io v1 Bucket",
    "helm.toolkit.fluxcd.io v2 HelmRelease",
    "external-secrets.io v1alpha1 PushSecret",
    "image.toolkit.fluxcd.io v1beta2 ImagePolicy",
  ];
  for (const each of removed) assert.equal(isVersionReported(type(each)), true, each);
  for (const each of served) assert.equal(isVersionReported(type(each)), false, each);
});
