import type { Finding } from "../../server/core/lint/finding.ts";
import { parseYamlFile } from "../../server/core/manifest/parseYamlFile.ts";
import type { CompletionRequest } from "../../server/features/completion.ts";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { createService, type Service } from "../../server/shell/service.ts";
import { crowdedCluster } from "../harness/memoryCluster.ts";
import { memoryIndex, uriOf } from "../harness/workspace.ts";

const schemas = loadSchemaRegistry();

/** Asks for everything that the product can say about a text; the findings, with the lines that they are on. */
export async function askEverything(
  text: string,
  path = "manifest.yaml",
): Promise<readonly (Finding & { readonly line: number })[]> {
  const uri = uriOf(path);
  const index = memoryIndex({ [path]: text });
  const service = createService({
    index,
    logger: { info: () => undefined, warn: fail },
    schemas,
    cluster: crowdedCluster(),
  });
  try {
    const lines = text.split("\n");
    for (const line of new Set([0, lines.length >> 1, lines.length - 1])) {
      const character = (lines[line] ?? "").length;
      for (const at of new Set([0, character >> 1, character]))
        await ask(service, { uri, position: { line, character: at } });
    }
    service.language.workspaceSymbols("a");
    const file = index.file(uri);
    return service.language
      .findings(file ?? parseYamlFile(uri, text))
      .flatMap(({ entry, findings }) =>
        findings.map((finding) => ({ ...finding, line: entry.line + lineAt(entry.document.text, finding.span.start) })),
      );
  } finally {
    service.dispose();
  }
}

async function ask({ language }: Service, request: CompletionRequest): Promise<void> {
  const { uri, position } = request;
  await language.completion(request);
  await language.hover(request);
  language.definition(request);
  language.references({ ...request, includeDeclaration: true });
  language.diagnostics(uri);
  language.codeActions({ uri, range: { start: position, end: position } });
  language.codeLenses(uri);
  language.documentLinks(uri);
  language.documentSymbols(uri);
  language.foldingRanges(uri);
  language.inlayHints(uri, { start: { line: 0, character: 0 }, end: position });
  language.conditionDiagnostics(uri);
  language.objectsAt({ uri, position });
  language.previewTargets({ uri, position });
}

function fail(message: string): void {
  throw new Error(message);
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split(/\r\n|\r|\n/).length - 1;
}
