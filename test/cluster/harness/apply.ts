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
 * Creates or updates the objects of a text with several documents, in their order, by server-side apply. A `status` is
 * written too, whether the kind keeps it in a subresource or not. Resolves when CustomResourceDefinitions are served.
 * A namespaced object without a namespace goes into `default`. Throws with the server's words when one is refused.
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
  const definitions: string[] = [];
  for (const manifest of manifests) {
    await applyOne(client, manifest);
    if (manifest.kind === "CustomResourceDefinition") definitions.push(manifest.metadata.name);
  }
  await Promise.all(definitions.map((name) => untilServed(client, name)));
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

async function untilServed(client: ApiClient, name: string): Promise<void> {
  const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`;
  const deadline = Date.now() + 30_000;
  for (;;) {
    const definition = await client.must({ path });
    if (JSON.stringify(definition).includes('"type":"Established"') && (await isListed(client, definition))) return;
    if (Date.now() > deadline) throw new Error(`${name} is not served after 30 seconds`);
    await setTimeout(50);
  }
}

/** Established comes a moment before the API server's discovery knows the kind. */
async function isListed(client: ApiClient, definition: unknown): Promise<boolean> {
  if (!isRecord(definition) || !isRecord(definition["spec"])) return false;
  const { group, names, versions } = definition["spec"];
  if (typeof group !== "string" || !isRecord(names) || !Array.isArray(versions)) return false;
  const served = versions.filter((version: unknown) => isRecord(version) && version["served"] === true);
  const answers = await Promise.all(served.map((version) => client.send({ path: `/apis/${group}/${version.name}` })));
  return answers.every(({ body }) => resourcesIn(body).some(({ kind }) => kind === names["kind"]));
}

function isManifest(value: unknown): value is Manifest {
  if (!isRecord(value) || !isRecord(value["metadata"])) return false;
  const { apiVersion, kind, metadata } = value;
  return typeof apiVersion === "string" && typeof kind === "string" && typeof metadata["name"] === "string";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
