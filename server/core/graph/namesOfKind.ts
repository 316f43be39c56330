import type { GroupKind } from "../kinds/descriptor.ts";
import { descriptorOf } from "../kinds/registry.ts";
import { isTemplated } from "../text/templated.ts";
import { namespacesOf } from "./namespaces.ts";
import { perStructure } from "./perRevision.ts";
import { productNames } from "./products.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

/** What the workspace says about the names of one kind, gathered once for each state of its structure. */
export interface NamesOfKind {
  /** Declared names with the namespaces they may end up in; no namespaces where any will do. */
  readonly declared: readonly DeclaredName[];
  /** The declared names by their first two characters, for kinds with so many that not all can be looked at. */
  readonly byStart: ReadonlyMap<string, readonly DeclaredName[]>;
  /** Names that other objects produce (a Secret of an ExternalSecret, a generated ConfigMap). */
  readonly produced: readonly string[];
  /** Declared names with a variable in them, as the fixed parts around the variables. */
  readonly templated: readonly (readonly string[])[];
}

/** A declared name and where it may be looked for. */
export interface DeclaredName {
  readonly name: string;
  readonly namespaces: readonly string[] | undefined;
}

const byKind = perStructure(() => new Map<string, NamesOfKind>());

/** The names of a kind. */
export function namesOfKind(kind: GroupKind, index: RepositoryIndex): NamesOfKind {
  const memory = byKind(index);
  const key = `${kind.group}/${kind.kind}`;
  const known = memory.get(key);
  if (known) return known;
  const found = gather(kind, index);
  memory.set(key, found);
  return found;
}

function gather(kind: GroupKind, index: RepositoryIndex): NamesOfKind {
  const isCluster = descriptorOf(kind)?.scope === "Cluster";
  const objects = index.objects(kind);
  const declared = objects.map(({ name, uri, namespace }) => ({
    name,
    namespaces: isCluster ? undefined : namespacesOf(uri, namespace, index),
  }));
  return {
    declared,
    byStart: Map.groupBy(declared, ({ name }) => startOf(name)),
    produced: productNames(kind, index),
    templated: objects.flatMap(({ name }) => (isTemplated(name) ? [fixedParts(name)] : [])),
  };
}

/** The part of a name that `byStart` goes by. */
export function startOf(name: string): string {
  return name.slice(0, 2);
}

function fixedParts(name: string): readonly string[] {
  return name.split(/\$\{[^}]*\}|\{\{.*?\}\}|<<.*?>>/);
}
