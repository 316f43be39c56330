import assert from "node:assert/strict";
import { test } from "node:test";
import { isVersionReported } from "../../../server/core/lint/rules/api/removedVersions.ts";

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
