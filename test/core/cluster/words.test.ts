import assert from "node:assert/strict";
import { test } from "node:test";
import { timeAgo } from "../../../server/core/cluster/relativeTime.ts";
import { revisionOf, shortRevision } from "../../../server/core/cluster/revision.ts";
import { worstOf } from "../../../server/core/cluster/status.ts";
import { liveKindOf, liveKinds } from "../../../server/core/kinds/liveKinds.ts";
import { now } from "./liveFixtures.ts";

const commit = "3f2a1c0d4b5e6f708192a3b4c5d6e7f8091a2b3c";
const digest = `${commit}${commit.slice(0, 24)}`;

test("Revisions are shortened to what people compare.", () => {
  assert.equal(shortRevision(`main@sha1:${commit}`), "main@3f2a1c0");
  assert.equal(shortRevision(`v1.2.3@sha256:${digest}`), "v1.2.3@3f2a1c0");
  assert.equal(shortRevision(commit), "3f2a1c0");
  assert.equal(shortRevision(`refs/heads/feature/x@sha1:${commit}`), "refs/heads/feature/x@3f2a1c0");
  assert.equal(shortRevision("6.5.0"), "6.5.0");
  assert.equal(shortRevision("3f2a1c0"), "3f2a1c0");
  assert.equal(revisionOf("main", commit), `main@${commit}`);
  assert.equal(revisionOf("1.x", "1.2.3"), "1.2.3");
});

test("Times are told as people say them.", () => {
  const ago = (seconds: number) => timeAgo(new Date(now - seconds * 1000).toISOString(), now);
  assert.deepEqual([5, 60, 119, 3600, 7200, 86_400, 200_000].map(ago), [
    "just now",
    "1 min ago",
    "1 min ago",
    "1 hour ago",
    "2 hours ago",
    "1 day ago",
    "2 days ago",
  ]);
  assert.equal(ago(-300), "just now", "a clock that is ahead");
  assert.equal(timeAgo("yesterday", now), undefined);
  assert.equal(timeAgo(undefined, now), undefined);
});

test("A group is as well as its worst member.", () => {
  assert.equal(worstOf(["Synced", "Suspended", "OutOfSync"]), "OutOfSync");
  assert.equal(worstOf(["Progressing", "Stalled", "Degraded"]), "Degraded");
  assert.equal(worstOf([]), "Unknown");
});

test("Each kind is known once; constraints of Gatekeeper are known by their group.", () => {
  const types = liveKinds.map(({ group, kind }) => `${group}/${kind}`);
  assert.equal(new Set(types).size, types.length);
  const constraint = liveKindOf({ group: "constraints.gatekeeper.sh", kind: "K8sRequiredLabels" });
  assert.equal(constraint?.title, "K8sRequiredLabels");
  assert.equal(liveKindOf({ group: "constraints.gatekeeper.sh", kind: "K8sRequiredLabels" }), constraint);
  assert.equal(liveKindOf({ group: "apps", kind: "Deployment" }), undefined);
});

test("The actions of a kind have different ids.", () => {
  for (const { kind, actions } of liveKinds) {
    const ids = actions.map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length, kind);
  }
});
