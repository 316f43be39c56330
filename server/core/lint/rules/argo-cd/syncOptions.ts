import { editDistance } from "../../../schema/suggest.ts";

/**
 * Every sync option with the values that do something or are its default. Argo CD compares whole options letter by letter
 * (argo-cd controller/sync.go SyncOptions.HasOption; gitops-engine pkg/sync/resource HasAnnotationOption).
 */
const values: Readonly<Record<string, readonly string[]>> = {
  ApplyOutOfSyncOnly: ["true", "false"],
  ClientSideApplyMigration: ["false", "true"],
  CreateNamespace: ["true", "false"],
  Delete: ["false", "confirm", "true"],
  FailOnSharedResource: ["true", "false"],
  Force: ["true", "false"],
  Prune: ["false", "confirm", "true"],
  PruneLast: ["true", "false"],
  PrunePropagationPolicy: ["foreground", "background", "orphan"],
  Replace: ["true", "false"],
  RespectIgnoreDifferences: ["true", "false"],
  ServerSideApply: ["true", "false"],
  SkipDryRunOnMissingResource: ["true", "false"],
  Validate: ["false", "true"],
};

/** Where an option is written: in `syncOptions` of an Application, or in the annotation of a single object. */
export type OptionPlace = "application" | "annotation";

const elsewhere: Readonly<Record<OptionPlace, readonly string[]>> = {
  application: ["Force"],
  annotation: [
    "ApplyOutOfSyncOnly",
    "CreateNamespace",
    "FailOnSharedResource",
    "PrunePropagationPolicy",
    "RespectIgnoreDifferences",
  ],
};

/** What is wrong with an option: an unknown text, perhaps near a proper one, or one that belongs to the other place. */
export type OptionProblem =
  | { readonly type: "unknown"; readonly suggestion: string | undefined }
  | { readonly type: "misplaced" };

/** Judges a sync option; undefined when it does what it says. Values of `PrunePropagationPolicy` are another rule's. */
export function problemOfOption(option: string, place: OptionPlace): OptionProblem | undefined {
  const [name = "", value] = split(option);
  const allowed = values[name];
  const isKnown = allowed && value !== undefined && (allowed.includes(value) || isPropagation(option));
  if (isKnown) return elsewhere[place].includes(name) ? { type: "misplaced" } : undefined;
  return { type: "unknown", suggestion: nearestOption(name.trim(), value?.trim(), place) };
}

/** Whether an option sets the propagation policy, whatever to. */
export function isPropagation(option: string): boolean {
  return option.startsWith("PrunePropagationPolicy=");
}

/** The policy that was meant by a value. */
export function nearestPolicy(value: string): string | undefined {
  return nearest(value.trim(), values["PrunePropagationPolicy"] ?? []);
}

function split(option: string): readonly [string, string | undefined] {
  const at = option.indexOf("=");
  return at < 0 ? [option, undefined] : [option.slice(0, at), option.slice(at + 1)];
}

function nearestOption(name: string, value: string | undefined, place: OptionPlace): string | undefined {
  const names = Object.keys(values).filter((each) => !elsewhere[place].includes(each));
  const near = nearest(name, names);
  const [usual = "", ...others] = (near && values[near]) || [];
  if (near === undefined) return undefined;
  if (value === undefined || value === "") return `${near}=${usual}`;
  const meant = nearest(value, [usual, ...others]);
  return meant === undefined ? undefined : `${near}=${meant}`;
}

/** Case does not count, and at most two letters may differ. */
function nearest(word: string, candidates: readonly string[]): string | undefined {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase(), 3) }))
    .toSorted((a, b) => a.distance - b.distance);
  const [best] = ranked;
  return best && best.distance < Math.min(3, word.length) ? best.candidate : undefined;
}
