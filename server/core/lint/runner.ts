import { isChartTemplate } from "../graph/chartTemplates.ts";
import { changedDocuments } from "../graph/fileRecord.ts";
import type { RepositoryIndex } from "../graph/repositoryIndex.ts";
import type { DocumentEntry, SyntaxProblem, YamlDocument, YamlFile } from "../manifest/document.ts";
import { type GroupVersionKind, isKustomizationFileName, type Manifest, manifestOf } from "../manifest/manifest.ts";
import { isTemplated, isUnrendered } from "../text/templated.ts";
import type { Finding, Severity } from "./finding.ts";
import { withoutConsequences, withoutEchoes, withoutReplaced } from "./replaced.ts";
import { mayConcern, type Rule, type RuleContext, topKeys } from "./rule.ts";

/** How findings are made: what checks a manifest against its schema, and all rules. */
export interface LinterOptions {
  /** Findings that depend on the document alone; `partial` in patches and other fragments. */
  readonly validate: (manifest: Manifest, options: { readonly partial: boolean }) => readonly Finding[];
  /** Findings of a document that declares nothing, yet looks as if it should. */
  readonly validateHeader: (document: YamlDocument) => readonly Finding[];
  /** A finding about a file as a whole that has no manifest to hang it on; its span is in the first document. */
  readonly validateFile: (file: YamlFile) => Finding | undefined;
  /** Whether the documents of a file are fragments that something else completes (a kustomize patch). */
  readonly isPartial: (manifest: Manifest, index: RepositoryIndex) => boolean;
  readonly rules: readonly Rule[];
  /** Goes up when what was found may be wrong although nothing in the repository changed; absent: never. */
  readonly revision?: () => number;
}

/** The findings of one document at its place in the file. */
export interface DocumentFindings {
  readonly entry: DocumentEntry;
  readonly findings: readonly Finding[];
}

/** What is known of a file so far. */
export interface LintedSlice {
  readonly documents: readonly DocumentFindings[];
  /** False when some documents still have to be looked at again. */
  readonly isComplete: boolean;
}

/** Finds what is wrong in files. Remembers per document what it found, so that cost follows what changed. */
export interface Linter {
  /** Documents without findings are left out. */
  lint(file: YamlFile, index: RepositoryIndex): readonly DocumentFindings[];
  /**
   * The same for somebody who types: documents that were edited are judged now, and of those that only the rest of the
   * repository changed for, so many; the others keep what was found before. Called again, it goes on where it stopped.
   */
  lintSlice(file: YamlFile, index: RepositoryIndex, documents: number): LintedSlice;
}

/** The rules for one manifest by what their answer depends on. */
type RulesByNeed = Readonly<Record<Rule["needs"], readonly Rule[]>>;

/** What was found in one document, each part with the revision of the repository it was found at. */
interface Memory {
  readonly manifest: Manifest;
  readonly rules: RulesByNeed;
  /** A template: what was read as YAML is not what will be deployed, so nothing is said about it. */
  readonly unrendered: boolean;
  /** Undefined before the first look. */
  partial: boolean | undefined;
  document: readonly Finding[];
  structureRevision: number;
  structure: readonly Finding[];
  contentRevision: number;
  content: readonly Finding[];
  all: readonly Finding[];
}

const none: readonly Finding[] = [];
const noRules: RulesByNeed = { document: [], structure: [], content: [] };

/** Creates the linter that a server or command line keeps for its lifetime. */
export function createLinter(options: LinterOptions): Linter {
  const files = new Map<string, FileMemory>();
  const state = { memories: new WeakMap<YamlDocument, Memory>(), rulesOf: createRuleTable(options.rules), revision: 0 };

  const forgetOld = (): void => {
    const revision = options.revision?.() ?? 0;
    if (revision === state.revision) return;
    files.clear();
    Object.assign(state, { memories: new WeakMap(), rulesOf: createRuleTable(options.rules), revision });
  };

  const memoryOf = (document: YamlDocument, uri: string, index: RepositoryIndex): Memory | undefined => {
    const known = state.memories.get(document);
    const manifest = known?.manifest ?? manifestOf(document, uri);
    if (!manifest) return undefined;
    const memory = known ?? emptyMemory(manifest, state.rulesOf);
    if (!known) state.memories.set(document, memory);
    if (!memory.unrendered) bringUpToDate(memory, options, index);
    return memory;
  };

  const lookAt = (document: YamlDocument, uri: string, index: RepositoryIndex): FoundInDocument => {
    const memory = memoryOf(document, uri, index);
    return { memory, findings: memory?.all ?? undeclared(document, uri, options), isWaiting: false };
  };

  /** Looks at documents that an earlier look left for later, so many of them; where the rest begins. */
  const catchUp = (found: FoundInDocument[], file: YamlFile, from: number, most: number, index: RepositoryIndex) => {
    let left = most;
    let at = from;
    for (; at < found.length; at++) {
      const each = found[at];
      const document = file.entries[at]?.document;
      if (!each || !document || !isBehind(each, index)) continue;
      if (left-- <= 0) break;
      found[at] = lookAt(document, file.uri, index);
    }
    return at;
  };

  const look = (file: YamlFile, index: RepositoryIndex, most: number): LintedSlice => {
    forgetOld();
    if (isChartTemplate(file.uri, index)) return { documents: [], isComplete: true };
    const before = file.entries.length > 1 ? files.get(file.uri) : undefined;
    const { start, endBefore, endAfter } = changedDocuments(before?.file, file);
    const shift = endAfter - endBefore;
    // What was typed is looked at; of what was pasted or opened, the beginning.
    const fresh = file.entries
      .slice(start, endAfter)
      .map(({ document }, at) => (at <= most ? lookAt(document, file.uri, index) : waiting));
    const found = before ? replaced(before.found, start, endBefore, fresh) : fresh;
    const moved = (ordinal: number): number => (ordinal < endBefore ? Math.min(ordinal, start) : ordinal + shift);
    const isSameStructure = before?.structureRevision === index.structureRevision;
    const old = before ? (isSameStructure ? moved(before.current) : 0) : found.length;
    const from = fresh.length > most ? Math.min(old, start) : old;
    const current = catchUp(found, file, from, fresh.length > most ? 0 : most, index);
    const watched = watchedOrdinals(before?.watched ?? [], { start, endBefore, shift }, found, [
      { start, end: endAfter },
      { start: from, end: current },
    ]);
    for (const ordinal of watched) {
      const memory = found[ordinal]?.memory;
      if (!memory || memory.rules.content.length === 0) continue;
      if (memory.contentRevision !== index.contentRevision) bringUpToDate(memory, options, index);
      if (found[ordinal]?.findings !== memory.all) found[ordinal] = { memory, findings: memory.all, isWaiting: false };
    }
    remember(files, { file, structureRevision: index.structureRevision, current, found, watched });
    const isComplete = current >= found.length;
    const isEmpty = isComplete && !found.some(({ memory }) => memory);
    const ofFile = isEmpty ? options.validateFile(file) : undefined;
    const [first] = file.entries;
    if (ofFile && first) return { documents: [{ entry: first, findings: [ofFile] }], isComplete };
    return { documents: collect(file, found, watched), isComplete };
  };

  return {
    lint: (file, index) => look(file, index, Number.POSITIVE_INFINITY).documents,
    lintSlice: look,
  };
}

/** What was found, with some documents looked at anew. The list is taken over where only contents changed. */
function replaced(
  found: FoundInDocument[],
  start: number,
  end: number,
  fresh: readonly FoundInDocument[],
): FoundInDocument[] {
  if (fresh.length !== end - start) return found.slice(0, start).concat(fresh, found.slice(end));
  for (const [at, each] of fresh.entries()) found[start + at] = each;
  return found;
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** The watched documents after an edit that moved some, with those of the ranges judged anew. */
function watchedOrdinals(
  before: readonly number[],
  { start, endBefore, shift }: { readonly start: number; readonly endBefore: number; readonly shift: number },
  found: readonly FoundInDocument[],
  judged: readonly Range[],
): readonly number[] {
  const isJudged = (ordinal: number): boolean => judged.some((range) => ordinal >= range.start && ordinal < range.end);
  const kept = before.flatMap((ordinal) => {
    if (ordinal >= start && ordinal < endBefore) return [];
    const now = ordinal < start ? ordinal : ordinal + shift;
    return isJudged(now) ? [] : [now];
  });
  const watched = new Set(kept);
  for (const range of judged) {
    for (let at = range.start; at < range.end; at++) {
      const each = found[at];
      if (each && isWatched(each)) watched.add(at);
    }
  }
  return [...watched].sort((a, b) => a - b);
}

/** What was found in one document of a file; no memory for documents that declare nothing. */
interface FoundInDocument {
  readonly memory: Memory | undefined;
  readonly findings: readonly Finding[];
  /** Nobody has looked at the document yet. */
  readonly isWaiting: boolean;
}

const waiting: FoundInDocument = { memory: undefined, findings: none, isWaiting: true };

/** Whether a document has to be looked at again. Those of equal text share a memory, which may be ahead of the findings. */
function isBehind({ memory, findings, isWaiting }: FoundInDocument, index: RepositoryIndex): boolean {
  if (!memory || memory.unrendered) return isWaiting;
  return memory.structureRevision !== index.structureRevision || findings !== memory.all;
}

/** The last look at a file: after an edit only the documents that it touched are looked up again. */
interface FileMemory {
  readonly file: YamlFile;
  readonly structureRevision: number;
  /** Documents from this ordinal on may not have been looked at since the structure changed. */
  readonly current: number;
  readonly found: FoundInDocument[];
  /** The ordinals of documents that have findings, or may get some when other files change. */
  readonly watched: readonly number[];
}

function isWatched({ memory, findings }: FoundInDocument): boolean {
  return findings.length > 0 || (memory !== undefined && memory.rules.content.length > 0);
}

const rememberedFiles = 20;

function remember(files: Map<string, FileMemory>, memory: FileMemory): void {
  const { uri, entries } = memory.file;
  files.delete(uri);
  if (entries.length > 1) files.set(uri, memory);
  const oldest = files.size > rememberedFiles ? files.keys().next().value : undefined;
  if (oldest !== undefined) files.delete(oldest);
}

function collect(
  file: YamlFile,
  found: readonly FoundInDocument[],
  watched: readonly number[],
): readonly DocumentFindings[] {
  const result: DocumentFindings[] = [];
  for (const ordinal of watched) {
    const findings = found[ordinal]?.findings;
    const entry = file.entries[ordinal];
    if (findings && findings.length > 0 && entry) result.push({ entry, findings });
  }
  return result;
}

function bringUpToDate(memory: Memory, options: LinterOptions, index: RepositoryIndex): void {
  const { manifest, rules } = memory;
  const { document, uri } = manifest;
  const isStructureNew = memory.structureRevision !== index.structureRevision;
  const isContentNew = memory.contentRevision !== index.contentRevision;
  if (!isStructureNew && !isContentNew) return;
  const partial = isStructureNew ? options.isPartial(manifest, index) : (memory.partial ?? false);
  const context: RuleContext = { manifest, index, partial };
  if (memory.partial !== partial) {
    memory.partial = partial;
    memory.document = [
      ...syntaxFindings(document, uri, manifest),
      ...options.validate(manifest, { partial }),
      ...runRules(rules.document, context),
    ];
  }
  if (isStructureNew) memory.structure = runRules(rules.structure, context);
  if (isContentNew) memory.content = runRules(rules.content, context);
  memory.structureRevision = index.structureRevision;
  memory.contentRevision = index.contentRevision;
  memory.all = joined(memory);
}

/** The rules about one type. */
interface RulesOfType {
  readonly all: readonly Rule[];
  /** What rules ask about each object of the type before they look at it; many rules ask the same. */
  readonly tests: readonly Required<Rule>["appliesTo"][];
  /** Whether some of them look at objects with certain keys only. */
  readonly goesByKeys: boolean;
  /** By the keys and the answers to the tests: the rules that look at objects with these. */
  readonly byAnswers: Map<string, RulesByNeed>;
}

/** Finds the rules for manifests; of the many there are, few are about any one type. */
function createRuleTable(rules: readonly Rule[]): (manifest: Manifest) => RulesByNeed {
  const byType = new Map<string, RulesOfType>();
  const rulesOf = (gvk: GroupVersionKind): RulesOfType => {
    const type = `${gvk.group}/${gvk.version}/${gvk.kind}`;
    const known = byType.get(type);
    if (known) return known;
    const all = rules.filter((rule) => rule.isAbout?.(gvk) ?? true);
    const tests = [...new Set(all.flatMap(({ appliesTo }) => appliesTo ?? []))];
    const goesByKeys = all.some(({ fields }) => fields);
    const found = { all, tests, goesByKeys, byAnswers: new Map<string, RulesByNeed>() };
    if (byType.size < mostAnswers) byType.set(type, found);
    return found;
  };
  return (manifest) => {
    const { all, tests, goesByKeys, byAnswers } = rulesOf(manifest.gvk);
    const passed = tests.map((test) => test(manifest));
    const keys = goesByKeys ? topKeys(manifest) : [];
    const answers = [...passed.map(Number), ...keys].join("\n");
    const known = byAnswers.get(answers);
    if (known) return known;
    const passes = ({ appliesTo }: Rule): boolean => !appliesTo || passed[tests.indexOf(appliesTo)] === true;
    const found = byNeed(all.filter((rule) => passes(rule) && mayConcern(rule, keys)));
    if (byAnswers.size < mostAnswers) byAnswers.set(answers, found);
    return found;
  };
}

/** So many types, and answers about each, are kept: more than there are, so that what users type does not fill the memory. */
const mostAnswers = 2000;

function byNeed(rules: readonly Rule[]): RulesByNeed {
  const needing = (need: Rule["needs"]) => rules.filter((rule) => rule.needs === need);
  return { document: needing("document"), structure: needing("structure"), content: needing("content") };
}

/** Nothing found yet: impossible revisions make every part be computed. */
function emptyMemory(manifest: Manifest, rulesOf: (manifest: Manifest) => RulesByNeed): Memory {
  const unrendered = isTemplateSource(manifest.document);
  return {
    manifest,
    rules: unrendered ? noRules : rulesOf(manifest),
    unrendered,
    partial: undefined,
    document: none,
    structureRevision: -1,
    structure: none,
    contentRevision: -1,
    content: none,
    all: none,
  };
}

/** All findings of a document, without those that a more precise one replaces. */
function joined({ manifest, document, structure, content }: Memory): readonly Finding[] {
  if (document.length + structure.length + content.length === 0) return none;
  const told = withoutEchoes([...document, ...structure, ...content], manifest.document);
  return withoutReplaced(withoutConsequences(told, manifest.document));
}

/** Editors show a thousand findings of a file at most; the rest only costs time. */
const mostFindings = 1000;

function runRules(rules: readonly Rule[], context: RuleContext): readonly Finding[] {
  let found: Finding[] | undefined;
  for (const rule of rules) {
    for (const finding of rule.check(context)) {
      found ??= [];
      found.push(finding);
      if (found.length >= mostFindings) return found;
    }
  }
  return found ?? none;
}

/** Whether a document is broken because a template engine reads it first. */
function isTemplateSource({ text, problems }: YamlDocument): boolean {
  return problems.some(({ code }) => code === "yaml/syntax") && isUnrendered(text);
}

/** Problems of a document that declares nothing. YAML that is not about Kubernetes is left alone, and so are templates. */
function undeclared(document: YamlDocument, uri: string, options: LinterOptions): readonly Finding[] {
  if (isTemplateSource(document)) return none;
  const looksLikeManifest = isKustomizationFileName(uri) || /^(apiVersion|kind)[ \t]*:/im.test(document.text);
  if (!looksLikeManifest) return none;
  const syntax = withoutConsequences(syntaxFindings(document, uri, undefined), document);
  return syntax.length > 0 || isTemplated(document.text) ? syntax : options.validateHeader(document);
}

function syntaxFindings(document: YamlDocument, uri: string, manifest: Manifest | undefined): readonly Finding[] {
  const { problems } = document;
  if (problems.length === 0) return none;
  const isKustomization = manifest ? manifest.gvk.group === "kustomize.config.k8s.io" : isKustomizationFileName(uri);
  return problems.map((problem) => ({
    code: problem.code,
    severity: syntaxSeverity(problem, isKustomization),
    message: problem.message,
    span: problem.span,
  }));
}

/** kustomize takes the last of several equal keys of its own files in silence; a resource with them fails the build. */
function syntaxSeverity(problem: SyntaxProblem, isKustomization: boolean): Severity {
  if (problem.code === "yaml/too-large") return "warning";
  return problem.code === "yaml/duplicate-key" && isKustomization ? "warning" : "error";
}
