import { setTimeout } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import type { ApiClient } from "./apiClient.ts";

/** An object as it is sent. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly [field: string]: unknown;
}

/** Name under which a cluster notes who wrote a field. */
const fieldManager = "test-setup";

/**
 * Creates or updates the objects of a text with several documents by server-side apply: CustomResourceDefinitions first,
 * then the others in their order. A `status` is written too, whether the kind keeps it in a subresource or not. A
 * namespaced object without a namespace goes into `default`. Throws with the server's words when one is refused.
 */
export async function applyYaml(client: ApiClient, text: string): Promise<void> {
  await applyAll(client, manifestsOf(text));
}

/** The objects of a text with several documents; empty documents are left out. */
export function manifestsOf(text: string): readonly Manifest[] {
  return parseAllDocuments(text).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value: unknown = document.toJS();
    if (value === null || value === undefined) return [];
    if (!isManifest(value)) throw new Error(`not an object of a cluster: ${JSON.stringify(value)}`);
    return [value];
  });
}

/** Like {@link applyYaml} for objects that are parsed already. */
export async function applyAll(client: ApiClient, manifests: readonly Manifest[]): Promise<void> {
  const definitions = manifests.filter(({ kind }) => kind === "CustomResourceDefinition");
  await Promise.all(definitions.map((definition) => define(client, definition)));
  await Promise.all([...servedKinds(definitions)].map(([path, kinds]) => untilServed(client, path, kinds)));
  for (const manifest of manifests) if (!definitions.includes(manifest)) await applyOne(client, manifest);
}

/** Creates a definition; noting who wrote each of its thousands of fields takes seconds, so that is for updates only. */
async function define(client: ApiClient, definition: Manifest): Promise<void> {
  const path = `/apis/${definition.apiVersion}/customresourcedefinitions`;
  const { status, body } = await client.send({ method: "POST", path, body: definition });
  if (status === 409) await applyOne(client, definition);
  else if (status !== 201) throw new Error(`${definition.metadata.name}: ${status} ${JSON.stringify(body)}`);
}

async function applyOne(client: ApiClient, manifest: Manifest): Promise<void> {
  const { path, hasStatus } = await placeOf(client, manifest);
  const send = (subresource: string): Promise<unknown> =>
    client.must({
      method: "PATCH",
      path: `${path}${subresource}?fieldManager=${fieldManager}&force=true`,
      contentType: "application/apply-patch+yaml",
      body: manifest,
    });
  await send("");
  if (hasStatus && manifest["status"] !== undefined) await send("/status");
}

/** Path of an object, as discovery says for its kind. */
async function placeOf(
  client: ApiClient,
  { apiVersion, kind, metadata }: Manifest,
): Promise<{ readonly path: string; readonly hasStatus: boolean }> {
  const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
  const resources = resourcesIn(await client.must({ path: root }));
  const resource = resources.find((candidate) => candidate.kind === kind && !candidate.name.includes("/"));
  if (resource === undefined) throw new Error(`the cluster serves no ${kind} of ${apiVersion}`);
  const folder = resource.namespaced ? `/namespaces/${metadata.namespace ?? "default"}` : "";
  return {
    path: `${root}${folder}/${resource.name}/${metadata.name}`,
    hasStatus: resources.some(({ name }) => name === `${resource.name}/status`),
  };
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function resourcesIn(list: unknown): readonly Resource[] {
  if (!isRecord(list) || !Array.isArray(list["resources"])) return [];
  return list["resources"].flatMap((entry: unknown) => {
    if (!isRecord(entry)) return [];
    const { name, kind, namespaced } = entry;
    if (typeof name !== "string" || typeof kind !== "string" || typeof namespaced !== "boolean") return [];
    return [{ name, kind, namespaced }];
  });
}

/** Kinds by the path of their group and version: `/apis/example.org/v1`. */
function servedKinds(definitions: readonly Manifest[]): ReadonlyMap<string, readonly string[]> {
  const kinds = new Map<string, string[]>();
  for (const { spec } of definitions) {
    if (!isRecord(spec) || !isRecord(spec["names"]) || !Array.isArray(spec["versions"])) continue;
    for (const version of spec["versions"]) {
      if (!isRecord(version) || version["served"] !== true) continue;
      const path = `/apis/${spec["group"]}/${version["name"]}`;
      kinds.set(path, [...(kinds.get(path) ?? []), String(spec["names"]["kind"])]);
    }
  }
  return kinds;
}

/** A definition is established a moment before discovery tells of its kind. */
async function untilServed(client: ApiClient, path: string, kinds: readonly string[]): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const listed = resourcesIn((await client.send({ path })).body).map(({ kind }) => kind);
    if (kinds.every((kind) => listed.includes(kind))) return;
    if (Date.now() > deadline) throw new Error(`${kinds.join(", ")} are not all served at ${path} after a minute`);
    await setTimeout(100);
  }
}

/** Whether a value looks like an object of a cluster. */
export function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || !isRecord(value["metadata"])) return false;
  const { apiVersion, kind, metadata } = value;
  return typeof apiVersion === "string" && typeof kind === "string" && typeof metadata["name"] === "string";
}

/** Whether a value is an object with fields. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
