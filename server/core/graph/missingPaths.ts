import { descriptorOf, kinds } from "../kinds/registry.ts";
import type { Finding } from "../lint/finding.ts";
import type { Rule, RuleContext } from "../lint/rule.ts";
import { closest } from "../schema/suggest.ts";
import { directoryOf, displayPath, joinUri, relativePath } from "../text/uri.ts";
import { existingTarget, type PathReference, pathsOf } from "./paths.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

const codes = new Set(kinds.flatMap(({ paths }) => paths.flatMap(({ missing }) => missing ?? [])));

/** One rule for each code: a path of this very repository that leads nowhere. */
export const missingPathRules: readonly Rule[] = [...codes].map((code) => ({
  id: code,
  summary: "A path of this repository names a file or directory that does not exist.",
  severity: "warning",
  needs: "structure",
  isAbout: (gvk) => descriptorOf(gvk)?.paths.some(({ missing }) => missing === code) ?? false,
  check: (context) => checkPaths(code, context),
}));

function* checkPaths(code: string, { manifest, index }: RuleContext): Iterable<Finding> {
  if (!index.complete) return;
  for (const reference of pathsOf(manifest, index)) {
    if (reference.rule.missing !== code || reference.isOptional || existingTarget(reference, index)) continue;
    if (reference.isOwn ? isCovered(reference, index) : isLikelyOwn(reference, index))
      yield describe(code, reference, index);
  }
}

function isCovered({ candidates }: PathReference, index: RepositoryIndex): boolean {
  return candidates.every((uri) => index.covers(uri));
}

/**
 * Without a known remote (a fork, an export, a folder of a larger repository) the path counts as ours when the directory
 * around the missing one exists: then the rest of the path was right.
 */
function isLikelyOwn({ candidates, path }: PathReference, index: RepositoryIndex): boolean {
  const depth = path.split("/").filter((segment) => segment !== "" && segment !== ".").length;
  return depth > 1 && candidates.some((uri) => index.covers(uri) && index.hasDirectory(directoryOf(uri)));
}

function describe(code: string, reference: PathReference, index: RepositoryIndex): Finding {
  const { path, rule, span } = reference;
  const what = rule.expects === "file" ? "file" : "directory";
  const suggestion = nearest(reference, index);
  const found = `No ${what} \`${path}\` in this repository; the path counts from ${baseName(reference, index)}.`;
  const offer = suggestion === undefined ? "" : ` Did you mean \`${suggestion}\`?`;
  return {
    code,
    severity: "warning",
    message: `${found}${offer}`,
    span,
    fixes:
      suggestion === undefined
        ? []
        : [{ title: `Change to \`${suggestion}\``, edits: [{ span, newText: suggestion }], preferred: true }],
  };
}

function baseName({ base }: PathReference, index: RepositoryIndex): string {
  const path = displayPath(base, index.folders);
  return path === "." ? "its root" : `\`${path}\``;
}

/** The path with its first wrong segment corrected, as long as that leads to something that exists. */
function nearest(reference: PathReference, index: RepositoryIndex): string | undefined {
  for (const candidate of reference.candidates) {
    const base = reference.candidates.length === 1 ? reference.base : rootOf(candidate, reference);
    const fixed = correct(base, relativePath(base, candidate).split("/"), reference, index);
    if (fixed !== undefined) return `${/^\.\//.exec(reference.path)?.[0] ?? ""}${fixed}`;
  }
  return undefined;
}

/** The directory a candidate counts from. */
function rootOf(candidate: string, { path }: PathReference): string {
  const depth = path.split("/").filter((segment) => segment !== "" && segment !== ".").length;
  let at = candidate;
  for (let step = 0; step < depth; step++) at = directoryOf(at);
  return at;
}

function correct(
  base: string,
  segments: readonly string[],
  { rule }: PathReference,
  index: RepositoryIndex,
): string | undefined {
  let at = base;
  const fixed: string[] = [];
  for (const [position, segment] of segments.entries()) {
    const isFile = rule.expects === "file" && position === segments.length - 1;
    const names = index
      .children(at)
      .filter((name) => name.endsWith("/") !== isFile)
      .map((name) => name.replace(/\/$/, ""));
    const name = segment === ".." || names.includes(segment) ? segment : closest(segment, names);
    if (name === undefined) return undefined;
    fixed.push(name);
    at = joinUri(at, name);
  }
  return fixed.join("/");
}
