import { createLineIndex, type LineIndex } from "../text/lineIndex.ts";
import type { TextEdit } from "../text/span.ts";
import type { DocumentEntry, YamlDocument, YamlFile } from "./document.ts";
import { maximumDocuments, maximumLength, parseDocument, unreadDocuments } from "./parseDocument.ts";
import { documentStarts } from "./splitDocuments.ts";

/** Reads a file. Documents of `previous` whose text is still the same are taken over as the same objects. */
export function parseYamlFile(uri: string, text: string, previous?: YamlFile): YamlFile {
  const known = new Map(previous?.entries.map(({ document }) => [document.text, document]));
  const documents = readDocuments(text, known);
  return createFile(uri, documents, text);
}

/** The file after one edit (file offsets). Only the documents that the edit touches are read again. */
export function editYamlFile(file: YamlFile, { span, newText }: TextEdit): YamlFile {
  const { entries } = file;
  const first = firstAffected(entries, span.start);
  const last = entryIndexAt(entries, Math.max(span.end, span.start));
  const firstEntry = entries[first];
  const lastEntry = entries[last];
  if (!firstEntry || !lastEntry) return parseYamlFile(file.uri, newText);
  const next = lastAffected(entries, last, span.end);
  const affected = entries
    .slice(first, next + 1)
    .map(({ document }) => document.text)
    .join("");
  const start = span.start - firstEntry.offset;
  const end = span.end - firstEntry.offset;
  const text = affected.slice(0, start) + newText + affected.slice(end);
  const known = new Map(entries.slice(first, next + 1).map(({ document }) => [document.text, document]));
  const documents = readDocuments(text, known);
  return new EditedFile(file.uri, spliceEntries(entries, first, next + 1, documents));
}

/** The entry whose document holds a file offset; the last one for offsets behind the end. */
export function entryAt(file: YamlFile, offset: number): DocumentEntry | undefined {
  return file.entries[entryIndexAt(file.entries, offset)];
}

/** The entry whose document holds a zero-based line of the file. */
export function entryAtLine(file: YamlFile, line: number): DocumentEntry | undefined {
  return file.entries[lastIndexWhere(file.entries, (entry) => entry.line <= line)];
}

const ordinals = new WeakMap<YamlDocument, number>();

/** Which document of a file this is, counted from 0; -1 when it is none of them. It is looked for where it was last. */
export function ordinalOf({ entries }: YamlFile, document: YamlDocument): number {
  const last = ordinals.get(document);
  if (last !== undefined && entries[last]?.document === document) return last;
  const found = entries.findIndex((entry) => entry.document === document);
  ordinals.set(document, found);
  return found;
}

const lineIndexes = new WeakMap<YamlDocument, LineIndex>();

/** The line index of a document, built when first asked for. Lines count from the document's first line. */
export function linesOf(document: YamlDocument): LineIndex {
  const known = lineIndexes.get(document);
  if (known) return known;
  const created = createLineIndex(document.text);
  lineIndexes.set(document, created);
  return created;
}

function readDocuments(text: string, known: ReadonlyMap<string, YamlDocument>): readonly YamlDocument[] {
  const read = (part: string): YamlDocument => known.get(part) ?? parseDocument(part);
  if (text.length > maximumLength) return [read(text)];
  const starts = documentStarts(text);
  return starts.length > maximumDocuments ? [unreadDocuments(text, starts.length)] : cut(text, starts).map(read);
}

function cut(text: string, starts: readonly number[]): readonly string[] {
  if (starts.length === 1) return [text];
  return starts.map((start, index) => text.slice(start, starts[index + 1] ?? text.length));
}

/** An edit right at or before a `---` line can join a document to the one before it. */
function firstAffected(entries: readonly DocumentEntry[], offset: number): number {
  const at = entryIndexAt(entries, offset);
  const entry = entries[at];
  return at > 0 && entry && offset - entry.offset <= 4 ? at - 1 : at;
}

/** An edit at the end of a document can swallow the `---` line behind it; a first one without content joins the second. */
function lastAffected(entries: readonly DocumentEntry[], last: number, offset: number): number {
  const entry = entries[last];
  if (!entry || last + 1 >= entries.length) return last;
  return last === 0 || offset >= endOf(entry) - 1 ? last + 1 : last;
}

function entryIndexAt(entries: readonly DocumentEntry[], offset: number): number {
  return lastIndexWhere(entries, (entry) => entry.offset <= offset);
}

function lastIndexWhere(entries: readonly DocumentEntry[], holds: (entry: DocumentEntry) => boolean): number {
  let low = 0;
  let high = entries.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const entry = entries[middle];
    if (entry && holds(entry)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function endOf(entry: DocumentEntry): number {
  return entry.offset + entry.document.text.length;
}

function lineBreaks(document: YamlDocument): number {
  return linesOf(document).lineCount - 1;
}

function spliceEntries(
  entries: readonly DocumentEntry[],
  from: number,
  to: number,
  documents: readonly YamlDocument[],
): readonly DocumentEntry[] {
  let offset = entries[from]?.offset ?? 0;
  let line = entries[from]?.line ?? 0;
  const following = entries[to];
  const changed = documents.map((document, at): DocumentEntry => {
    const entry = { offset, line, document };
    offset += document.text.length;
    // Nobody starts behind the last document, which may be the whole of a huge file.
    if (following || at + 1 < documents.length) line += lineBreaks(document);
    return entry;
  });
  const result = entries.slice(0, from).concat(changed, entries.slice(to));
  if (!following) return result;
  const moved = offset - following.offset;
  const lines = line - following.line;
  if (moved === 0 && lines === 0) return result;
  for (let at = from + changed.length; at < result.length; at++) {
    const entry = result[at];
    if (entry) result[at] = { offset: entry.offset + moved, line: entry.line + lines, document: entry.document };
  }
  return result;
}

function createFile(uri: string, documents: readonly YamlDocument[], text: string): YamlFile {
  let offset = 0;
  let line = 0;
  const entries = documents.map((document, ordinal) => {
    const entry = { offset, line, document };
    offset += document.text.length;
    if (ordinal + 1 < documents.length) line += lineBreaks(document);
    return entry;
  });
  return { uri, text, entries };
}

class EditedFile implements YamlFile {
  readonly uri: string;
  readonly entries: readonly DocumentEntry[];
  #text: string | undefined;

  constructor(uri: string, entries: readonly DocumentEntry[]) {
    this.uri = uri;
    this.entries = entries;
  }

  get text(): string {
    this.#text ??= this.entries.map(({ document }) => document.text).join("");
    return this.#text;
  }
}
