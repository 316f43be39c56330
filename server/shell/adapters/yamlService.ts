import type { Position } from "vscode-languageserver";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageService } from "yaml-language-server";
import type { YamlRequest, YamlService } from "../../features/yamlService.ts";

/** A `YamlService` that loads its package when it is first used, or ahead of that. */
export interface LazyYamlService extends YamlService {
  /** Loads the package (about 0.3 s of work), so that the first completion does not wait for it. */
  warmUp(): Promise<void>;
}

/** How many answers of each sort are kept. The letters of a word all ask the same, and so does every look at a field. */
const keptAnswers = 200;

/** How many schemas the package keeps; each is the schema of one place of a document, a few kilobytes. */
const keptSchemas = 256;

/**
 * yaml-language-server's language service, offline. The package resolves a schema once when a document names it in its
 * first line, and anew for every request when a provider names it (YAMLSchemaService.getSchemaForResource of 2.0.0), so
 * requests are handed over with such a line in front. An answer follows from the request alone, so it is kept.
 */
export function createYamlService(): LazyYamlService {
  const state: { service: Promise<LanguageService> | undefined; version: number } = { service: undefined, version: 0 };
  const known = new Map<string, string>();
  const service = (): Promise<LanguageService> => (state.service ??= load());
  const register = (loaded: LanguageService, { schemaId, schema }: YamlRequest): string => {
    const uri = `file:///gitops-schemas/${++state.version}`;
    known.set(schemaId, uri);
    loaded.addSchema(uri, toMutable(schema));
    for (const [id, oldest] of [...known].slice(0, known.size - keptSchemas)) {
      known.delete(id);
      loaded.deleteSchema(oldest);
    }
    return uri;
  };
  const prepare = async (request: YamlRequest) => {
    const { text, position } = request;
    const loaded = await service();
    const uri = known.get(request.schemaId) ?? register(loaded, request);
    const content = `# yaml-language-server: $schema=${uri}\n${text}`;
    const document = TextDocument.create("file:///focus.yaml", "yaml", ++state.version, content);
    return { loaded, document, position: moved(position, 1) };
  };
  return {
    async warmUp() {
      await service();
    },
    complete: remembered(async (request) => {
      const { loaded, document, position } = await prepare(request);
      const { items } = await loaded.doComplete(document, position, false);
      return items.map((item) => {
        if (!item.textEdit || !("range" in item.textEdit)) return item;
        const { start, end } = item.textEdit.range;
        return { ...item, textEdit: { ...item.textEdit, range: { start: moved(start, -1), end: moved(end, -1) } } };
      });
    }),
    hover: remembered(async (request) => {
      const { loaded, document, position } = await prepare(request);
      const hover = await loaded.doHover(document, position);
      if (!hover) return undefined;
      const { contents, range } = hover;
      return range ? { contents, range: { start: moved(range.start, -1), end: moved(range.end, -1) } } : { contents };
    }),
  };
}

/** Asks once for each request; a question that failed is asked again. */
function remembered<Value>(ask: (request: YamlRequest) => Promise<Value>): (request: YamlRequest) => Promise<Value> {
  const answers = new Map<string, Promise<Value>>();
  return (request) => {
    const { text, position, schemaId } = request;
    const question = `${schemaId}\n${position.line}:${position.character}\n${text}`;
    const known = answers.get(question);
    if (known) return known;
    const answer = ask(request);
    answers.set(question, answer);
    answer.catch(() => answers.delete(question));
    const oldest = answers.size > keptAnswers ? answers.keys().next().value : undefined;
    if (oldest !== undefined) answers.delete(oldest);
    return answer;
  };
}

function moved(position: Position, lines: number): Position {
  return { line: position.line + lines, character: position.character };
}

async function load(): Promise<LanguageService> {
  const { getLanguageService } = await import("yaml-language-server");
  const service = getLanguageService({
    schemaRequestService: (uri) => Promise.reject(new Error(`${uri} is not loaded: the YAML service works offline`)),
    workspaceContext: { resolveRelativePath: (path) => path },
    clientCapabilities: {
      textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } } },
    },
  });
  service.configure({ completion: true, hover: true, validate: false, indentation: "  ", hoverSchemaSource: false });
  return service;
}

type PackageSchema = Parameters<LanguageService["addSchema"]>[1];

/** The package writes into the schemas that it is given. */
function toMutable(schema: YamlRequest["schema"]): PackageSchema {
  return JSON.parse(JSON.stringify(schema));
}
