import { itemsAt, type LiveObject, type ObjectKey, textAt } from "../../../cluster/liveObject.ts";

/** The objects that kustomize-controller or helm-controller applied (`status.inventory.entries`). */
export function inventoryOf(object: LiveObject): readonly ObjectKey[] {
  return itemsAt(object.status, "inventory", "entries").flatMap(
    (entry) => parseInventoryId(textAt(entry, "id") ?? "") ?? [],
  );
}

/**
 * Reads `<namespace>_<name>_<group>_<kind>`, in which an empty namespace or group keeps its underscore and `:` in names is
 * written `__` (fluxcd/pkg ssa object.ObjMetadata, after cli-utils). Undefined for other texts.
 */
export function parseInventoryId(id: string): ObjectKey | undefined {
  const first = id.indexOf("_");
  const last = id.lastIndexOf("_");
  const middle = id.lastIndexOf("_", last - 1);
  if (first < 0 || middle <= first) return undefined;
  const name = id.slice(first + 1, middle).replaceAll("__", ":");
  return { namespace: id.slice(0, first), name, group: id.slice(middle + 1, last), kind: id.slice(last + 1) };
}
