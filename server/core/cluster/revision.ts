/** How much of a hash people compare. */
const shortLength = 7;

/**
 * A revision as people read it: `main@3f2a1c0` of `main@sha1:3f2a1c0…` (Flux), the first characters of a commit or digest,
 * anything else as it is.
 */
export function shortRevision(revision: string): string {
  return revision.replace(/(?:sha\d+:)?\b([0-9a-f]{40,64})\b/g, (_, hash: string) => hash.slice(0, shortLength));
}

/** Whether a text is a full commit hash or digest. */
export function isHash(text: string): boolean {
  return /^(?:sha\d+:)?[0-9a-f]{40,64}$/.test(text);
}

/** The branch or tag with the commit behind it; the commit or version alone where that says everything. */
export function revisionOf(wanted: string | undefined, found: string): string {
  return wanted && wanted !== found && wanted !== "HEAD" && isHash(found) ? `${wanted}@${found}` : found;
}
