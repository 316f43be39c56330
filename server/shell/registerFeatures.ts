import type { CancellationToken, Connection, ResponseError, ServerCapabilities } from "vscode-languageserver";
import { normalizeUri } from "../core/text/uri.ts";
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
};

/** Connects the LSP requests to the language service: nothing but the names of parameters is translated here. */
export function registerFeatures(connection: Connection, language: LanguageService, wrap: Wrap): void {
  connection.onCodeAction(
    wrap("Code actions", [], ({ textDocument, range }) => [
      ...language.codeActions({ uri: normalizeUri(textDocument.uri), range }),
    ]),
  );
  connection.onCodeLens(
    wrap("Code lenses", [], ({ textDocument }) => [...language.codeLenses(normalizeUri(textDocument.uri))]),
  );
}
