import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  Location,
  LocationLink,
  WorkspaceSymbol,
} from "vscode-languageserver-types";
import type { DocumentFindings, Linter } from "../core/lint/runner.ts";
import type { YamlFile } from "../core/manifest/document.ts";
import type { PreviewTarget } from "../protocol/preview.ts";
import { type CodeActionRequest, provideCodeActions } from "./codeActions.ts";
import { type CompletionRequest, provideCompletion } from "./completion.ts";
import { provideDefinition } from "./definition.ts";
import { type DiagnosticsSlice, findingsOf, provideDiagnostics, provideDiagnosticsSlice } from "./diagnostics.ts";
import { provideDocumentLinks } from "./documentLinks.ts";
import { provideDocumentSymbols } from "./documentSymbols.ts";
import type { CancellationToken, Environment } from "./environment.ts";
import { provideFoldingRanges } from "./foldingRanges.ts";
import { provideHover } from "./hover.ts";
import { provideCodeLenses } from "./preview/codeLenses.ts";
import { type PreviewPlace, providePreviewTargets } from "./preview/previewTargets.ts";
import { provideReferences, type ReferencesRequest } from "./references.ts";
import { provideWorkspaceSymbols } from "./workspaceSymbols.ts";

/** Everything the product can say about the files of a workspace. One method for each feature, no state of its own. */
export interface LanguageService {
  /** Findings of a file with their places, for callers that speak no LSP. */
  findings(file: YamlFile): readonly DocumentFindings[];
  diagnostics(uri: string): readonly Diagnostic[];
  diagnosticsSlice(uri: string, documents: number): DiagnosticsSlice;
  codeActions(request: CodeActionRequest): readonly CodeAction[];
  codeLenses(uri: string): readonly CodeLens[];
  completion(request: CompletionRequest, token?: CancellationToken): Promise<CompletionList>;
  hover(request: CompletionRequest): Promise<Hover | undefined>;
  definition(request: CompletionRequest): readonly LocationLink[];
  references(request: ReferencesRequest): readonly Location[];
  documentLinks(uri: string): readonly DocumentLink[];
  documentSymbols(uri: string): readonly DocumentSymbol[];
  workspaceSymbols(query: string): readonly WorkspaceSymbol[];
  foldingRanges(uri: string): readonly FoldingRange[] | undefined;
  previewTargets(place: PreviewPlace): readonly PreviewTarget[];
}

/** Joins the features over one environment. */
export function createLanguageService(environment: Environment, linter: Linter): LanguageService {
  const service: LanguageService = {
    findings: (file) => findingsOf(environment, linter, file),
    diagnostics: (uri) => provideDiagnostics(environment, linter, uri),
    diagnosticsSlice: (uri, documents) => provideDiagnosticsSlice(environment, linter, uri, documents),
    codeActions: (request) => provideCodeActions(environment, linter, request),
    codeLenses: (uri) => provideCodeLenses(environment, uri),
    completion: (request, token) => provideCompletion(environment, request, token),
    hover: (request) => provideHover(environment, request),
    definition: (request) => provideDefinition(environment, request),
    references: (request) => provideReferences(environment, request),
    documentLinks: (uri) => provideDocumentLinks(environment, uri),
    documentSymbols: (uri) => provideDocumentSymbols(environment, uri),
    workspaceSymbols: (query) => provideWorkspaceSymbols(environment, query),
    foldingRanges: (uri) => provideFoldingRanges(environment, uri),
    previewTargets: (place) => providePreviewTargets(environment, place),
  };
  return Object.freeze(service);
}
