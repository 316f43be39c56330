import type { JsonOperation } from "../../../graph/kustomize/patches.ts";
import { pairOf, resolveAlias, type YamlNode } from "../../../manifest/node.ts";

/** The operations of RFC 6902. */
export const operationNames: readonly string[] = ["add", "remove", "replace", "move", "copy", "test"];

/** What is wrong with an operation on this object, as the end of a sentence; undefined when it can be applied. */
export function failureOf({ op, path, from }: JsonOperation, object: YamlNode): string | undefined {
  const segments = pointerSegments((op?.value === "move" ? from : path)?.value ?? "");
  if (!segments || segments.length === 0) return undefined;
  const parentPath = segments.slice(0, -1);
  const last = segments.at(-1) ?? "";
  const parent = find(object, parentPath);
  if (parent === undefined && !alwaysExists(parentPath)) {
    const missing = firstMissing(object, parentPath);
    const advice = op?.value === "add" ? ` Add \`${missing}\` first.` : "";
    return `has no \`${missing}\`, so \`${op?.value}\` fails and with it the build.${advice}`;
  }
  if (parent === undefined || op?.value === "copy") return undefined;
  const container = resolveAlias(parent);
  if (container?.type === "sequence") return indexFailure(op?.value ?? "", last, container.items.length);
  const needsValue = op?.value === "remove" || op?.value === "move" || op?.value === "test";
  if (!needsValue || alwaysExists(segments) || pairOf(container, last)) return undefined;
  const how = op?.value === "test" ? "the test fails" : "there is nothing to take away";
  return `has no \`/${segments.join("/")}\`: ${how}, and so does the build.`.replace(
    ", and so does the build",
    op?.value === "test" ? " and with it the build" : " and the build fails",
  );
}

/** The decoded parts of a JSON pointer; undefined when it does not start with a slash. */
export function pointerSegments(pointer: string): readonly string[] | undefined {
  if (pointer === "") return [];
  if (!pointer.startsWith("/")) return undefined;
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** kustomize keeps notes in annotations during a build, so that mapping is always there. */
function alwaysExists(path: readonly string[]): boolean {
  return path[0] === "metadata" && path[1] === "annotations" && path.length === 2;
}

function find(object: YamlNode, path: readonly string[]): YamlNode | undefined {
  let node: YamlNode | undefined = object;
  for (const step of path) {
    const value = resolveAlias(node);
    if (value?.type === "mapping") node = pairOf(value, step)?.value;
    else if (value?.type === "sequence") node = value.items[indexIn(step, value.items.length)];
    else return undefined;
  }
  return node;
}

function firstMissing(object: YamlNode, path: readonly string[]): string {
  const length = path.findIndex((_, at) => find(object, path.slice(0, at + 1)) === undefined);
  return `/${path.slice(0, length + 1).join("/")}`;
}

/** Negative indexes count from the end. */
function indexIn(step: string, length: number): number {
  const index = Number(step);
  return index < 0 ? length + index : index;
}

function indexFailure(op: string, step: string, length: number): string | undefined {
  if (step === "-") return undefined;
  if (!/^-?\d+$/.test(step)) return `has a list there, in which \`${step}\` is no index, so the build fails.`;
  const index = indexIn(step, length);
  const limit = op === "add" ? length : length - 1;
  if (index >= 0 && index <= limit) return undefined;
  return `has only ${length} ${length === 1 ? "item" : "items"} there, so index ${step} does not exist and the build fails.`;
}
