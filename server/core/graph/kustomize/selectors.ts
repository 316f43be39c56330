import type { AccumulatedObject } from "./accumulatedObject.ts";
import type { TargetSelector } from "./fields.ts";
import { effectiveNamespace } from "./identity.ts";

/** Whether a selector selects an object; `maybe` where what patches did to its labels is not known. */
export type Selection = "yes" | "no" | "maybe";

/** Tests objects against one selector; `undefined` when the selector is no valid expression. */
export type SelectorTest = (object: AccumulatedObject) => Selection;

/**
 * Compiles a patch target as kustomize does (api/types/selector.go): every part is a regular expression that has to
 * match the whole, names and namespaces are compared as they were at first and as they are now.
 */
export function compileSelector(selector: TargetSelector): SelectorTest | undefined {
  const group = anchored(selector.group);
  const version = anchored(selector.version);
  const kind = anchored(selector.kind);
  const name = anchored(selector.name);
  const namespace = anchored(selector.namespace);
  const labels = compileRequirements(selector.labelSelector);
  const annotations = compileRequirements(selector.annotationSelector);
  if (!group || !version || !kind || !name || !namespace || !labels || !annotations) return undefined;
  return (object) => {
    const { gvk } = object;
    const isType = group(gvk.group) && version(gvk.version) && kind(gvk.kind);
    const names = [object, object.previous[0] ?? object];
    const isNamed = names.some((each) => name(each.name));
    const isPlaced = names.some((each) => namespace(effectiveNamespace(gvk, each.namespace)));
    if (!isType || !isNamed || !isPlaced) return "no";
    return both(test(labels, object.labels), test(annotations, object.annotations));
  };
}

type Metadata = ReadonlyMap<string, string> | "unknown";
type Requirement = (values: ReadonlyMap<string, string>) => boolean;

function test(requirements: readonly Requirement[], values: Metadata): Selection {
  if (requirements.length === 0) return "yes";
  if (values === "unknown") return "maybe";
  return requirements.every((requirement) => requirement(values)) ? "yes" : "no";
}

function both(first: Selection, second: Selection): Selection {
  if (first === "no" || second === "no") return "no";
  return first === "maybe" || second === "maybe" ? "maybe" : "yes";
}

/** Undefined for an expression that JavaScript cannot read; Go's syntax is almost a subset, `(?i)` is translated. */
function anchored(pattern: string): ((text: string) => boolean) | undefined {
  if (pattern === "") return () => true;
  const ignoresCase = pattern.startsWith("(?i)");
  try {
    const expression = new RegExp(`^(?:${ignoresCase ? pattern.slice(4) : pattern})$`, ignoresCase ? "i" : "");
    return (text) => expression.test(text);
  } catch {
    return undefined;
  }
}

/** Reads a label selector (apimachinery labels.Parse); undefined when it is not understood. */
function compileRequirements(selector: string): readonly Requirement[] | undefined {
  if (selector.trim() === "") return [];
  const parts = selector.split(/,(?![^(]*\))/).map((part) => compileRequirement(part.trim()));
  const known = parts.flatMap((part) => part ?? []);
  return known.length === parts.length ? known : undefined;
}

function compileRequirement(text: string): Requirement | undefined {
  const set = /^(\S+)\s+(in|notin)\s*\(([^)]*)\)$/.exec(text);
  if (set) {
    const [, key = "", operator, list = ""] = set;
    const allowed = new Set(list.split(",").map((each) => each.trim()));
    if (operator === "in") return (values) => allowed.has(values.get(key) ?? "\0");
    return (values) => !allowed.has(values.get(key) ?? "\0");
  }
  const equality = /^([^\s=!<>]+)\s*(==|=|!=)\s*([^\s=!<>]*)$/.exec(text);
  if (equality) {
    const [, key = "", operator, value] = equality;
    return operator === "!=" ? (values) => values.get(key) !== value : (values) => values.get(key) === value;
  }
  const exists = /^(!?)\s*([^\s=!<>()]+)$/.exec(text);
  if (!exists) return undefined;
  const [, not, key = ""] = exists;
  return not ? (values) => !values.has(key) : (values) => values.has(key);
}
