import { TextDocument } from "vscode-languageserver-textdocument";
import { getLanguageService, type LanguageService } from "yaml-language-server";
import type { KindSchema } from "../../server/core/schema/model.ts";
import { toJsonSchema } from "./jsonSchema.ts";

/** Something that was found, at a zero-based line of the text. */
export interface LineFinding {
  readonly line: number;
  readonly message: string;
}

/** yaml-language-server's own language service, handed the exact schema of each document. */
export interface Peer {
  /** What it finds in one YAML document; it tells disagreement with a schema as warnings. */
  errors(kind: KindSchema, text: string): Promise<readonly LineFinding[]>;
}

/** Starts the peer; it asks nothing of the network. */
export function createPeer(): Peer {
  const service = getLanguageService({
    schemaRequestService: (uri) => Promise.reject(new Error(`${uri} was not handed over`)),
    workspaceContext: { resolveRelativePath: (path) => path },
  });
  service.configure({ validate: true, yamlVersion: "1.1" });
  const uris = new Map<KindSchema, string>();
  const state = { version: 0 };
  return {
    async errors(kind, text) {
      const uri = uris.get(kind) ?? register(service, kind, uris);
      const content = `# yaml-language-server: $schema=${uri}\n${text}`;
      const document = TextDocument.create("file:///manifest.yaml", "yaml", ++state.version, content);
      const diagnostics = await service.doValidation(document, false);
      const readable = diagnostics.every(({ source }) => isOfSchema(source));
      return diagnostics
        .filter(({ severity = 1, source }) => severity <= 2 && (readable || !isOfSchema(source)))
        .map(({ range, message }) => ({ line: range.start.line - 1, message: String(message) }));
    },
  };
}

/** Where the syntax is broken, what it says about the schema is only a consequence. */
function isOfSchema(source: string | undefined): boolean {
  return source?.startsWith("yaml-schema") === true;
}

function register(service: LanguageService, kind: KindSchema, uris: Map<KindSchema, string>): string {
  const uri = `file:///schemas/${kind.group}/${kind.kind}/${kind.version}.json`;
  service.addSchema(uri, JSON.parse(JSON.stringify(toJsonSchema(kind))));
  uris.set(kind, uri);
  return uri;
}
