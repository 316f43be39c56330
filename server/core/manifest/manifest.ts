import type { YamlDocument } from "./document.ts";
import { asString, type ScalarNode, valueAt, type YamlNode } from "./node.ts";

/** A type of the Kubernetes API, for example `helm.toolkit.fluxcd.io`, `v2`, `HelmRelease`; the core group is "". */
export interface GroupVersionKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** A string scalar with its place. */
export type StringNode = ScalarNode & { readonly value: string };

/**
 * One YAML document that declares an object of Kubernetes, or a kustomization file, which may leave out
 * `apiVersion` and `kind` (kustomize sigs.k8s.io/kustomize/api/types FixKustomizationPostUnmarshalling fills them in).
 */
export interface Manifest {
  readonly uri: string;
  readonly document: YamlDocument;
  readonly root: YamlNode;
  readonly gvk: GroupVersionKind;
  readonly apiVersion: StringNode | undefined;
  readonly kind: StringNode | undefined;
  readonly name: StringNode | undefined;
  readonly namespace: StringNode | undefined;
}

/** The file names that kustomize recognises, in its own order (kustomize api/konfig DefaultKustomizationFileName). */
export const kustomizationFileNames: readonly string[] = ["kustomization.yaml", "kustomization.yml", "Kustomization"];

/** Whether the last segment of a URI is one of the names that kustomize reads as a kustomization file. */
export function isKustomizationFileName(uri: string): boolean {
  return kustomizationFileNames.includes(uri.slice(uri.lastIndexOf("/") + 1));
}

/** The manifest that a document declares; undefined for YAML that is no Kubernetes object (values, CI files, ...). */
export function manifestOf(document: YamlDocument, uri: string): Manifest | undefined {
  const { root } = document;
  if (root?.type !== "mapping") return undefined;
  const apiVersion = asString(valueAt(root, "apiVersion"));
  const kind = asString(valueAt(root, "kind"));
  const gvk = groupVersionKind(apiVersion?.value, kind?.value) ?? impliedKind(uri, apiVersion, kind);
  if (!gvk) return undefined;
  const name = asString(valueAt(root, "metadata", "name"));
  const namespace = asString(valueAt(root, "metadata", "namespace"));
  return { uri, document, root, gvk, apiVersion, kind, name, namespace };
}

/** Splits `group/version` and joins the kind; undefined when a part is missing. */
export function groupVersionKind(
  apiVersion: string | undefined,
  kind: string | undefined,
): GroupVersionKind | undefined {
  if (!apiVersion || !kind) return undefined;
  const slash = apiVersion.indexOf("/");
  return { group: slash < 0 ? "" : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

/** `group/version`, or `version` alone for the core group. */
export function apiVersionText(gvk: { readonly group: string; readonly version: string }): string {
  return gvk.group === "" ? gvk.version : `${gvk.group}/${gvk.version}`;
}

function impliedKind(uri: string, apiVersion?: StringNode, kind?: StringNode): GroupVersionKind | undefined {
  if (!isKustomizationFileName(uri)) return undefined;
  const isComponent = kind?.value === "Component";
  const implied = isComponent ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
  return groupVersionKind(apiVersion?.value ?? implied, kind?.value ?? "Kustomization");
}
