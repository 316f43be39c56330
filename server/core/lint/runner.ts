import { isChartTemplate } from "../graph/chartTemplates.ts";
import type { ManifestEntry, RepositoryIndex } from "../graph/repositoryIndex.ts";
import type { DocumentEntry, SyntaxProblem, YamlDocument, YamlFile } from "../manifest/document.ts";
import { isKustomizationFileName, type Manifest } from "../manifest/manifest.ts";
import type { Finding, Severity } from "./finding.ts";
import type { Rule, RuleContext } from "./rule.ts";

/** How findings are made: what checks a manifest against its schema, and all rules. */
export interface LinterOptions {
  /** Findings that depend on the document alone; `partial` in patches and other fragments. */
  readonly validate: (manifest: Manifest, options: { readonly partial: boolean }) => readonly Finding[];
  /** Whether the documents of a file are fragments that something else completes (a kustomize patch). */
  readonly isPartial: (manifest: Manifest, index: RepositoryIndex) => boolean;
  readonly rules: readonly Rule[];
}

/** The findings of one document at its place in the file. */
export interface DocumentFindings {
  readonly entry: DocumentEntry;
  readonly findings: readonly Finding[];
}

/** Finds what is wrong in files. Remembers per document what it found, so that cost follows what changed. */
export interface Linter {
  /** Documents without findings are left out. */
  lint(file: YamlFile, index: RepositoryIndex): readonly DocumentFindings[];
}

/** The rules for one manifest by what their answer depends on. */
type RulesByNeed = Readonly<Record<Rule["needs"], readonly Rule[]>>;

/** What was found in one document, each part with the revision of the repository it was found at. */
interface Memory {
  readonly rules: RulesByNeed;
  partial: boolean;
  document: readonly Finding[];
  structureRevision: number;
  structure: readonly Finding[];
  contentRevision: number;
  content: readonly Finding[];
  all: readonly Finding[];
}

const none: readonly Finding[] = [];

/** Creates the linter that a server or command line keeps for its lifetime. */
export function createLinter(options: LinterOptions): Linter {
  const memories = new WeakMap<YamlDocument, Memory>();

  const findingsOf = (entry: ManifestEntry, file: YamlFile, index: RepositoryIndex): readonly Finding[] => {
    const { manifest, document } = entry;
    const known = memories.get(document);
    const isCurrent = known && known.structureRevision === index.structureRevision;
    const partial = isCurrent ? known.partial : options.isPartial(manifest, index);
    const context: RuleContext = { manifest, index, partial };
    const reuseDocument = known && known.partial === partial;
    const memory: Memory = known ?? emptyMemory(partial, applicableRules(options.rules, manifest));
    let changed = !known;
    if (!reuseDocument) {
      memory.partial = partial;
      memory.document = [
        ...syntaxFindings(document, file.uri, manifest),
        ...options.validate(manifest, { partial }),
        ...runRules(memory.rules.document, context),
      ];
      changed = true;
    }
    if (memory.structureRevision !== index.structureRevision) {
      memory.structure = runRules(memory.rules.structure, context);
      memory.structureRevision = index.structureRevision;
      changed = true;
    }
    if (memory.contentRevision !== index.contentRevision) {
      const content = runRules(memory.rules.content, context);
      if (content.length > 0 || memory.content.length > 0) changed = true;
      memory.content = content;
      memory.contentRevision = index.contentRevision;
    }
    if (changed) memory.all = joined(memory);
    memories.set(document, memory);
    return memory.all;
  };

  return {
    lint(file, index) {
      if (isChartTemplate(file.uri, index)) return [];
      const manifests = index.manifests(file.uri);
      const result: DocumentFindings[] = [];
      let next = 0;
      for (const [ordinal, entry] of file.entries.entries()) {
        const manifest = manifests[next]?.ordinal === ordinal ? manifests[next++] : undefined;
        const findings = manifest ? findingsOf(manifest, file, index) : unreadable(entry.document, file.uri);
        if (findings.length > 0) result.push({ entry, findings });
      }
      return result;
    },
  };
}

function applicableRules(rules: readonly Rule[], manifest: Manifest): RulesByNeed {
  const applicable = rules.filter((rule) => rule.appliesTo(manifest));
  const needing = (need: Rule["needs"]) => applicable.filter((rule) => rule.needs === need);
  return { document: needing("document"), structure: needing("structure"), content: needing("content") };
}

/** Nothing found yet: the opposite `partial` and impossible revisions make every part be computed. */
function emptyMemory(partial: boolean, rules: RulesByNeed): Memory {
  return {
    rules,
    partial: !partial,
    document: none,
    structureRevision: -1,
    structure: none,
    contentRevision: -1,
    content: none,
    all: none,
  };
}

function joined({ document, structure, content }: Memory): readonly Finding[] {
  if (structure.length === 0 && content.length === 0) return document;
  return [...document, ...structure, ...content];
}

function runRules(rules: readonly Rule[], context: RuleContext): readonly Finding[] {
  let found: Finding[] | undefined;
  for (const rule of rules) {
    for (const finding of rule.check(context)) {
      found ??= [];
      found.push(finding);
    }
  }
  return found ?? none;
}

/**
 * Problems of a document that declares nothing. YAML that is not about Kubernetes is left alone, and so is text with
 * `{{`, which a template engine reads first.
 */
function unreadable(document: YamlDocument, uri: string): readonly Finding[] {
  if (document.problems.length === 0) return none;
  const looksLikeManifest = isKustomizationFileName(uri) || /^(apiVersion|kind)[ \t]*:/m.test(document.text);
  return looksLikeManifest ? syntaxFindings(document, uri, undefined) : none;
}

function syntaxFindings(document: YamlDocument, uri: string, manifest: Manifest | undefined): readonly Finding[] {
  const { problems } = document;
  if (problems.length === 0) return none;
  if (document.text.includes("{{") && problems.some((problem) => problem.code === "yaml/syntax")) return none;
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
