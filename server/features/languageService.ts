import type {
  CodeAction,
  CodeLens,
  CompletionList,
  Diagnostic,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  LocationLink,
  Range,
  WorkspaceSymbol,
} from "vscode-languageserver-types";
import type { ObjectKey } from "../core/cluster/liveObject.ts";
import type { DocumentFindings, Linter } from "../core/lint/runner.ts";
import type { YamlFile } from "../core/manifest/document.ts";
import type {
  ClusterDeclaration,
  ClusterFile,
  ClusterObjectId,
  ClusterObjectsAtParams,
  ManifestInCluster,
} from "../protocol/cluster.ts";
import type { PreviewTarget } from "../protocol/preview.ts";
import { provideAwaitedEdits } from "./cluster/awaitedEdits.ts";
import { conditionDiagnostics } from "./cluster/conditionDiagnostics.ts";
import { provideDeclaration } from "./cluster/declaration.ts";
import { provideClusterFiles } from "./cluster/files.ts";
import { provideInlayHints } from "./cluster/inlayHints.ts";
import { provideClusterLenses } from "./cluster/lenses.ts";
import { followedKeys } from "./cluster/liveObjects.ts";
import { provideObjectsAt } from "./cluster/objectsAt.ts";
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
  inlayHints(uri: string, range: Range): readonly InlayHint[];
  /** What connected clusters report about the objects of a file; none without a connection. */
  conditionDiagnostics(uri: string): readonly Diagnostic[];
  objectsAt(place: ClusterObjectsAtParams): readonly ManifestInCluster[];
  declaration(object: ClusterObjectId): ClusterDeclaration | null;
  clusterFiles(): readonly ClusterFile[];
  /** The live objects that features look at while these files are open, for `Cluster.follow`. */
  followedKeys(uris: readonly string[]): readonly ObjectKey[];
}

/** Joins the features over one environment. */
export function createLanguageService(environment: Environment, linter: Linter): LanguageService {
  const service: LanguageService = {
    findings: (file) => findingsOf(environment, linter, file),
    diagnostics: (uri) => provideDiagnostics(environment, linter, uri),
    diagnosticsSlice: (uri, documents) => provideDiagnosticsSlice(environment, linter, uri, documents),
    codeActions: (request) => [
      ...provideCodeActions(environment, linter, request),
      ...provideAwaitedEdits(environment, request.uri, request.range),
    ],
    codeLenses: (uri) => [...provideClusterLenses(environment, uri), ...provideCodeLenses(environment, uri)],
    completion: (request, token) => provideCompletion(environment, request, token),
    hover: (request) => provideHover(environment, request),
    definition: (request) => provideDefinition(environment, request),
    references: (request) => provideReferences(environment, request),
    documentLinks: (uri) => provideDocumentLinks(environment, uri),
    documentSymbols: (uri) => provideDocumentSymbols(environment, uri),
    workspaceSymbols: (query) => provideWorkspaceSymbols(environment, query),
    foldingRanges: (uri) => provideFoldingRanges(environment, uri),
    previewTargets: (place) => providePreviewTargets(environment, place),
    inlayHints: (uri, range) => provideInlayHints(environment, uri, range),
    conditionDiagnostics: (uri) => conditionDiagnostics(environment, uri),
    objectsAt: (place) => provideObjectsAt(environment, place),
    declaration: (object) => provideDeclaration(environment, object),
    clusterFiles: () => provideClusterFiles(environment),
    followedKeys: (uris) => followedKeys(environment, uris),
  };
  return Object.freeze(service);
}
