import type { Location, Position, Range } from "vscode-languageserver-types";
import { perText } from "../core/graph/perRevision.ts";
import type { ManifestEntry, RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import type { DocumentEntry } from "../core/manifest/document.ts";
import { isKustomizationFileName } from "../core/manifest/manifest.ts";
import { createLineIndex } from "../core/text/lineIndex.ts";
import { type Span, touches } from "../core/text/span.ts";
import { placeAt, toTextRange } from "./convert.ts";

/** A cursor in a file, as LSP requests give it; the URI is normal. */
export interface PositionRequest {
  readonly uri: string;
  readonly position: Position;
}

/** The manifest under a cursor, and the cursor's offset from the start of its document. */
export interface ManifestPlace {
  readonly entry: DocumentEntry;
  readonly declared: ManifestEntry;
  readonly offset: number;
}

/** The manifest under a cursor; undefined in other YAML and outside of any document. */
export function manifestAt(index: RepositoryIndex, { uri, position }: PositionRequest): ManifestPlace | undefined {
  const file = index.file(uri);
  const place = file && placeAt(file, position);
  if (!place) return undefined;
  const declared = index.manifests(uri).find(({ offset }) => offset === place.entry.offset);
  return declared && { ...place, declared };
}

/** Whether the cursor is on the name of the object: the place from which one asks who uses it. */
export function isOnName({ declared, offset }: ManifestPlace): boolean {
  const { name } = declared.manifest;
  return name !== undefined && touches(name, offset);
}

/** Whether the cursor is where only the file as a whole can be meant: its type, the first key of a kustomization file. */
export function isOnType({ declared, offset }: ManifestPlace): boolean {
  const { apiVersion, kind, root, uri } = declared.manifest;
  const first = isKustomizationFileName(uri) && root.type === "mapping" ? root.pairs[0]?.key : undefined;
  return [apiVersion, kind, first].some((node) => node && touches(node, offset));
}

/** A place in a file as an LSP location; the span counts from the start of the file. */
export function locationOf(index: RepositoryIndex, uri: string, span: Span): Location {
  return { uri, range: rangeOf(index, uri, span) };
}

const linesOfFile = perText((uri, index) => createLineIndex(index.text(uri) ?? ""));

/** The range of a span of a file, which need not be parsed for that. */
export function rangeOf(index: RepositoryIndex, uri: string, span: Span): Range {
  return toTextRange(linesOfFile(uri, index), span);
}

/** The beginning of a file. */
export const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
