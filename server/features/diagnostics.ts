import type { Diagnostic } from "vscode-languageserver-types";
import type { Finding } from "../core/lint/finding.ts";
import type { DocumentFindings, Linter } from "../core/lint/runner.ts";
import type { YamlFile } from "../core/manifest/document.ts";
import { withoutLiveTargets } from "./cluster/liveTargets.ts";
import { toDiagnostic, toFileRange } from "./convert.ts";
import type { Environment, Settings } from "./environment.ts";

/** Findings of a file after the user's choice of severities; documents without findings are left out. */
export function findingsOf(environment: Environment, linter: Linter, file: YamlFile): readonly DocumentFindings[] {
  return told(environment, linter.lint(file, environment.index));
}

/** What is told of what was found. */
function told(environment: Environment, found: readonly DocumentFindings[]): readonly DocumentFindings[] {
  return withoutLiveTargets(environment, afterSettings(environment.settings(), found));
}

function afterSettings(settings: Settings, found: readonly DocumentFindings[]): readonly DocumentFindings[] {
  if (!settings.yamlNeighbour && Object.keys(settings.rules).length === 0) return found;
  return found.flatMap(({ entry, findings }) => {
    const kept = findings.flatMap((finding) => chosen(finding, settings));
    return kept.length > 0 ? [{ entry, findings: kept }] : [];
  });
}

/** Diagnostics of a file while it is looked at piece by piece. */
export interface DiagnosticsSlice {
  readonly diagnostics: readonly Diagnostic[];
  /** False when some documents still show what was found before the rest of the repository changed. */
  readonly isComplete: boolean;
}

/** The diagnostics of an open file, in the order of its documents. */
export function provideDiagnostics(environment: Environment, linter: Linter, uri: string): readonly Diagnostic[] {
  const file = environment.index.file(uri);
  return file ? diagnosticsOf(environment, findingsOf(environment, linter, file)) : [];
}

/** The same with at most so many documents looked at again that were not edited themselves. */
export function provideDiagnosticsSlice(
  environment: Environment,
  linter: Linter,
  uri: string,
  documents: number,
): DiagnosticsSlice {
  const file = environment.index.file(uri);
  if (!file) return { diagnostics: [], isComplete: true };
  const { documents: found, isComplete } = linter.lintSlice(file, environment.index, documents);
  return { diagnostics: diagnosticsOf(environment, told(environment, found)), isComplete };
}

function diagnosticsOf(environment: Environment, found: readonly DocumentFindings[]): readonly Diagnostic[] {
  return found.flatMap(({ entry, findings }) =>
    findings.map((finding) => toDiagnostic(entry, finding, (each) => relatedPlaces(environment, each))),
  );
}

/** Syntax is reported once: by the neighbour where there is one. */
function chosen(finding: Finding, settings: Settings): readonly Finding[] {
  const isSyntax = finding.code === "yaml/syntax" || finding.code === "yaml/duplicate-key";
  if (settings.yamlNeighbour && isSyntax) return [];
  const severity = settings.rules[finding.code];
  if (severity === "off") return [];
  return severity === undefined || severity === finding.severity ? [finding] : [{ ...finding, severity }];
}

function relatedPlaces({ index }: Environment, finding: Finding): Diagnostic["relatedInformation"] {
  return finding.related?.flatMap(({ uri, span, message }) => {
    const file = index.file(uri);
    return file ? [{ location: { uri, range: toFileRange(file, span) }, message }] : [];
  });
}
