import type { YamlDocument, YamlFile } from "../manifest/document.ts";
import { parseYamlFile } from "../manifest/parseYamlFile.ts";
import { documentStarts } from "../manifest/splitDocuments.ts";
import { type DocumentFacts, factsOfDocument, scanFacts } from "./documentFacts.ts";

/** A file of the workspace whose text is known: as an editor's buffer or as it is on disk. */
export interface FileRecord {
  readonly uri: string;
  readonly disk: string | undefined;
  readonly buffer: YamlFile | undefined;
  /** Facts of each document that declares something, at the document's ordinal. */
  readonly facts: readonly (DocumentFacts | undefined)[];
  /** File offsets at which the documents of the text on disk start; a buffer knows its own. */
  readonly starts: readonly number[];
  /** Stands for the text, see `RepositoryIndex.stamp`. */
  readonly stamp: object;
}

/** The record of a text on disk, read without keeping a syntax tree. */
export function recordOfDisk(uri: string, disk: string): FileRecord {
  const starts = documentStarts(disk);
  const facts = starts.map((start, ordinal) => factsOfText(disk.slice(start, starts[ordinal + 1] ?? disk.length), uri));
  return { uri, disk, buffer: undefined, facts, starts, stamp: {} };
}

/** The record of a buffer; facts of documents that `previous` holds as the same objects are taken over. */
export function recordOfBuffer(buffer: YamlFile, previous: FileRecord | undefined): FileRecord {
  const { uri, entries } = buffer;
  const { start, endBefore, endAfter } = changedDocuments(previous?.buffer, buffer);
  const changed = entries.slice(start, endAfter).map(({ document }) => factsOfDocument(document, uri));
  const facts = previous?.buffer
    ? previous.facts.slice(0, start).concat(changed, previous.facts.slice(endBefore))
    : changed;
  const isSame = previous?.buffer !== undefined && endBefore === start && endAfter === start;
  return { uri, disk: previous?.disk, buffer, facts, starts: noStarts, stamp: isSame ? previous.stamp : {} };
}

const noStarts: readonly number[] = [];

/** Which documents two versions of a file do not share: from `start` on, up to two ends. */
export interface ChangedDocuments {
  readonly start: number;
  readonly endBefore: number;
  readonly endAfter: number;
}

/** Comparisons with the version before, which several askers want after each edit. */
const comparisons = new WeakMap<
  YamlFile,
  { readonly before: YamlFile["entries"] | undefined; readonly changed: ChangedDocuments }
>();

/** Compares the documents of two versions of a file by identity. */
export function changedDocuments(before: YamlFile | undefined, after: YamlFile): ChangedDocuments {
  const known = comparisons.get(after);
  if (known && known.before === before?.entries) return known.changed;
  const changed = compareDocuments(before, after);
  comparisons.set(after, { before: before?.entries, changed });
  return changed;
}

function compareDocuments(before: YamlFile | undefined, after: YamlFile): ChangedDocuments {
  const old = before?.entries ?? [];
  const now = after.entries;
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && old[start]?.document === now[start]?.document) start++;
  let same = 0;
  while (same < shorter - start && old.at(-1 - same)?.document === now.at(-1 - same)?.document) same++;
  return { start, endBefore: old.length - same, endAfter: now.length - same };
}

/** The text that counts: the buffer's before the one on disk. */
export function textOf(record: FileRecord): string {
  return record.buffer?.text ?? record.disk ?? "";
}

/** The place of a document in the text that counts. */
export function documentSpan(record: FileRecord, ordinal: number): { readonly start: number; readonly end: number } {
  const entry = record.buffer?.entries[ordinal];
  if (entry) return { start: entry.offset, end: entry.offset + entry.document.text.length };
  return { start: record.starts[ordinal] ?? 0, end: record.starts[ordinal + 1] ?? record.disk?.length ?? 0 };
}

function factsOfText(text: string, uri: string): DocumentFacts | undefined {
  const scanned = scanFacts(text);
  if (scanned !== "unclear") return scanned;
  return factsOfDocument(onlyDocument(text, uri), uri);
}

function onlyDocument(text: string, uri: string): YamlDocument {
  const [entry] = parseYamlFile(uri, text).entries;
  return entry?.document ?? { text, root: undefined, problems: [] };
}
