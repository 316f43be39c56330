import type { RepositoryIndex } from "../graph/repositoryIndex.ts";
import type { GroupVersionKind, Manifest } from "../manifest/manifest.ts";
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
  /** Cheap test on a manifest of such a type before `check` is called. Absent: all of them. */
  appliesTo?(manifest: Manifest): boolean;
  check(context: RuleContext): Iterable<Finding>;
}

/** Whether a rule has to look at a manifest. */
export function applies(rule: Rule, manifest: Manifest): boolean {
  return (rule.isAbout?.(manifest.gvk) ?? true) && (rule.appliesTo?.(manifest) ?? true);
}
