import type { Span } from "../text/span.ts";
import type { YamlNode } from "./node.ts";

/** What the YAML reader could not accept, or accepts although it is probably a mistake. */
export interface SyntaxProblem {
  readonly code: "yaml/syntax" | "yaml/duplicate-key" | "yaml/unknown-anchor" | "yaml/too-deep" | "yaml/too-large";
  readonly message: string;
  readonly span: Span;
}

/**
 * One YAML document: the part of a file between two `---` lines, the leading `---` line included.
 * Immutable and independent of its place in the file: an edit elsewhere keeps the very same object.
 */
export interface YamlDocument {
  readonly text: string;
  /** The root value; undefined for a document with nothing but comments. */
  readonly root: YamlNode | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/** A document at its place: `offset` is the file offset of the document's first character, `line` its zero-based line. */
export interface DocumentEntry {
  readonly offset: number;
  readonly line: number;
  readonly document: YamlDocument;
}

/** A YAML file split into its documents, always at least one. The texts of the documents, joined, are the file's text. */
export interface YamlFile {
  readonly uri: string;
  /** The whole text; joined when first asked for, because a keystroke in a large file does not need it. */
  readonly text: string;
  readonly entries: readonly DocumentEntry[];
}
