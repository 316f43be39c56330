import type {
  CancellationToken,
  Connection,
  Location,
  LocationLink,
  ResponseError,
  ServerCapabilities,
} from "vscode-languageserver";
import { normalizeUri } from "../core/text/uri.ts";
import { withoutSnippet } from "../features/completion/proposal.ts";
import { completionTriggers } from "../features/completion.ts";
import type { LanguageService } from "../features/languageService.ts";

/** Wraps the answer to a request; see `handle`. */
export type Wrap = <Params, Result>(
  name: string,
  fallback: Result,
  answer: (params: Params, token: CancellationToken) => Result | Promise<Result>,
) => (params: Params, token: CancellationToken) => Promise<Result | ResponseError<void>>;

/** What the language service can do, as LSP announces it. */
export const featureCapabilities: ServerCapabilities = {
  codeActionProvider: { codeActionKinds: ["quickfix"] },
  codeLensProvider: {},
  completionProvider: { triggerCharacters: [...completionTriggers] },
  hoverProvider: true,
  inlayHintProvider: true,
  definitionProvider: true,
  referencesProvider: true,
  documentLinkProvider: {},
  documentSymbolProvider: true,
  workspaceSymbolProvider: true,
  foldingRangeProvider: true,
};

/** What an editor said it can take. */
export interface ClientAbilities {
  /** `textDocument.definition.linkSupport`. */
  readonly takesLocationLinks: boolean;
  /** `textDocument.completion.completionItem.snippetSupport`. */
  readonly takesSnippets: boolean;
}

/** Connects the LSP requests to the language service: nothing but the names of parameters is translated here. */
export function registerFeatures(
  connection: Connection,
  language: LanguageService,
  wrap: Wrap,
  abilities: () => ClientAbilities,
): void {
  connection.onCodeAction(
    wrap("Code actions", [], ({ textDocument, range }) => [
      ...language.codeActions({ uri: normalizeUri(textDocument.uri), range }),
    ]),
  );
  connection.onCodeLens(
    wrap("Code lenses", [], ({ textDocument }) => [...language.codeLenses(normalizeUri(textDocument.uri))]),
  );
  connection.onCompletion(
    wrap("Completion", { isIncomplete: false, items: [] }, async ({ textDocument, position }, token) => {
      const list = await language.completion({ uri: normalizeUri(textDocument.uri), position }, token);
      return abilities().takesSnippets ? list : { ...list, items: list.items.map(withoutSnippet) };
    }),
  );
  connection.onHover(
    wrap("Hover", null, async ({ textDocument, position }) => {
      const hover = await language.hover({ uri: normalizeUri(textDocument.uri), position });
      return hover ?? null;
    }),
  );
  connection.languages.inlayHint.on(
    wrap("Inlay hints", [], ({ textDocument, range }) => [
      ...language.inlayHints(normalizeUri(textDocument.uri), range),
    ]),
  );
  connection.onDefinition(
    wrap("Definition", [], ({ textDocument, position }) => {
      const links = [...language.definition({ uri: normalizeUri(textDocument.uri), position })];
      return abilities().takesLocationLinks ? links : links.map(plainLocation);
    }),
  );
  connection.onReferences(
    wrap("References", [], ({ textDocument, position, context }) => [
      ...language.references({
        uri: normalizeUri(textDocument.uri),
        position,
        includeDeclaration: context.includeDeclaration,
      }),
    ]),
  );
  connection.onDocumentLinks(
    wrap("Links", [], ({ textDocument }) => [...language.documentLinks(normalizeUri(textDocument.uri))]),
  );
  connection.onDocumentSymbol(
    wrap("Symbols", [], ({ textDocument }) => [...language.documentSymbols(normalizeUri(textDocument.uri))]),
  );
  connection.onWorkspaceSymbol(wrap("Workspace symbols", [], ({ query }) => [...language.workspaceSymbols(query)]));
  connection.onFoldingRanges(
    wrap("Folding", null, ({ textDocument }) => {
      const ranges = language.foldingRanges(normalizeUri(textDocument.uri));
      return ranges ? [...ranges] : null;
    }),
  );
}

function plainLocation({ targetUri, targetSelectionRange }: LocationLink): Location {
  return { uri: targetUri, range: targetSelectionRange };
}
