import type { RepositoryOrigin } from "../graph/repositoryIndex.ts";
import type { WantedRevision } from "./provenance.ts";

/** What is deployed is not what is on screen. Both are words to follow "from" and "on". */
export interface OtherRevision {
  /** The revision in the terms of the field: `main`, `tag v1.2.0`, `v1.2.0 (semver >=1.0.0)`. */
  readonly from: string;
  /** What is checked out: a branch, or the first characters of a commit. */
  readonly here: string;
}

/**
 * Compares what a source asks for with what is checked out; `found` is the revision that the controller found for it.
 * Undefined when both are the same, and when nobody can know: a tag may be the commit that is checked out.
 */
export function otherRevision(
  wanted: WantedRevision,
  found: string | undefined,
  origin: RepositoryOrigin,
): OtherRevision | undefined {
  const here = origin.branch ?? origin.commit?.slice(0, shownHash);
  if (here === undefined) return undefined;
  return isOther(wanted, commitIn(found), origin) ? { from: wordsOf(wanted, found, origin), here } : undefined;
}

const shownHash = 7;

function isOther(wanted: WantedRevision, deployed: string | undefined, origin: RepositoryOrigin): boolean {
  const { branch, commit } = origin;
  const isOtherCommit = deployed !== undefined && commit !== undefined && deployed !== commit;
  if (wanted.type === "commit") return commit !== undefined && !commit.startsWith(wanted.name.toLowerCase());
  if (wanted.type === "tag" || wanted.type === "semver") return isOtherCommit;
  const name = wanted.type === "default" ? origin.defaultBranch : wanted.name;
  if (branch === undefined || name === undefined) return branch === undefined && isOtherCommit;
  if (branch === name) return false;
  // The name may be that of a tag or a commit, which may be the one that is checked out.
  return wanted.type !== "named" || name === origin.defaultBranch || isOtherCommit;
}

/** The commit in `3f2a…`, `main@sha1:3f2a…` and the older `main/3f2a…` (fluxcd/pkg git ExtractHashFromRevision). */
function commitIn(found: string | undefined): string | undefined {
  return /(?:^|[:/])([0-9a-f]{40}(?:[0-9a-f]{24})?)$/.exec(found ?? "")?.[1];
}

function wordsOf(wanted: WantedRevision, found: string | undefined, { defaultBranch }: RepositoryOrigin): string {
  if (wanted.type === "default") return defaultBranch === undefined ? "HEAD" : `${defaultBranch} (HEAD)`;
  if (wanted.type === "branch") return wanted.name;
  if (wanted.type === "tag") return `tag ${wanted.name}`;
  if (wanted.type === "commit") return `commit ${wanted.name.slice(0, shownHash)}`;
  if (wanted.type === "named")
    return /^[0-9a-f]{40,64}$/.test(wanted.name) ? wanted.name.slice(0, shownHash) : wanted.name;
  const tag = /^(.+)@sha\d+:/.exec(found ?? "")?.[1];
  return tag === undefined ? `semver ${wanted.name}` : `${tag} (semver ${wanted.name})`;
}
