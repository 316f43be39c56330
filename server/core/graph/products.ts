import type { GroupKind } from "../kinds/descriptor.ts";
import { stringsAt } from "../kinds/fieldPath.ts";
import { producersOf, productsOf } from "../kinds/registry.ts";
import { detach } from "../text/detach.ts";
import { type Span, shift } from "../text/span.ts";
import { kustomizeGroup } from "./kustomize/kustomizeRoot.ts";
import { perStructure, perText } from "./perRevision.ts";
import type { ManifestEntry, RepositoryIndex } from "./repositoryIndex.ts";

/** Where the name of an object that a controller or generator makes is decided. */
export interface Product {
  readonly makes: GroupKind;
  readonly name: string;
  readonly uri: string;
  readonly ordinal: number;
  /** The place of the name, counted from the start of the file. */
  readonly span: Span;
  /** The namespace as the maker writes it. */
  readonly namespace: string | undefined;
}

/** The makers of objects of a type and name: ExternalSecrets, generators of kustomization files and the like. */
export function productsNamed(kind: GroupKind, name: string, index: RepositoryIndex): readonly Product[] {
  return productsOfKind(kind, index).get(name) ?? none;
}

/** Every name of a type that something in the workspace makes. */
export function productNames(kind: GroupKind, index: RepositoryIndex): readonly string[] {
  return [...productsOfKind(kind, index).keys()];
}

const none: readonly Product[] = [];
type ByName = ReadonlyMap<string, readonly Product[]>;
const byKind = perStructure(() => new Map<string, ByName>());

function productsOfKind(kind: GroupKind, index: RepositoryIndex): ByName {
  const memory = byKind(index);
  const key = `${kind.group}/${kind.kind}`;
  const known = memory.get(key);
  if (known) return known;
  const products = [...makers(kind, index)].flatMap((uri) => productsOfFile(uri, index));
  const ofKind = products.filter(({ makes }) => makes.group === kind.group && makes.kind === kind.kind);
  const byName = Map.groupBy(ofKind, ({ name }) => name);
  memory.set(key, byName);
  return byName;
}

function makers(kind: GroupKind, index: RepositoryIndex): ReadonlySet<string> {
  const uris = new Set<string>();
  for (const maker of producersOf(kind)) {
    if (maker.group === kustomizeGroup) for (const uri of index.kustomizeRoots().values()) uris.add(uri);
    else for (const { uri } of index.objects(maker)) uris.add(uri);
  }
  return uris;
}

const productsOfFile = perText((uri, index) => index.manifests(uri).flatMap(productsOfManifest));

/** What a manifest makes: under the names it writes, under its own where it writes none. */
function productsOfManifest({ manifest, ordinal, offset }: ManifestEntry): readonly Product[] {
  return productsOf(manifest.gvk).flatMap(({ makes, nameField }) => {
    const written = nameField === undefined ? [] : stringsAt(manifest.root, nameField);
    // A generator without a name makes nothing; a controller falls back on the name of its object.
    const names = written.length > 0 ? written : manifest.name ? [manifest.name] : [];
    return names.map(({ value, start, end }) => ({
      makes,
      name: detach(value),
      uri: manifest.uri,
      ordinal,
      span: shift({ start, end }, offset),
      namespace: manifest.namespace && detach(manifest.namespace.value),
    }));
  });
}
