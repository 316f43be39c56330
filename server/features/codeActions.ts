import type { CodeAction, Diagnostic, Range, WorkspaceEdit } from "vscode-languageserver-types";
import type { FileChange, Finding, Fix } from "../core/lint/finding.ts";
import type { Linter } from "../core/lint/runner.ts";
import type { DocumentEntry } from "../core/manifest/document.ts";
import { toDiagnostic, toRange, toTextEdit, toTextEdits } from "./convert.ts";
import { findingsOf } from "./diagnostics.ts";
import type { Environment } from "./environment.ts";

/** What the editor asks: the marked range and the diagnostics it shows there. */
export interface CodeActionRequest {
  readonly uri: string;
  readonly range: Range;
}

/** Quick fixes for the findings that touch the range. */
export function provideCodeActions(environment: Environment, linter: Linter, request: CodeActionRequest): CodeAction[] {
  const file = environment.index.file(request.uri);
  if (!file) return [];
  return findingsOf(environment, linter, file).flatMap(({ entry, findings }) =>
    findings
      .filter((finding) => finding.fixes && overlaps(toRange(entry, finding.span), request.range))
      .flatMap((finding) => actionsFor(environment, request.uri, entry, finding)),
  );
}

function actionsFor(environment: Environment, uri: string, entry: DocumentEntry, finding: Finding): CodeAction[] {
  const diagnostic: Diagnostic = toDiagnostic(entry, finding, () => undefined);
  return (finding.fixes ?? []).map((fix) => ({
    title: fix.title,
    kind: "quickfix",
    diagnostics: [diagnostic],
    ...(fix.preferred && { isPreferred: true }),
    edit: workspaceEdit(environment, uri, entry, fix),
  }));
}

function workspaceEdit(environment: Environment, uri: string, entry: DocumentEntry, fix: Fix): WorkspaceEdit {
  const own = fix.edits.map((edit) => toTextEdit(entry, edit));
  if (!fix.files) return { changes: { [uri]: own } };
  const elsewhere = fix.files.flatMap((change) => fileChange(environment, change));
  const here = own.length > 0 ? [{ textDocument: { uri, version: null }, edits: own }] : [];
  return { documentChanges: [...elsewhere, ...here] };
}

function fileChange({ index }: Environment, change: FileChange): NonNullable<WorkspaceEdit["documentChanges"]> {
  const { uri } = change;
  switch (change.type) {
    case "create": {
      const start = { line: 0, character: 0 };
      const edits = [{ range: { start, end: start }, newText: change.text }];
      return [
        { kind: "create", uri, options: { ignoreIfExists: true } },
        { textDocument: { uri, version: null }, edits },
      ];
    }
    case "rename":
      return [{ kind: "rename", oldUri: uri, newUri: change.newUri }];
    case "delete":
      return [{ kind: "delete", uri }];
    case "edit": {
      const text = index.text(uri);
      return text === undefined
        ? []
        : [{ textDocument: { uri, version: null }, edits: toTextEdits(text, change.edits) }];
    }
  }
}

function overlaps(a: Range, b: Range): boolean {
  return !isBefore(a.end, b.start) && !isBefore(b.end, a.start);
}

function isBefore(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
