import type { Finding } from "../finding.ts";

/**
 * The findings of one document without those of the schema check that a rule tells better: same place, two speakers.
 * A rule knows why (which release dropped a version, that kustomize refuses a field) and repairs more.
 */
export function withoutCovered(findings: readonly Finding[]): readonly Finding[] {
  const told = new Set(findings.filter(({ code }) => isRuleCode(code)).map(placeOf));
  if (told.size === 0) return findings;
  return findings.filter(
    (finding) => isRuleCode(finding.code) || !isSchemaCode(finding.code) || !told.has(placeOf(finding)),
  );
}

function isRuleCode(code: string): boolean {
  return /^(?:KZ|FLUX|ES)-/.test(code);
}

function isSchemaCode(code: string): boolean {
  return code.startsWith("schema/") || code.startsWith("api/");
}

function placeOf({ span }: Finding): string {
  return `${span.start}-${span.end}`;
}
