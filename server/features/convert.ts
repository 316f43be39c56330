import type { Diagnostic, TextEdit as LspTextEdit, Position, Range } from "vscode-languageserver-types";
import type { Finding, Severity } from "../core/lint/finding.ts";
import type { DocumentEntry, YamlFile } from "../core/manifest/document.ts";
import { entryAt, entryAtLine, linesOf } from "../core/manifest/parseYamlFile.ts";
import { createLineIndex, type LineIndex } from "../core/text/lineIndex.ts";
import type { Span, TextEdit } from "../core/text/span.ts";

/** The LSP range of a span that counts from the start of a document of a file. */
export function toRange(entry: DocumentEntry, span: Span): Range {
  return { start: toPosition(entry, span.start), end: toPosition(entry, span.end) };
}

/** The LSP position of an offset that counts from the start of a document of a file. */
export function toPosition(entry: DocumentEntry, offset: number): Position {
  const { line, column } = linesOf(entry.document).at(offset);
  return { line: entry.line + line, character: column };
}

/** The LSP range of a span that counts from the start of the file. */
export function toFileRange(file: YamlFile, span: Span): Range {
  return { start: toFilePosition(file, span.start), end: toFilePosition(file, span.end) };
}

/** The LSP position of an offset that counts from the start of the file. */
export function toFilePosition(file: YamlFile, offset: number): Position {
  const entry = entryAt(file, offset);
  return entry ? toPosition(entry, offset - entry.offset) : { line: 0, character: 0 };
}

/** The document under an LSP position and the offset from that document's start. */
export function placeAt(
  file: YamlFile,
  position: Position,
): { readonly entry: DocumentEntry; readonly offset: number } | undefined {
  const entry = entryAtLine(file, position.line);
  if (!entry) return undefined;
  const offset = linesOf(entry.document).offset({ line: position.line - entry.line, column: position.character });
  return { entry, offset };
}

/** The offset from the start of the file of an LSP position. */
export function fileOffsetAt(file: YamlFile, position: Position): number {
  const place = placeAt(file, position);
  return place ? place.entry.offset + place.offset : 0;
}

/** An edit of a document as an LSP edit of its file. */
export function toTextEdit(entry: DocumentEntry, edit: TextEdit): LspTextEdit {
  return { range: toRange(entry, edit.span), newText: edit.newText };
}

/** Edits of a file that may be no YAML; spans count from the start of the text. */
export function toTextEdits(text: string, edits: readonly TextEdit[]): LspTextEdit[] {
  const lines = createLineIndex(text);
  return edits.map(({ span, newText }) => ({ range: toTextRange(lines, span), newText }));
}

/** The LSP range of a span of a text that nobody has parsed, by the text's line index. */
export function toTextRange(lines: LineIndex, span: Span): Range {
  const start = lines.at(span.start);
  const end = lines.at(span.end);
  return {
    start: { line: start.line, character: start.column },
    end: { line: end.line, character: end.column },
  };
}

const severities: Readonly<Record<Severity, 1 | 2 | 3 | 4>> = { error: 1, warning: 2, information: 3, hint: 4 };
const tagNumbers = { unnecessary: 1, deprecated: 2 } as const;

/** The source that the problems panel shows behind every message. */
export const diagnosticSource = "GitOps";

/** A finding as an LSP diagnostic; `related` resolves places in other files. */
export function toDiagnostic(
  entry: DocumentEntry,
  finding: Finding,
  related: (finding: Finding) => Diagnostic["relatedInformation"],
): Diagnostic {
  const information = related(finding);
  return {
    range: toRange(entry, finding.span),
    severity: severities[finding.severity],
    code: finding.code,
    source: diagnosticSource,
    message: finding.message,
    ...(finding.documentation !== undefined && { codeDescription: { href: finding.documentation } }),
    ...(finding.tags && { tags: finding.tags.map((tag) => tagNumbers[tag]) }),
    ...(information && information.length > 0 && { relatedInformation: information }),
  };
}
