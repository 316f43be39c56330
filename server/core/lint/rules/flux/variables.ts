import { usesOf } from "../../../graph/kustomize/inclusion.ts";
import { productsNamed } from "../../../graph/products.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { effectivePairs, itemsAt, keyText, stringAt, valueAt, type YamlNode } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { isSetAt, isTrueAt, mappingAt } from "../objectRule.ts";

/** What a Flux Kustomization substitutes variables with. */
export interface Variables {
  readonly names: ReadonlySet<string>;
  /** Every source of variables is in the workspace, so that there are no others. */
  readonly isComplete: boolean;
  /** The texts of kustomization files that may add variables to the sources. */
  readonly texts: readonly string[];
}

/** Whether Flux substitutes at all (fluxcd/pkg/kustomize SubstituteVariables); `unknown` where the cluster decides. */
export function substitutes(kustomization: Manifest): "yes" | "no" | "unknown" {
  const postBuild = mappingAt(kustomization.root, "spec", "postBuild");
  if (!postBuild) return isSetAt(kustomization.root, "spec", "postBuild") ? "unknown" : "no";
  if (stringAt(postBuild, "substituteStrategy")?.value === "Always") return "yes";
  if ((mappingAt(postBuild, "substitute")?.pairs.length ?? 0) > 0) return "yes";
  const sources = itemsAt(postBuild, "substituteFrom");
  if (sources.length === 0) return "no";
  return sources.some((source) => !isTrueAt(source, "optional")) ? "yes" : "unknown";
}

/** The variables that a Flux Kustomization knows. */
export function variablesOf(kustomization: Manifest, index: RepositoryIndex): Variables {
  const postBuild = valueAt(kustomization.root, "spec", "postBuild");
  const names = new Set(keysAt(postBuild, "substitute"));
  const texts: string[] = [];
  let isComplete = ![...names].some(isTemplated);
  for (const source of itemsAt(postBuild, "substituteFrom")) {
    const found = readSource(source, index);
    if (!found) isComplete = false;
    for (const name of found?.names ?? []) names.add(name);
    texts.push(...(found?.texts ?? []));
  }
  return { names, isComplete, texts };
}

interface SourceKeys {
  readonly names: readonly string[];
  readonly texts: readonly string[];
}

/** The keys of every object that may be meant; nothing when one of them is not written down. */
function readSource(source: YamlNode, index: RepositoryIndex): SourceKeys | undefined {
  const kind = stringAt(source, "kind")?.value;
  const name = stringAt(source, "name")?.value;
  if (kind === undefined || name === undefined || isTemplated(name)) return undefined;
  const objects = index.objects({ group: "", kind, name });
  if (objects.length === 0 || productsNamed({ group: "", kind }, name, index).length > 0) return undefined;
  const roots = objects.map(({ uri, ordinal }) => index.manifestAt(uri, ordinal)?.manifest.root);
  return {
    names: roots.flatMap((root) => [...keysAt(root, "data"), ...keysAt(root, "stringData")]),
    texts: objects.flatMap(({ uri }) => usesOf(uri, index).flatMap(({ root }) => index.text(root.uri) ?? [])),
  };
}

function keysAt(node: YamlNode | undefined, key: string): readonly string[] {
  const mapping = mappingAt(node, key);
  return mapping ? [...effectivePairs(mapping).values()].map(keyText) : [];
}
