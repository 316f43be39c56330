import { isJsonObject, type JsonObject } from "../../core/cluster/liveObject.ts";
import { namespacesOf } from "../../core/graph/namespaces.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import type { RenderChanges } from "../../core/kinds/renderChanges.ts";
import type { DocumentEntry, YamlFile } from "../../core/manifest/document.ts";
import { type Manifest, manifestOf } from "../../core/manifest/manifest.ts";
import { parseYamlFile } from "../../core/manifest/parseYamlFile.ts";
import { plainValue } from "../../core/manifest/plainValue.ts";
import { joinUri } from "../../core/text/uri.ts";
import type { PreviewDeployer } from "../../protocol/preview.ts";
import type { FileSource } from "./fileSource.ts";
import { hasKustomization } from "./generateKustomization.ts";

/** An object whose controller deploys a directory, and what it changes on the way. */
export interface Deployer {
  /** `Flux Kustomization flux-system/apps`. */
  readonly title: string;
  readonly name: string;
  /** Undefined where nothing in the workspace decides it. */
  readonly namespace: string | undefined;
  readonly changes: RenderChanges;
  /** Files in the directory that count as part of the object. */
  readonly overrides: readonly string[];
  /** Its manifest; undefined when it is only in a cluster. */
  readonly written: WrittenDeployer | undefined;
}

/** Where a deployer is written. */
export interface WrittenDeployer {
  readonly manifest: Manifest;
  /** Offset of the document in the file. */
  readonly offset: number;
  readonly text: string;
}

/** How a manifest is named in requests; undefined when its controller changes nothing that a render shows. */
export function previewDeployer(manifest: Manifest, directory: string): PreviewDeployer | undefined {
  const { uri, gvk, name, namespace } = manifest;
  if (!name || !changesOf(manifest, directory)) return undefined;
  const { group, kind } = gvk;
  return { uri, group, kind, name: name.value, ...(namespace && { namespace: namespace.value }) };
}

/** What the controller of a manifest changes of a directory, overrides of the directory left out. */
export function changesOf({ gvk, root }: Manifest, directory: string): RenderChanges | undefined {
  const object = plainValue(root);
  return isJsonObject(object) ? descriptorOf(gvk)?.changes?.(object, directory) : undefined;
}

/** Reads the manifest from a state of the files; undefined when it is not there any more. */
export async function readDeployer(
  wanted: PreviewDeployer,
  directory: string,
  source: FileSource,
  index: RepositoryIndex,
): Promise<Deployer | undefined> {
  const file = await readYaml(wanted.uri, source, index);
  if (!file) return undefined;
  const all = file.entries.flatMap((entry) => ofType(entry, file.text, wanted));
  const isNamed = ({ manifest }: WrittenDeployer): boolean =>
    manifest.name?.value === wanted.name && manifest.namespace?.value === wanted.namespace;
  // While its name is being changed it is still the only one of its type.
  const written = all.find(isNamed) ?? (all.length === 1 ? all[0] : undefined);
  if (!written) return undefined;
  const { uri, namespace, root } = written.manifest;
  const [only, ...others] = namespacesOf(uri, namespace?.value, index);
  const object = plainValue(root);
  const known = others.length === 0 && only !== "" ? only : undefined;
  if (!isJsonObject(object)) return undefined;
  return describe({ object, directory, namespace: known, written }, wanted, { files: source, index });
}

/** A deployer that only a cluster has. */
export async function liveDeployer(
  object: JsonObject,
  directory: string,
  key: Omit<PreviewDeployer, "uri">,
  places: Places,
): Promise<Deployer | undefined> {
  return describe({ object, directory, namespace: key.namespace, written: undefined }, key, places);
}

/** Where files are read from. */
interface Places {
  readonly files: FileSource;
  readonly index: RepositoryIndex;
}

interface Found {
  readonly object: JsonObject;
  readonly directory: string;
  readonly namespace: string | undefined;
  readonly written: WrittenDeployer | undefined;
}

async function describe(
  { object, directory, namespace, written }: Found,
  { group, kind, name: asked }: Omit<PreviewDeployer, "uri">,
  places: Places,
): Promise<Deployer | undefined> {
  const descriptor = descriptorOf({ group, kind });
  const name = written?.manifest.name?.value ?? asked;
  const uris = (descriptor?.overrides?.(name) ?? []).map((each) => joinUri(directory, each));
  const overrides: JsonObject[] = [];
  for (const uri of uris) overrides.push(...(await readOverride(uri, places)));
  const changes = descriptor?.changes?.(object, directory, overrides);
  if (!descriptor || !changes) return undefined;
  // A kustomization file among files that are applied as they are is not what anybody means.
  if (changes.isPlain && hasKustomization(directory, places.files)) return undefined;
  const path = namespace === undefined ? name : `${namespace}/${name}`;
  return { title: `${descriptor.title} ${path}`, name, namespace, changes, overrides: uris, written };
}

async function readOverride(uri: string, { files, index }: Places): Promise<readonly JsonObject[]> {
  const file = files.hasFile(uri) ? await readYaml(uri, files, index) : undefined;
  const value = plainValue(file?.entries[0]?.document.root);
  return isJsonObject(value) ? [value] : [];
}

function ofType(entry: DocumentEntry, text: string, wanted: PreviewDeployer): readonly WrittenDeployer[] {
  const manifest = manifestOf(entry.document, wanted.uri);
  if (manifest?.gvk.group !== wanted.group || manifest.gvk.kind !== wanted.kind) return [];
  return [{ manifest, offset: entry.offset, text }];
}

/** A YAML file of some state of the files; the parsed one of the index where it is the same. */
export async function readYaml(uri: string, source: FileSource, index: RepositoryIndex): Promise<YamlFile | undefined> {
  const text = await source.read(uri);
  if (typeof text !== "string") return undefined;
  return index.text(uri) === text ? (index.file(uri) ?? parseYamlFile(uri, text)) : parseYamlFile(uri, text);
}
