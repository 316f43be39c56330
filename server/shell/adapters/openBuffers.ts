import type { TextDocumentContentChangeEvent } from "vscode-languageserver";
import type { IndexStore } from "../../core/graph/indexStore.ts";
import type { IndexChange } from "../../core/graph/repositoryIndex.ts";
import type { YamlFile } from "../../core/manifest/document.ts";
import { editYamlFile, parseYamlFile } from "../../core/manifest/parseYamlFile.ts";
import { normalizeUri } from "../../core/text/uri.ts";
import { fileOffsetAt } from "../../features/convert.ts";

/** A file that an editor holds: `clientUri` is its URI as the editor writes it. */
export interface OpenBuffer {
  readonly clientUri: string;
  readonly version: number;
  readonly file: YamlFile;
}

/** The buffers of the editor, kept in the index as the texts that count. */
export interface OpenBuffers {
  open(clientUri: string, version: number, text: string): IndexChange;
  /** Applies edits in the order sent; positions of each refer to the text after the one before. */
  change(clientUri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): IndexChange;
  close(clientUri: string): IndexChange;
  get(uri: string): OpenBuffer | undefined;
  /** Normalised URIs of all open buffers. */
  uris(): readonly string[];
}

/** Creates the set of open buffers of one editor. */
export function createOpenBuffers(index: IndexStore): OpenBuffers {
  const buffers = new Map<string, OpenBuffer>();
  const set = (clientUri: string, version: number, file: YamlFile): IndexChange => {
    buffers.set(file.uri, { clientUri, version, file });
    return index.setText(file.uri, file, { open: true });
  };
  return {
    open(clientUri, version, text) {
      const uri = normalizeUri(clientUri);
      return set(clientUri, version, parseYamlFile(uri, text, index.file(uri)));
    },
    change(clientUri, version, changes) {
      const uri = normalizeUri(clientUri);
      const before = buffers.get(uri)?.file ?? parseYamlFile(uri, "");
      return set(clientUri, version, changes.reduce(applyChange, before));
    },
    close(clientUri) {
      const uri = normalizeUri(clientUri);
      buffers.delete(uri);
      return index.closeText(uri);
    },
    get: (uri) => buffers.get(uri),
    uris: () => [...buffers.keys()],
  };
}

function applyChange(file: YamlFile, change: TextDocumentContentChangeEvent): YamlFile {
  if (!("range" in change)) return parseYamlFile(file.uri, change.text, file);
  const start = fileOffsetAt(file, change.range.start);
  const end = fileOffsetAt(file, change.range.end);
  return editYamlFile(file, { span: { start: Math.min(start, end), end: Math.max(start, end) }, newText: change.text });
}
