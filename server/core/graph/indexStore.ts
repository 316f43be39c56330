import type { YamlDocument, YamlFile } from "../manifest/document.ts";
import { isKustomizationFileName, type Manifest, manifestOf } from "../manifest/manifest.ts";
import { parseYamlFile } from "../manifest/parseYamlFile.ts";
import { shift } from "../text/span.ts";
import { isWithin } from "../text/uri.ts";
import { isChartTemplate } from "./chartTemplates.ts";
import { type Declaration, DeclarationTable } from "./declarationTable.ts";
import { identityText } from "./documentFacts.ts";
import { changedDocuments, documentSpan, type FileRecord, recordOfBuffer, recordOfDisk, textOf } from "./fileRecord.ts";
import { PathTree } from "./pathTree.ts";
import type {
  DeclaredObject,
  IndexChange,
  ManifestEntry,
  ObjectQuery,
  RepositoryIndex,
  RepositoryIndexWriter,
  RepositoryOrigin,
} from "./repositoryIndex.ts";
import { structureKey } from "./structureKey.ts";
import { TreeCache } from "./treeCache.ts";

/** What may be tuned where an index is created. */
export interface IndexOptions {
  /** Sum of the lengths of the texts of closed files whose syntax trees are kept, in UTF-16 code units. */
  readonly treeBudget?: number;
}

/** An empty index, to be fed by its owner. */
export function createRepositoryIndex({ treeBudget = 2_000_000 }: IndexOptions = {}): IndexStore {
  return new IndexStore(treeBudget);
}

/** The one index of a workspace: texts and compact facts of every file, syntax trees of open files and a few others. */
export class IndexStore implements RepositoryIndex, RepositoryIndexWriter {
  readonly #paths = new PathTree();
  readonly #records = new Map<string, FileRecord>();
  readonly #declarations = new DeclarationTable();
  readonly #declared = new Map<string, (Declaration | undefined)[]>();
  readonly #trees: TreeCache;
  readonly #manifests = new WeakMap<YamlFile, readonly ManifestEntry[]>();
  /** Answers of `objects` at one state of the repository: thousands of documents all ask for the same. */
  readonly #answers = new Map<string, readonly DeclaredObject[]>();
  #answersRevision = "";
  #structureRevision = 0;
  #pathRevision = 0;
  #contentRevision = 0;
  #complete = false;
  #origins: readonly RepositoryOrigin[] = [];

  constructor(treeBudget: number) {
    this.#trees = new TreeCache(treeBudget);
  }

  get structureRevision(): number {
    return this.#structureRevision;
  }

  get pathRevision(): number {
    return this.#pathRevision;
  }

  get contentRevision(): number {
    return this.#contentRevision;
  }

  get complete(): boolean {
    return this.#complete;
  }

  get origins(): readonly RepositoryOrigin[] {
    return this.#origins;
  }

  get folders(): readonly string[] {
    return this.#paths.folders;
  }

  hasFile(uri: string): boolean {
    return this.#paths.hasFile(uri);
  }

  hasDirectory(uri: string): boolean {
    return this.#paths.hasDirectory(uri);
  }

  children(directoryUri: string): readonly string[] {
    return this.#paths.children(directoryUri);
  }

  covers(uri: string): boolean {
    return this.folders.some((folder) => isWithin(uri, folder));
  }

  kustomizeRoots(): ReadonlyMap<string, string> {
    return this.#paths.kustomizeRoots;
  }

  stamp(uri: string): object | undefined {
    return this.#records.get(uri)?.stamp;
  }

  text(uri: string): string | undefined {
    const record = this.#records.get(uri);
    return record && textOf(record);
  }

  file(uri: string): YamlFile | undefined {
    const record = this.#records.get(uri);
    if (!record) return undefined;
    if (record.buffer) return record.buffer;
    const known = this.#trees.get(uri);
    if (known) return known;
    const text = textOf(record);
    const file = parseYamlFile(uri, text);
    // Whoever asks what a kustomization file says keeps its tree.
    if (isKustomizationFileName(uri)) this.#trees.hold(uri, file);
    else this.#trees.set(uri, file, text.length);
    return file;
  }

  yamlFiles(): Iterable<string> {
    return this.#records.keys();
  }

  manifests(uri: string): readonly ManifestEntry[] {
    if (isChartTemplate(uri, this)) return [];
    const file = this.file(uri);
    if (!file) return [];
    const known = this.#manifests.get(file);
    if (known) return known;
    const entries = manifestEntries(file);
    this.#manifests.set(file, entries);
    return entries;
  }

  manifestAt(uri: string, ordinal: number): ManifestEntry | undefined {
    const entry = isChartTemplate(uri, this) ? undefined : this.file(uri)?.entries[ordinal];
    const manifest = entry && manifestOfDocument(entry.document, uri);
    return manifest && { ordinal, offset: entry.offset, document: entry.document, manifest };
  }

  objects(query: ObjectQuery): readonly DeclaredObject[] {
    const revision = `${this.#structureRevision} ${this.#contentRevision}`;
    if (this.#answersRevision !== revision || this.#answers.size >= mostAnswers) this.#answers.clear();
    this.#answersRevision = revision;
    const { group, kind, name, namespace } = query;
    const question = JSON.stringify([group, kind, name, namespace]);
    const known = this.#answers.get(question);
    if (known) return known;
    const found: DeclaredObject[] = [];
    for (const declaration of this.#declarations.find(query)) {
      const record = this.#records.get(declaration.uri);
      if (record && !isChartTemplate(declaration.uri, this)) found.push(declaredObject(declaration, record));
    }
    this.#answers.set(question, found);
    return found;
  }

  setFolders(folders: readonly string[]): IndexChange {
    this.#paths.folders = folders;
    return this.#changed({ paths: folders });
  }

  setOrigins(origins: readonly RepositoryOrigin[]): IndexChange {
    const before = this.#origins;
    this.#origins = origins;
    if (JSON.stringify(before) === JSON.stringify(origins)) return nothing;
    const paths = origins.map((origin) => origin.root);
    if (JSON.stringify(before.map(placeOf)) !== JSON.stringify(origins.map(placeOf))) return this.#changed({ paths });
    // Another branch or commit moves no path; what it changed in files is told for itself.
    this.#structureRevision++;
    return { identities: [], paths, texts: [] };
  }

  addPath(uri: string): IndexChange {
    return this.#changed({ paths: this.#paths.add(uri) });
  }

  removePath(uri: string): IndexChange {
    const paths = this.#paths.remove(uri);
    const gone = paths.filter((path) => this.#records.has(path)).map((path) => this.removeText(path));
    return this.#changed({ paths }, ...gone);
  }

  setText(uri: string, content: string | YamlFile, { open = false }: { readonly open?: boolean } = {}): IndexChange {
    const path = this.#paths.hasFile(uri) ? nothing : this.addPath(uri);
    const previous = this.#records.get(uri);
    return merge(path, open ? this.#setBuffer(uri, content, previous) : this.#setDisk(uri, content, previous));
  }

  closeText(uri: string): IndexChange {
    const record = this.#records.get(uri);
    if (!record?.buffer) return nothing;
    if (record.disk === undefined) return this.#replace(uri, record, undefined);
    const same = record.disk === record.buffer.text;
    if (same) this.#trees.set(uri, record.buffer, record.disk.length);
    const closed = recordOfDisk(uri, record.disk);
    return this.#replace(uri, record, same ? { ...closed, stamp: record.stamp } : closed);
  }

  removeText(uri: string): IndexChange {
    const record = this.#records.get(uri);
    if (record?.disk === undefined) return nothing;
    this.#trees.delete(uri);
    if (!record.buffer) return this.#replace(uri, record, undefined);
    this.#records.set(uri, { ...record, disk: undefined });
    return nothing;
  }

  markComplete(): IndexChange {
    this.#complete = true;
    this.#structureRevision++;
    return nothing;
  }

  #setBuffer(uri: string, content: string | YamlFile, previous: FileRecord | undefined): IndexChange {
    const before = previous?.buffer ?? this.#trees.get(uri);
    const buffer = typeof content === "string" ? parseYamlFile(uri, content, before) : content;
    this.#trees.delete(uri);
    const record = recordOfBuffer(buffer, previous);
    const opensUnchanged = previous?.buffer === undefined && previous?.disk === buffer.text;
    return this.#replace(uri, previous, opensUnchanged ? { ...record, stamp: previous.stamp } : record);
  }

  #setDisk(uri: string, content: string | YamlFile, previous: FileRecord | undefined): IndexChange {
    const disk = typeof content === "string" ? content : content.text;
    if (previous?.disk === disk) return nothing;
    if (previous?.buffer) {
      this.#records.set(uri, { ...previous, disk });
      return nothing;
    }
    this.#trees.delete(uri);
    if (typeof content !== "string") this.#trees.set(uri, content, disk.length);
    return this.#replace(uri, previous, recordOfDisk(uri, disk));
  }

  #replace(uri: string, before: FileRecord | undefined, after: FileRecord | undefined): IndexChange {
    if (after) this.#records.set(uri, after);
    else this.#records.delete(uri);
    const identities = this.#redeclare(uri, before, after);
    if (before && before.stamp === after?.stamp) return nothing;
    this.#contentRevision++;
    if (identities.length > 0 || structureDiffers(before, after)) this.#structureRevision++;
    return { identities, paths: [], texts: [uri] };
  }

  /** Brings the declarations of a file up to date; the identities that appeared or disappeared. */
  #redeclare(uri: string, before: FileRecord | undefined, after: FileRecord | undefined): readonly string[] {
    const old = this.#declared.get(uri) ?? [];
    const { start, endBefore, endAfter } = changedFacts(before, after);
    const added = (after?.facts ?? [])
      .slice(start, endAfter)
      .map((facts, at) => facts && { uri, ordinal: start + at, facts });
    const removed = old.splice(start, endBefore - start, ...added);
    for (const declaration of removed) if (declaration) this.#declarations.remove(declaration);
    for (const declaration of added) if (declaration) this.#declarations.add(declaration);
    if (endBefore !== endAfter) renumber(old, endAfter);
    if (after) this.#declared.set(uri, old);
    else this.#declared.delete(uri);
    return differingIdentities(removed, added);
  }

  #changed({ paths }: { readonly paths: readonly string[] }, ...others: readonly IndexChange[]): IndexChange {
    if (paths.length > 0) {
      this.#pathRevision++;
      this.#structureRevision++;
    }
    return merge({ identities: [], paths, texts: [] }, ...others);
  }
}

/** Where a work tree is and what it was cloned from, which decides what paths mean. */
function placeOf({ root, remotes }: RepositoryOrigin): readonly unknown[] {
  return [root, remotes];
}

/** Answers are small; the limit is for repositories in which every reference asks for another name. */
const mostAnswers = 1000;

const nothing: IndexChange = { identities: [], paths: [], texts: [] };

function merge(...changes: readonly IndexChange[]): IndexChange {
  const real = changes.filter((change) => change !== nothing);
  if (real.length < 2) return real[0] ?? nothing;
  return {
    identities: real.flatMap((change) => change.identities),
    paths: real.flatMap((change) => change.paths),
    texts: real.flatMap((change) => change.texts),
  };
}

function manifestEntries(file: YamlFile): readonly ManifestEntry[] {
  const found: ManifestEntry[] = [];
  for (const [ordinal, { offset, document }] of file.entries.entries()) {
    const manifest = manifestOfDocument(document, file.uri);
    if (manifest) found.push({ ordinal, offset, document, manifest });
  }
  return found;
}

const manifestByDocument = new WeakMap<
  YamlDocument,
  { readonly uri: string; readonly manifest: Manifest | undefined }
>();

/** Documents that an edit does not touch keep their manifest. */
function manifestOfDocument(document: YamlDocument, uri: string): Manifest | undefined {
  const known = manifestByDocument.get(document);
  if (known?.uri === uri) return known.manifest;
  const manifest = manifestOf(document, uri);
  manifestByDocument.set(document, { uri, manifest });
  return manifest;
}

function declaredObject({ uri, ordinal, facts }: Declaration, record: FileRecord): DeclaredObject {
  const span = documentSpan(record, ordinal);
  const { gvk, name, namespace } = facts;
  return { uri, ordinal, gvk, name, namespace, nameSpan: shift(facts.nameSpan, span.start), span };
}

/** Which facts may differ: those of changed documents when both versions are parsed, all of them otherwise. */
function changedFacts(
  before: FileRecord | undefined,
  after: FileRecord | undefined,
): ReturnType<typeof changedDocuments> {
  if (before?.buffer && after?.buffer) return changedDocuments(before.buffer, after.buffer);
  return { start: 0, endBefore: before?.facts.length ?? 0, endAfter: after?.facts.length ?? 0 };
}

function structureDiffers(before: FileRecord | undefined, after: FileRecord | undefined): boolean {
  // Without syntax trees on both sides nobody knows; a file that changes on disk is rare enough to look again.
  if (!before?.buffer || !after?.buffer) return true;
  const { start, endBefore, endAfter } = changedDocuments(before.buffer, after.buffer);
  const keys = (file: YamlFile, end: number): string =>
    file.entries
      .slice(start, end)
      .map(({ document }) => structureKey(document, file.uri))
      .join("\n");
  return keys(before.buffer, endBefore) !== keys(after.buffer, endAfter);
}

function renumber(declarations: readonly (Declaration | undefined)[], from: number): void {
  for (let ordinal = from; ordinal < declarations.length; ordinal++) {
    const declaration = declarations[ordinal];
    if (declaration) declaration.ordinal = ordinal;
  }
}

function differingIdentities(
  removed: readonly (Declaration | undefined)[],
  added: readonly (Declaration | undefined)[],
): readonly string[] {
  const before = identities(removed);
  const after = identities(added);
  return [...before.filter((each) => !after.includes(each)), ...after.filter((each) => !before.includes(each))];
}

function identities(declarations: readonly (Declaration | undefined)[]): readonly string[] {
  return declarations.flatMap((declaration) => (declaration ? [identityText(declaration.facts)] : []));
}
