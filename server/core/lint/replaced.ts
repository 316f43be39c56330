import type { YamlDocument } from "../manifest/document.ts";
import { linesOf } from "../manifest/parseYamlFile.ts";
import type { Finding } from "./finding.ts";

/** Codes that say the same as another finding at the same place, only less precisely, by the code that is kept. */
const replacedBy: ReadonlyMap<string, readonly string[]> = new Map([
  ["KZ-UNKNOWN-FIELD", ["schema/unknown-field"]],
  ["KZ-COMPONENT-VERSION", ["api/unknown-version"]],
  ["KZ-IMG-NEWTAG-NUMBER", ["schema/wrong-type"]],
  ["FLUX-API-REMOVED", ["api/removed-version", "api/deprecated-version"]],
  ["FLUX-FIELD-REMOVED", ["schema/unknown-field"]],
  ["FLUX-GIT-URL", ["schema/pattern"]],
  ["ES-API", ["api/removed-version", "api/deprecated-version"]],
  ["ARGO-SYNCOPT-UNKNOWN", ["schema/wrong-type"]],
  ["ARGO-VALUES-INVALID", ["schema/wrong-type"]],
  ["schema/unknown-field", ["ES-FROM-XOR", "KZ-PATCH-BOTH-NONE"]],
  ["yaml/duplicate-key", ["schema/list-duplicate"]],
]);

/** The findings without those that another finding at the same place replaces. One mistake is told once. */
export function withoutReplaced(findings: readonly Finding[]): readonly Finding[] {
  if (findings.length < 2) return findings;
  const replaced = new Set<string>();
  for (const { code, span } of findings) {
    for (const other of replacedBy.get(code) ?? []) replaced.add(`${other} ${span.start}`);
  }
  return findings.filter(({ code, span, echoOf }) => !echoOf && !replaced.has(`${code} ${span.start}`));
}

/**
 * The findings without those of the schema on a line that is no proper YAML: what the reader made of such a line is not
 * what the user wrote.
 */
export function withoutEchoes(findings: readonly Finding[], document: YamlDocument): readonly Finding[] {
  const broken = findings.filter(({ code }) => code === "yaml/syntax");
  if (broken.length === 0) return findings;
  const lines = linesOf(document);
  const brokenLines = new Set<number>();
  for (const { span } of broken) {
    for (let line = lines.at(span.start).line; line <= lines.at(span.end).line; line++) brokenLines.add(line);
  }
  const isEcho = ({ code, span }: Finding): boolean =>
    code.startsWith("schema/") && brokenLines.has(lines.at(span.start).line);
  return findings.filter((finding) => !isEcho(finding));
}

/**
 * The findings without the syntax errors that an earlier one causes: a reader that goes on behind a mistake stumbles a
 * few more times in the same or the next line. What was written there is known again once the first one is corrected.
 */
export function withoutConsequences(findings: readonly Finding[], document: YamlDocument): readonly Finding[] {
  const errors = findings.filter(({ code }) => code === "yaml/syntax");
  if (errors.length < 2) return findings;
  const lines = linesOf(document);
  const consequences = new Set<Finding>();
  let lastLine = Number.NEGATIVE_INFINITY;
  for (const error of errors.toSorted((a, b) => a.span.start - b.span.start)) {
    const { line } = lines.at(error.span.start);
    if (line - lastLine <= 1) consequences.add(error);
    lastLine = line;
  }
  return findings.filter((finding) => !consequences.has(finding));
}
