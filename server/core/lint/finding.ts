import type { Span, TextEdit } from "../text/span.ts";

/** How bad a finding is: `error` only where the controller or API server rejects it or never reconciles. */
export type Severity = "error" | "warning" | "information" | "hint";

/** A change to another file than the one the finding is in. Spans are offsets of that file's text. */
export type FileChange =
  | { readonly type: "edit"; readonly uri: string; readonly edits: readonly TextEdit[] }
  | { readonly type: "create"; readonly uri: string; readonly text: string }
  | { readonly type: "rename"; readonly uri: string; readonly newUri: string }
  | { readonly type: "delete"; readonly uri: string };

/** A ready-made repair: `edits` apply to the document of the finding (document-relative), `files` to other files. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly files?: readonly FileChange[];
  /** The one to apply when the user asks for "fix all" or takes the first suggestion. */
  readonly preferred?: true;
}

/** A place that explains a finding, in this or another file; the span counts from the start of that file. */
export interface RelatedPlace {
  readonly uri: string;
  readonly span: Span;
  readonly message: string;
}

/** An object that the workspace does not declare. A connected cluster may have it all the same. */
export interface AbsentObject {
  /** The types that would do. */
  readonly kinds: readonly { readonly group: string; readonly kind: string }[];
  readonly name: string;
  /** Where it would be found; an empty string where nobody in the workspace decides, undefined when any would do. */
  readonly namespaces: readonly string[] | undefined;
}

/** One thing worth telling about a YAML document. The span is relative to the document. */
export interface Finding {
  /** Stable identifier: a rule id such as `KZ-RES-MISSING`, or `schema/…`, `yaml/…`, `api/…`, `ref/…`, `graph/…`. */
  readonly code: string;
  readonly severity: Severity;
  /** What is wrong, why, and what to do; sentence case, names in backticks. */
  readonly message: string;
  readonly span: Span;
  /** A getter where a fix edits another file, whose offsets are only right at the moment they are asked for. */
  readonly fixes?: readonly Fix[];
  readonly tags?: readonly ("deprecated" | "unnecessary")[];
  readonly related?: readonly RelatedPlace[];
  /** What would make the finding untrue if a cluster had it. */
  readonly absent?: AbsentObject;
  /** Address of the documentation that explains the rule. */
  readonly documentation?: string;
  /** The misspelt key from which this follows: it is told there already, and the linter leaves this finding out. */
  readonly echoOf?: Span;
}
