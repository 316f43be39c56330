import type { GroupKind } from "../kinds/descriptor.ts";
import { stringsAt } from "../kinds/fieldPath.ts";
import { producersOf, productsOf } from "../kinds/registry.ts";
import type { StringNode } from "../manifest/manifest.ts";
import { type Span, shift } from "../text/span.ts";
import { kustomizeGroup } from "./kustomize/kustomizeRoot.ts";
import type { ManifestEntry, RepositoryIndex } from "./repositoryIndex.ts";

/** Where the name of an object that a controller makes is decided; the span counts from the start of the file. */
export interface Product {
  readonly uri: string;
  readonly ordinal: number;
  readonly span: Span;
  /** The namespace as the maker writes it. */
  readonly namespace: string | undefined;
}

/** The makers of objects of a type and name: ExternalSecrets, generators of kustomization files and the like. */
export function productsNamed(kind: GroupKind, name: string, index: RepositoryIndex): readonly Product[] {
  return makers(kind, index)
    .filter((uri) => index.text(uri)?.includes(name))
    .flatMap((uri) => index.manifests(uri).flatMap((entry) => namesIn(entry, kind, name)));
}

/** Every name of a type that something in the workspace makes. */
export function productNames(kind: GroupKind, index: RepositoryIndex): readonly string[] {
  const names = makers(kind, index).flatMap((uri) =>
    index.manifests(uri).flatMap((entry) => namesMade(entry, kind).map(({ value }) => value)),
  );
  return [...new Set(names)];
}

function makers(kind: GroupKind, index: RepositoryIndex): readonly string[] {
  const uris = producersOf(kind).flatMap((maker) =>
    maker.group === kustomizeGroup ? [...index.kustomizeRoots().values()] : index.objects(maker).map(({ uri }) => uri),
  );
  return [...new Set(uris)];
}

function namesIn(entry: ManifestEntry, kind: GroupKind, name: string): readonly Product[] {
  const { ordinal, offset, manifest } = entry;
  return namesMade(entry, kind)
    .filter(({ value }) => value === name)
    .map((node) => ({
      uri: manifest.uri,
      ordinal,
      span: shift({ start: node.start, end: node.end }, offset),
      namespace: manifest.namespace?.value,
    }));
}

/** The names of what a manifest makes of a type: those it writes, its own where it writes none. */
function namesMade({ manifest }: ManifestEntry, kind: GroupKind): readonly StringNode[] {
  return productsOf(manifest.gvk)
    .filter(({ makes }) => makes.group === kind.group && makes.kind === kind.kind)
    .flatMap(({ nameField }) => {
      const written = nameField === undefined ? [] : stringsAt(manifest.root, nameField);
      return written.length > 0 ? written : (manifest.name ?? []);
    });
}
