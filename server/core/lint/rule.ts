import type { RepositoryIndex } from "../graph/repositoryIndex.ts";
import type { GroupVersionKind, Manifest } from "../manifest/manifest.ts";
import { isMerge, keyText, resolveAlias } from "../manifest/node.ts";
import type { Finding, Severity } from "./finding.ts";

/** What a rule may look at. */
export interface RuleContext {
  readonly manifest: Manifest;
  readonly index: RepositoryIndex;
  /** `lenient` inside patches and other partial documents: what is missing is no mistake there. */
  readonly partial: boolean;
}

/**
 * One thing that can be wrong. `needs` says when its answer may change: `document` only with the document itself,
 * `structure` with identities and paths of the repository, `content` with any text.
 */
export interface Rule {
  /** `KZ-RES-MISSING` and the like, as users see and switch off. */
  readonly id: string;
  /** One sentence for lists of rules. */
  readonly summary: string;
  readonly severity: Severity;
  readonly needs: "document" | "structure" | "content";
  readonly documentation?: string;
  /** Whether it can say anything about objects of a type; asked once for each type. Absent: about all. */
  isAbout?(gvk: GroupVersionKind): boolean;
  /** Without any of these keys at the top of a manifest it has nothing to say; case does not count. Absent: it may have. */
  readonly fields?: readonly string[];
  /** Cheap test on a manifest of such a type before `check` is called. Absent: all of them. */
  appliesTo?(manifest: Manifest): boolean;
  check(context: RuleContext): Iterable<Finding>;
}

/** Whether a rule has to look at a manifest. */
export function applies(rule: Rule, manifest: Manifest): boolean {
  const isAbout = rule.isAbout?.(manifest.gvk) ?? true;
  return isAbout && mayConcern(rule, topKeys(manifest)) && (rule.appliesTo?.(manifest) ?? true);
}

/** Whether a rule may have something to say about a manifest with these keys at its top. */
export function mayConcern({ fields }: Rule, keys: readonly string[]): boolean {
  return (
    !fields || keys.some((key) => key === mergeKey || fields.some((field) => field.toLowerCase() === key.toLowerCase()))
  );
}

/** The keys at the top of a manifest as written; a merge key stands for any. */
export function topKeys({ root }: Manifest): readonly string[] {
  const mapping = resolveAlias(root);
  return mapping?.type === "mapping" ? mapping.pairs.map((pair) => (isMerge(pair) ? mergeKey : keyText(pair))) : [];
}

const mergeKey = "<<";
