import { isKustomizationFileName, type Manifest } from "../../manifest/manifest.ts";
import { directoryOf } from "../../text/uri.ts";
import type { RepositoryIndex } from "../repositoryIndex.ts";
import { type KustomizeFields, readKustomizeFields } from "./fields.ts";

/** The API group of kustomization files. */
export const kustomizeGroup = "kustomize.config.k8s.io";

/** A directory with a kustomization file. */
export interface KustomizeRoot {
  /** URI of the directory. */
  readonly directory: string;
  /** URI of the kustomization file. */
  readonly uri: string;
  readonly manifest: Manifest;
  /** Whether it is a Component, whose directives work on the objects of whoever includes it. */
  readonly isComponent: boolean;
  readonly fields: KustomizeFields;
}

const byStamp = new WeakMap<object, KustomizeRoot | "none">();

/** The root that a directory is, undefined when it has no kustomization file or an unreadable one. */
export function kustomizeRootAt(directory: string, index: RepositoryIndex): KustomizeRoot | undefined {
  const uri = index.kustomizeRoots().get(directory);
  return uri === undefined ? undefined : kustomizeRootOfFile(uri, index);
}

/** The root of a kustomization file. Read once for each text of the file. */
export function kustomizeRootOfFile(uri: string, index: RepositoryIndex): KustomizeRoot | undefined {
  const stamp = index.stamp(uri);
  if (!stamp) return undefined;
  const known = byStamp.get(stamp);
  if (known) return known === "none" ? undefined : known;
  const manifest = index.manifests(uri)[0]?.manifest;
  const root = manifest && kustomizeRootOf(manifest);
  byStamp.set(stamp, root ?? "none");
  return root;
}

/** The root that a manifest declares; undefined unless it is a kustomization file by name and group. */
export function kustomizeRootOf(manifest: Manifest): KustomizeRoot | undefined {
  const { root, uri, gvk } = manifest;
  if (!isKustomizationFileName(uri) || gvk.group !== kustomizeGroup || root.type !== "mapping") return undefined;
  const fields = readKustomizeFields(root);
  return { directory: directoryOf(uri), uri, manifest, isComponent: gvk.kind === "Component", fields };
}
