import {
  isJsonList,
  isJsonObject,
  type Json,
  type JsonObject,
  type LiveMetadata,
  type LiveObject,
} from "./liveObject.ts";
import { present } from "./present.ts";

/** Annotation in which `kubectl apply` keeps the whole object once more, a Secret's values included. */
const lastApplied = "kubectl.kubernetes.io/last-applied-configuration";

/** The type of the items of a list, which do not repeat it. */
export interface ItemType {
  readonly apiVersion: string;
  readonly kind: string;
}

/**
 * The part of an answer of the API server that is kept; undefined when it is no object. Only spec, status and operation
 * are taken over, so that `data` and `stringData` of a Secret never stay in memory; `managedFields` and the annotation of
 * `kubectl apply` are left out too, they are most of the size of many objects.
 */
export function parseLiveObject(value: Json | undefined, type?: ItemType): LiveObject | undefined {
  if (!isJsonObject(value) || !isJsonObject(value.metadata)) return undefined;
  const apiVersion = textOf(value.apiVersion) ?? type?.apiVersion;
  const kind = textOf(value.kind) ?? type?.kind;
  const metadata = parseMetadata(value.metadata);
  if (apiVersion === undefined || kind === undefined || !metadata) return undefined;
  return present({
    apiVersion,
    kind,
    metadata,
    spec: mappingOf(value.spec),
    status: mappingOf(value.status),
    operation: mappingOf(value.operation),
  });
}

function parseMetadata(value: JsonObject): LiveMetadata | undefined {
  const name = textOf(value.name);
  if (name === undefined || name === "") return undefined;
  return present({
    name,
    namespace: textOf(value.namespace),
    uid: textOf(value.uid),
    resourceVersion: textOf(value.resourceVersion),
    generation: typeof value.generation === "number" ? value.generation : undefined,
    creationTimestamp: textOf(value.creationTimestamp),
    deletionTimestamp: textOf(value.deletionTimestamp),
    labels: textsOf(value.labels),
    annotations: textsOf(value.annotations),
    finalizers: isJsonList(value.finalizers) ? value.finalizers.flatMap((each) => textOf(each) ?? []) : undefined,
    ownerReferences: isJsonList(value.ownerReferences) ? value.ownerReferences.flatMap(parseOwner) : undefined,
  });
}

function parseOwner(value: Json): NonNullable<LiveMetadata["ownerReferences"]> {
  if (!isJsonObject(value)) return [];
  const [apiVersion, kind, name] = [value.apiVersion, value.kind, value.name].map(textOf);
  if (apiVersion === undefined || kind === undefined || name === undefined) return [];
  return [{ apiVersion, kind, name, controller: value.controller === true }];
}

function textsOf(value: Json | undefined): Readonly<Record<string, string>> | undefined {
  if (!isJsonObject(value)) return undefined;
  const entries = Object.entries(value).flatMap(([key, text]) =>
    typeof text === "string" && key !== lastApplied ? [[key, text] as const] : [],
  );
  return Object.fromEntries(entries);
}

function textOf(value: Json | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function mappingOf(value: Json | undefined): JsonObject | undefined {
  return isJsonObject(value) ? value : undefined;
}
