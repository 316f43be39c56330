/** Whether something holds; undefined when nobody can tell. */
export type Verdict = boolean | undefined;

/**
 * Whether a pattern of a project matches a text. A leading `!` turns the answer round, `*` alone matches everything
 * (argo-cd v1alpha1 globMatch). Undefined for patterns with classes or alternatives, and for texts nobody knows.
 */
export function matchesPattern(pattern: string, text: string | undefined, separator = ""): Verdict {
  if (pattern.startsWith("!")) {
    const denied = matchesGlob(pattern.slice(1), text, separator);
    return denied === undefined ? undefined : !denied;
  }
  return pattern === "*" || matchesGlob(pattern, text, separator);
}

function matchesGlob(pattern: string, text: string | undefined, separator: string): Verdict {
  if (/[[\]{}\\]/.test(pattern)) return undefined;
  // An empty pattern matches the empty text only, which no cluster has for a name.
  if (text === undefined) return pattern === "" ? false : undefined;
  const other = separator === "" ? "[^]" : `[^${separator}]`;
  const source = pattern
    .replaceAll(/[.+^$()|]/g, "\\$&")
    .replaceAll("?", other)
    .replaceAll("**", "\u0000")
    .replaceAll("*", `${other}*`)
    .replaceAll("\u0000", "[^]*");
  return new RegExp(`^${source}$`).test(text);
}

/** A git address in the form in which Argo CD compares it with patterns (argo-cd util/git NormalizeGitURL). */
export function comparableAddress(address: string): string {
  const lower = address.trim().toLowerCase();
  const isSsh = /^(?:ssh:\/\/)?[^/:]*@[^@]+$/.test(lower);
  const plain = isSsh && !lower.startsWith("ssh://") ? lower.replace(":", "/") : lower;
  return plain.replace(/^ssh:\/\//, "").replace(/\.git$/, "");
}
