import assert from "node:assert/strict";
import { test } from "node:test";
import { otherRevision } from "../../../server/core/cluster/otherRevision.ts";
import type { WantedRevision } from "../../../server/core/cluster/provenance.ts";
import type { RepositoryOrigin } from "../../../server/core/graph/repositoryIndex.ts";

const here = "3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const there = "9999999d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const onFeature: RepositoryOrigin = {
  root: "file:///repo",
  remotes: [],
  branch: "feature/x",
  commit: here,
  defaultBranch: "main",
};
const onMain: RepositoryOrigin = { ...onFeature, branch: "main" };
const detached: RepositoryOrigin = { ...onFeature, branch: undefined };
const bare: RepositoryOrigin = { root: "file:///repo", remotes: [], branch: "feature/x" };
const branch = (name: string): WantedRevision => ({ type: "branch", name });
const named = (name: string): WantedRevision => ({ type: "named", name });
const semver: WantedRevision = { type: "semver", name: ">=1.0.0" };
const tag: WantedRevision = { type: "tag", name: "v1.2.0" };

type Case = readonly [
  name: string,
  wanted: WantedRevision,
  found: string | undefined,
  origin: RepositoryOrigin,
  expected: string | undefined,
];

const cases: readonly Case[] = [
  ["the branch that is checked out", branch("main"), `main@sha1:${there}`, onMain, undefined],
  ["another branch", branch("main"), `main@sha1:${there}`, onFeature, "main, not feature/x"],
  ["another branch at the same commit", branch("main"), `main@sha1:${here}`, onFeature, "main, not feature/x"],
  ["another branch, whatever commit it is at", branch("main"), undefined, bare, "main, not feature/x"],
  ["the commit of a branch, detached", branch("main"), `main@sha1:${here}`, detached, undefined],
  ["another commit than that of a branch, detached", branch("main"), `main/${there}`, detached, "main, not 3f2a1c0"],
  ["a branch nobody fetched yet, detached", branch("main"), undefined, detached, undefined],
  ["HEAD on the default branch", { type: "default" }, there, onMain, undefined],
  ["HEAD on another branch", { type: "default" }, there, onFeature, "main (HEAD), not feature/x"],
  ["HEAD of an unknown default branch", { type: "default" }, there, bare, undefined],
  ["a name that is the branch", named("feature/x"), there, onFeature, undefined],
  ["a name that is the default branch", named("main"), here, onFeature, "main, not feature/x"],
  ["a name that may be a tag of this commit", named("v1.2.0"), here, onFeature, undefined],
  ["a name whose commit is another one", named("v1.2.0"), there, onFeature, "v1.2.0, not feature/x"],
  ["a name nobody looked up yet", named("v1.2.0"), undefined, onFeature, undefined],
  ["a full commit as a name", named(there), there, onMain, "9999999, not main"],
  ["a tag at this commit", tag, `v1.2.0@sha1:${here}`, onMain, undefined],
  ["a tag at another commit", tag, `v1.2.0@sha1:${there}`, onMain, "tag v1.2.0, not main"],
  ["a tag without a known commit here", tag, `v1.2.0@sha1:${there}`, bare, undefined],
  ["a range whose tag is at this commit", semver, `v1.3.0@sha1:${here}`, onMain, undefined],
  ["a range whose tag is elsewhere", semver, `v1.3.0@sha1:${there}`, onMain, "v1.3.0 (semver >=1.0.0), not main"],
  ["a range that nothing was found for", semver, undefined, onMain, undefined],
  ["this commit", { type: "commit", name: here }, undefined, detached, undefined],
  ["another commit", { type: "commit", name: there }, undefined, onMain, "commit 9999999, not main"],
  ["a checkout nobody could read", branch("main"), there, { ...bare, branch: undefined }, undefined],
];

for (const [name, wanted, found, origin, expected] of cases) {
  test(`What is deployed against what is checked out: ${name}.`, () => {
    const other = otherRevision(wanted, found, origin);
    assert.equal(other && `${other.from}, not ${other.here}`, expected);
  });
}
