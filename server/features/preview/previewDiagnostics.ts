import type { Diagnostic } from "vscode-languageserver-types";
import type { YamlFile } from "../../core/manifest/document.ts";
import { entryAt } from "../../core/manifest/parseYamlFile.ts";
import { shift } from "../../core/text/span.ts";
import { toDiagnostic } from "../convert.ts";
import type { PreviewProblem } from "./previewProblems.ts";

/**
 * What open previews say about a file, as diagnostics. An error of the engine is left out where the file's own findings
 * already have one on the same line: it is the same mistake, told better.
 */
export function previewDiagnostics(
  file: YamlFile,
  problems: readonly PreviewProblem[],
  own: readonly Diagnostic[],
): readonly Diagnostic[] {
  const errorLines = new Set(own.filter(({ severity }) => severity === 1).map(({ range }) => range.start.line));
  return problems
    .flatMap((problem) => {
      const entry = entryAt(file, problem.span.start);
      if (!entry) return [];
      return [toDiagnostic(entry, { ...problem, span: shift(problem.span, -entry.offset) }, () => undefined)];
    })
    .filter(({ severity, range }) => severity !== 1 || !errorLines.has(range.start.line));
}
