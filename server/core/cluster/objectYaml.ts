import { stringify } from "yaml";
import { isJsonObject, type Json, type JsonObject } from "./liveObject.ts";

/** Keys of an object in the order people write them. */
const usualOrder = ["apiVersion", "kind", "metadata", "spec", "data", "stringData", "status"];

/** An object as block YAML, the usual keys first. */
export function objectYaml(object: JsonObject): string {
  const keys = Object.keys(object);
  const sorted = [
    ...usualOrder.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !usualOrder.includes(key)),
  ];
  return stringify(Object.fromEntries(sorted.map((key) => [key, object[key]])), {
    lineWidth: 0,
    aliasDuplicateObjects: false,
  });
}

const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** The object without what the API server keeps for itself: managed fields, and the copy that `kubectl apply` makes. */
export function withoutBookkeeping(object: JsonObject): JsonObject {
  const { metadata } = object;
  if (!isJsonObject(metadata)) return object;
  const { managedFields: _, annotations, ...rest } = metadata;
  if (!isJsonObject(annotations)) return { ...object, metadata: rest };
  const { [lastApplied]: __, ...kept } = annotations;
  const hasMore = Object.keys(kept).length > 0;
  return { ...object, metadata: { ...rest, ...(hasMore && { annotations: kept }) } };
}

/** Whether an object is a Secret, whose values are never shown. */
export function isSecret(object: JsonObject): boolean {
  return object["kind"] === "Secret" && object["apiVersion"] === "v1";
}

/** A Secret with `label` in place of each of its values; `label` is handed the decoded form only to compare it. */
export function maskSecret(object: JsonObject, label: (key: string, value: Json | undefined) => string): JsonObject {
  if (!isSecret(object)) return object;
  return { ...object, ...maskedPart(object, "data", label), ...maskedPart(object, "stringData", label) };
}

function maskedPart(
  object: JsonObject,
  part: "data" | "stringData",
  label: (key: string, value: Json | undefined) => string,
): JsonObject {
  const values = object[part];
  if (!isJsonObject(values)) return {};
  return { [part]: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, label(key, value)])) };
}
