import { withoutPointer } from "../../../core/cluster/compareObjects.ts";
import { type IgnoredPath, ignoredPaths } from "../../../core/cluster/ignoredDifferences.ts";
import type { Json, JsonObject, ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { Deletion, DeletionResult, JqEvaluator } from "../../../features/jqEvaluator.ts";

/** An object as it is and as it would be. Values of Secrets are masked in both. */
export interface ObjectPair {
  readonly key: ObjectKey;
  /** Undefined when there is none yet. */
  readonly live: JsonObject | undefined;
  readonly next: JsonObject;
}

/** Whose `ignoreDifferences` count, and all objects that are compared. */
export interface Ignoring {
  readonly application: ObjectKey;
  readonly spec: JsonObject | undefined;
  /** Entries for the objects of all applications. */
  readonly ofSystem?: readonly Json[];
  readonly present: readonly ObjectKey[];
}

/** Pairs without what is ignored in them, and what could not be ignored. */
export interface IgnoredFields {
  readonly pairs: readonly ObjectPair[];
  readonly notes: readonly string[];
}

/**
 * Takes out of pairs what their application ignores by JSON pointers and jq path expressions, as Argo CD does: in the order
 * of the entries, from the live and from the wanted object (argo-cd v3 util/argo/diff Normalize). An expression that fails
 * in an object leaves that as it is; one that is stopped changes none. Objects that are not there yet are created whole.
 */
export async function ignoreFields(
  pairs: readonly ObjectPair[],
  { application, spec, ofSystem, present }: Ignoring,
  jq: JqEvaluator,
): Promise<IgnoredFields> {
  const about = `${application.kind} ${application.namespace}/${application.name}`;
  const unevaluated = new Set<string>();
  const notes = new Set<string>();
  let current = pairs;
  for (const ignored of ignoredPaths(spec, ofSystem)) {
    const touched = current.filter((pair): pair is LivePair => pair.live !== undefined && ignored.isAbout(pair.key));
    if (ignored.kind === "pointer") {
      current = replaced(current, touched, (object) => withoutPointer(object, ignored.path));
      continue;
    }
    // Asked even when it is about none of them: Argo CD compiles all expressions before it compares anything.
    const objects = touched.flatMap(({ live, next }) => [live, next]);
    const deletion = await jq.deletePaths(ignored.path, objects);
    const results = new Map(deletion.kind === "done" ? objects.map((each, at) => [each, deletion.results[at]]) : []);
    current = replaced(current, touched, (object) => {
      const result = results.get(object);
      return result?.kind === "done" ? result.object : object;
    });
    if (deletion.kind === "engineMissing" && present.some(ignored.isAbout)) unevaluated.add(ignored.path);
    for (const text of problems(ignored, deletion, touched, results)) notes.add(`${about}: ${text}`);
  }
  return { pairs: current, notes: [...notes, ...unevaluatedNotes(about, [...unevaluated])] };
}

type LivePair = ObjectPair & { readonly live: JsonObject };
type Results = ReadonlyMap<JsonObject, DeletionResult | undefined>;

function replaced(
  pairs: readonly ObjectPair[],
  touched: readonly LivePair[],
  change: (object: JsonObject) => JsonObject,
): readonly ObjectPair[] {
  const changed = new Map(
    touched.map((pair) => [pair.key, { ...pair, live: change(pair.live), next: change(pair.next) }]),
  );
  return pairs.map((pair) => changed.get(pair.key) ?? pair);
}

function problems(
  { path, isOfSystem }: IgnoredPath,
  deletion: Deletion,
  touched: readonly LivePair[],
  results: Results,
): readonly string[] {
  const name = `${quoted(path)} of ${isOfSystem ? "Argo CD's own" : "its"} jqPathExpressions`;
  switch (deletion.kind) {
    case "engineMissing":
      return [];
    case "invalid":
      return [
        `${name} is no jq that can be used: ${deletion.message}. Argo CD reports a ComparisonError for the application ` +
          "until it is corrected.",
      ];
    case "stopped":
      return [
        `${name} is not applied: ${deletion.message}. What it names may be shown as a difference. Argo CD leaves an ` +
          "expression out as well after 1 s, unless its controller is given another limit.",
      ];
    case "done":
      return failures(touched, results).map(
        ([message, objects]) =>
          `${name} fails in ${objects}: ${short(message)}. Argo CD ignores nothing by it there either.`,
      );
  }
}

const namedAtMost = 3;

/** The messages of failures, each with the objects in which it appeared. */
function failures(touched: readonly LivePair[], results: Results): readonly (readonly [string, string])[] {
  const names = new Map<string, readonly string[]>();
  for (const { key, live, next } of touched) {
    const failed = [results.get(live), results.get(next)].find((result) => result?.kind === "failed");
    if (failed?.kind !== "failed") continue;
    const name = key.namespace === "" ? `${key.kind} ${key.name}` : `${key.kind} ${key.namespace}/${key.name}`;
    names.set(failed.message, [...(names.get(failed.message) ?? []), name]);
  }
  return [...names].map(([message, all]) => {
    const more = all.length > namedAtMost ? ` and ${all.length - namedAtMost} more` : "";
    return [message, `${all.slice(0, namedAtMost).join(", ")}${more}`];
  });
}

const longestText = 200;

/** A text in one line; messages of jq may quote whole objects. */
function short(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, " ");
  return line.length > longestText ? `${line.slice(0, longestText)}…` : line;
}

function quoted(expression: string): string {
  return `\`${short(expression)}\``;
}

function unevaluatedNotes(about: string, expressions: readonly string[]): readonly string[] {
  if (expressions.length === 0) return [];
  return [
    `${about} ignores differences by jqPathExpressions, which are not applied here, because this build was made without ` +
      `the engine that evaluates jq: ${expressions.map(quoted).join(", ")}. What they name may be shown ` +
      "as a difference although Argo CD ignores it; a jsonPointers entry would be applied.",
  ];
}
