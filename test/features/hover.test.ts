import assert from "node:assert/strict";
import { test } from "node:test";
import { hoverText } from "./completionFixture.ts";

const flux =
  "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: apps\n  namespace: flux-system\nspec:\n";

/** Checks that the hover at `$0` says all of this. */
async function checkHover(fixture: string, ...expected: readonly RegExp[]): Promise<void> {
  const text = await hoverText(fixture);
  for (const pattern of expected) assert.match(text ?? "", pattern);
}

test("A field tells its type, whether it is required, and what it is for.", () =>
  checkHover(`${flux}  inter$0val: 10m\n`, /^\*\*interval\*\* `duration` · required/));

test("A field tells its allowed values.", () =>
  checkHover(`${flux}  sourceRef:\n    ki$0nd: GitRepository\n`, /Allowed: .*`GitRepository`.*`Bucket`/));

test("A value is explained by its field.", () =>
  checkHover(`${flux}  prune: tr$0ue\n`, /^\*\*prune\*\* `boolean` · required/));

test("A deprecated field says so.", () =>
  checkHover("#- kustomization.yaml\ncommonLab$0els:\n  a: b\n", /[Dd]eprecated/));

test("The kind tells its versions and whether they may still be used.", () =>
  checkHover(
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: Helm$0Release\n",
    /\*\*HelmRelease\*\*/,
    /`helm\.toolkit\.fluxcd\.io\/v2`: served/,
    /`helm\.toolkit\.fluxcd\.io\/v2beta1`: removed in Flux 2\.7/,
  ));

test("An apiVersion that is gone names its replacement.", () =>
  checkHover("apiVersion: helm.toolkit.fluxcd.io/v2$0beta1\nkind: HelmRelease\n", /Removed in Flux/, /v2`/));

test("A reference tells which object it names and where that is.", () =>
  checkHover(
    `${flux}  sourceRef:\n    kind: GitRepository\n    name: pod$0info\n#- sources/podinfo.yaml\napiVersion: source.toolkit.fluxcd.io/v1\nkind: GitRepository\nmetadata:\n  name: podinfo\n  namespace: flux-system\n`,
    /`GitRepository` \*\*podinfo\*\* in `flux-system`/,
    /sources\/podinfo\.yaml/,
  ));

test("A reference to nothing in the workspace says that.", () =>
  checkHover(
    `${flux}  sourceRef:\n    kind: GitRepository\n    name: los$0t\n`,
    /GitRepository \*\*lost\*\*: not declared/,
  ));

test("Metadata is explained for every kind.", () =>
  checkHover(
    "apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata:\n  name$0space: argocd\n",
    /\*\*namespace\*\* `string`/,
    /[Nn]amespace/,
  ));

test("There is nothing to say about comments and unknown fields.", async () => {
  assert.equal(await hoverText(`${flux}  # com$0ment\n`), undefined);
  assert.equal(await hoverText(`${flux}  unkno$0wn: 1\n`), undefined);
});

test("A patch inside a block scalar is explained by the kind that it patches.", () =>
  checkHover(
    "#- kustomization.yaml\npatches:\n  - patch: |-\n      apiVersion: helm.toolkit.fluxcd.io/v2\n      kind: HelmRelease\n      spec:\n        inter$0val: 1m\n",
    /^\*\*interval\*\* `duration`/,
  ));
