import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { PatchEntry } from "../../../graph/kustomize/fields.ts";
import type { JsonOperation } from "../../../graph/kustomize/patches.ts";
import { patchOfEntry } from "../../../graph/kustomize/patching.ts";
import { compileSelector } from "../../../graph/kustomize/selectors.ts";
import { nodeOfObject } from "../../../graph/kustomize/sourceObjects.ts";
import { pairOf, type YamlNode } from "../../../manifest/node.ts";
import { embeddedSpan } from "./embedded.ts";
import { failureOf, operationNames } from "./jsonPointer.ts";
import { type KustomizeContext, type KustomizeFinding, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Operations that cannot be applied stop the build (kustomize uses evanphx/json-patch, verdicts measured). */
export const jsonPatchOperations = kustomizeRule({
  id: "KZ-PATCH-JSON-PATH",
  summary: "An operation of a JSON patch cannot be applied.",
  severity: "error",
  needs: "content",
  fields: ["patches", "patchesJson6902"],
  *check(context) {
    for (const entry of [...context.root.fields.patches, ...context.root.fields.patchesJson6902]) {
      const patch = patchOfEntry(entry, context.root, context.index);
      if (patch.type === "json") yield* checkOperations(entry, patch.operations, context);
    }
  },
});

function* checkOperations(
  entry: PatchEntry,
  operations: readonly JsonOperation[],
  context: KustomizeContext,
): Iterable<KustomizeFinding> {
  for (const [at, operation] of operations.entries()) {
    const form = formProblem(operation);
    if (form) yield { ...form.finding, span: placeOf(form.node, entry, context) };
    if (form || !operation.path) continue;
    // What an operation finds depends on those before it: only the first one sees what the files say.
    const isUntouched = operations.slice(0, at).every((earlier) => isUnrelated(earlier, operation));
    const failure = isUntouched ? missingPath(operation, entry, context) : undefined;
    if (failure) yield { span: placeOf(operation.path, entry, context), message: failure };
  }
}

interface FormProblem {
  readonly node: YamlNode;
  readonly finding: Pick<KustomizeFinding, "message" | "severity">;
}

function formProblem({ op, path, from, node }: JsonOperation): FormProblem | undefined {
  if (!op || !operationNames.includes(op.value)) {
    const what = op ? `\`${op.value}\` is no operation of a JSON patch` : "This entry has no `op`";
    return { node: op ?? node, finding: { message: `${what}; use add, remove, replace, move, copy or test.` } };
  }
  const absent = missingPartOf({ op, path, from, node });
  if (absent)
    return { node: op, finding: { message: `\`${op.value}\` needs a \`${absent}\`; without it the build fails.` } };
  if (!path || path.value === "" || path.value.includes("{{")) return undefined;
  if (!path.value.startsWith("/")) {
    const message = `A path of a JSON patch starts with a slash: \`/${path.value.replaceAll(".", "/")}\`.`;
    // What stands before the first slash is skipped, so the operation goes elsewhere, or nowhere at all.
    return { node: path, finding: { message, severity: path.value.includes("/") ? "warning" : "error" } };
  }
  if (!/~(?![01])/.test(path.value)) return undefined;
  const message = "A `~` in a JSON pointer is written `~0`, a `/` within a key `~1`.";
  return { node: path, finding: { message, severity: "warning" } };
}

function missingPartOf({
  op,
  path,
  from,
  node,
}: Pick<JsonOperation, "op" | "path" | "from" | "node">): string | undefined {
  const copies = op?.value === "move" || op?.value === "copy";
  if (copies && !from && !pairOf(node, "from")) return "from";
  return path || pairOf(node, "path") ? undefined : "path";
}

function isUnrelated(earlier: JsonOperation, later: JsonOperation): boolean {
  const first = (path: string): string => path.split("/").slice(0, 3).join("/");
  const touched = [earlier.path?.value, earlier.from?.value].flatMap((path) => path ?? []);
  return touched.every((path) => first(path) !== first(later.path?.value ?? ""));
}

/** Why the operation fails on one of the objects it is for, as long as that object is as its file declares it. */
function missingPath(
  operation: JsonOperation,
  entry: PatchEntry,
  { root, index }: KustomizeContext,
): string | undefined {
  const test = entry.selector && compileSelector(entry.selector);
  if (!test || root.isComponent) return undefined;
  const earlier = root.fields.patches.indexOf(entry) > 0 || root.fields.patchesStrategicMerge.length > 0;
  const { input } = accumulate(root, index);
  for (const object of input) {
    if (test(object) !== "yes" || object.isChanged || !object.source || earlier) continue;
    const node = nodeOfObject(object.source, index);
    const failure = node && failureOf(operation, node);
    if (failure) return `${object.gvk.kind} \`${object.name}\` ${failure}`;
  }
  return undefined;
}

/** A patch in a file has its place there; the finding stands at the entry that uses it. */
function placeOf(node: YamlNode, entry: PatchEntry, { text }: KustomizeContext): { start: number; end: number } {
  if (!entry.patch) return spanOf(entry.path ?? entry.node);
  return embeddedSpan(text, entry.patch, node) ?? spanOf(entry.patch);
}
