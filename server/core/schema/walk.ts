import type { Finding, Fix, Severity } from "../lint/finding.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { MappingNode, Pair } from "../manifest/node.ts";
import type { Span } from "../text/span.ts";
import type { Checker } from "./checker.ts";

/** The state of checking one document: where the check stands and what it found. */
export interface Walk {
  readonly manifest: Manifest;
  /** Patches: what is missing is no mistake. */
  readonly partial: boolean;
  readonly findings: Finding[];
  /** The pairs from the root to the value being checked. */
  readonly trail: Pair[];
  /** The mappings around the value being checked, outermost first. */
  readonly parents: Checker[];
  /** The alias through which the value was reached: what is wrong behind it is told at it. */
  alias: Span | undefined;
  /** How deep aliases lead into each other here. */
  aliasDepth: number;
  /** How many values behind aliases may still be looked at, so that an alias bomb stays small. */
  aliasBudget: number;
}

/** Findings beyond this many in one document help nobody. */
export const maximumFindings = 200;

/** What a walk is about. */
export type WalkStart = Pick<Walk, "manifest" | "partial">;

/** Starts the check of a document. */
export function startWalk({ manifest, partial }: WalkStart): Walk {
  const state = { alias: undefined, aliasDepth: 0, aliasBudget: 20_000 };
  return { manifest, partial, findings: [], trail: [], parents: [], ...state };
}

/** A schema finding before it is known at which place and severity it is told. */
export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly fixes?: readonly Fix[];
  readonly echoOf?: Span | undefined;
  /** Absent for an error. */
  readonly severity?: Severity;
}

/**
 * Records what is wrong. Below `status` it is a warning only: most API servers drop a written status before they check
 * it (PrepareForCreate of apiextensions' custom resource strategy), but complain about its unknown fields.
 */
export function report(walk: Walk, complaint: Complaint): void {
  if (walk.findings.length >= maximumFindings) return;
  const { fixes, echoOf, ...said } = complaint;
  const rest = { ...said, ...(echoOf && { echoOf }) };
  const severity = isInStatus(walk) ? "warning" : (complaint.severity ?? "error");
  if (walk.alias) walk.findings.push({ ...rest, severity, span: walk.alias });
  else walk.findings.push({ ...rest, severity, ...(fixes && fixes.length > 0 && { fixes }) });
}

/** Whether the value being checked is, or is in, the root's `status`. */
export function isInStatus(walk: Walk): boolean {
  return walk.trail[0]?.key.value === "status";
}

/** The document's text under a span. */
export function textOf(walk: Walk, span: Span): string {
  return walk.manifest.document.text.slice(span.start, span.end);
}

/** The innermost key on the way to the value being checked, for messages; the kind at the root. */
export function ownerName(walk: Walk): string {
  return String(walk.trail.at(-1)?.key.value ?? walk.manifest.gvk.kind);
}

/** Whether the value being checked is an item of the list under the innermost key. */
export function isItem(walk: Walk, node: Span): boolean {
  const owner = walk.trail.at(-1)?.value;
  const target = owner?.type === "alias" ? owner.target : owner;
  return target !== undefined && target !== node;
}

/** `` `name` `` of the value being checked, or that it is an item of the list of that name. */
export function describePlace(walk: Walk, node: Span): string {
  return isItem(walk, node) ? `An item of \`${ownerName(walk)}\`` : `\`${ownerName(walk)}\``;
}

/** Where something is told that concerns a mapping as a whole: at its key, at the first key of an item, at the kind. */
export function placeOfMapping(walk: Walk, mapping: MappingNode): Span {
  const owner = walk.trail.at(-1);
  if (owner && !isItem(walk, mapping)) return owner.key;
  const firstKey = mapping.pairs[0]?.key;
  if (!owner) return walk.manifest.kind ?? firstKey ?? mapping;
  return mapping.flow ? { start: mapping.start, end: mapping.start + 1 } : (firstKey ?? mapping);
}
