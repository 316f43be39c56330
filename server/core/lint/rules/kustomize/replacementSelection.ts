import { type AccumulatedObject, identitiesOf } from "../../../graph/kustomize/accumulatedObject.ts";
import { readSelector, type TargetSelector } from "../../../graph/kustomize/fields.ts";
import { effectiveNamespace } from "../../../graph/kustomize/identity.ts";
import { compileSelector, type Selection } from "../../../graph/kustomize/selectors.ts";
import type { MappingNode } from "../../../manifest/node.ts";

/** The objects that a replacement's source names: exactly, any former name included (resid IsSelectedBy). */
export function sourceObjectsOf(
  source: MappingNode,
  objects: readonly AccumulatedObject[],
): readonly AccumulatedObject[] {
  const selector = readSelector(source);
  return objects.filter((object) =>
    identitiesOf(object).some(
      ({ gvk, name, namespace }) =>
        isEqual(selector.group, gvk.group) &&
        isEqual(selector.version, gvk.version) &&
        isEqual(selector.kind, gvk.kind) &&
        isEqual(selector.name, name) &&
        (selector.namespace === "" ||
          effectiveNamespace(gvk, selector.namespace) === effectiveNamespace(gvk, namespace)),
    ),
  );
}

/** Whether a replacement's target takes an object: selected and by none of `reject` turned away. */
export function isTarget(select: MappingNode, rejects: readonly MappingNode[], object: AccumulatedObject): Selection {
  const selected = selects(readSelector(select), object);
  if (selected === "no" || rejects.length === 0) return selected;
  return rejects.some((reject) => selects(readSelector(reject), object) !== "no") ? "maybe" : selected;
}

function selects(selector: TargetSelector, object: AccumulatedObject): Selection {
  const test = compileSelector(selector);
  return test ? test(object) : "maybe";
}

function isEqual(expected: string, actual: string): boolean {
  return expected === "" || expected === actual;
}
