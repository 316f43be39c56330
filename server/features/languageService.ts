import type { CodeAction, CodeLens, Diagnostic } from "vscode-languageserver-types";
import type { DocumentFindings, Linter } from "../core/lint/runner.ts";
import type { YamlFile } from "../core/manifest/document.ts";
import type { PreviewTarget } from "../protocol/preview.ts";
import { type CodeActionRequest, provideCodeActions } from "./codeActions.ts";
import { findingsOf, provideDiagnostics } from "./diagnostics.ts";
import type { Environment } from "./environment.ts";
import { provideCodeLenses } from "./preview/codeLenses.ts";
import { type PreviewPlace, providePreviewTargets } from "./preview/previewTargets.ts";

/** Everything the product can say about the files of a workspace. One method for each feature, no state of its own. */
export interface LanguageService {
  /** Findings of a file with their places, for callers that speak no LSP. */
  findings(file: YamlFile): readonly DocumentFindings[];
  diagnostics(uri: string): readonly Diagnostic[];
  codeActions(request: CodeActionRequest): readonly CodeAction[];
  codeLenses(uri: string): readonly CodeLens[];
  previewTargets(place: PreviewPlace): readonly PreviewTarget[];
}

/** Joins the features over one environment. */
export function createLanguageService(environment: Environment, linter: Linter): LanguageService {
  return Object.freeze({
    findings: (file: YamlFile) => findingsOf(environment, linter, file),
    diagnostics: (uri: string) => provideDiagnostics(environment, linter, uri),
    codeActions: (request: CodeActionRequest) => provideCodeActions(environment, linter, request),
    codeLenses: (uri: string) => provideCodeLenses(environment, uri),
    previewTargets: (place: PreviewPlace) => providePreviewTargets(environment, place),
  });
}
