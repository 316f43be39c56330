import type { Deployment as DeploymentRule, PathRule } from "../kinds/descriptor.ts";
import { fieldsAt, stringsAt } from "../kinds/fieldPath.ts";
import { descriptorOf, kinds } from "../kinds/registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { asString, stringAt } from "../manifest/node.ts";
import { isAbsolutePath, joinUri } from "../text/uri.ts";
import { isTemplated, type Reference, referencesOf } from "./references.ts";
import { possibleRoots, workTreeOf } from "./repositoryAddress.ts";
import type { DeclaredObject, RepositoryIndex } from "./repositoryIndex.ts";

/** An object that has a directory of this workspace deployed. */
export interface DirectoryDeployment {
  readonly uri: string;
  readonly ordinal: number;
  /** The directory, which exists. */
  readonly directory: string;
  /** Whether its source is certainly the repository of this workspace. */
  readonly isOwn: boolean;
  /** The namespace that the objects get; undefined when they keep theirs. */
  readonly namespace: string | undefined;
  readonly rule: DeploymentRule;
  readonly prefix: string;
  readonly suffix: string;
}

const deployers = kinds.filter(({ paths }) => paths.some(({ deploys }) => deploys));
const byIndex = new WeakMap<
  RepositoryIndex,
  { readonly revision: number; readonly all: readonly DirectoryDeployment[] }
>();

/** Everything of the workspace that deploys a directory of the workspace. */
export function deploymentsOf(index: RepositoryIndex): readonly DirectoryDeployment[] {
  const known = byIndex.get(index);
  if (known?.revision === index.structureRevision) return known.all;
  const files = new Set(deployers.flatMap((each) => index.objects(each).map(({ uri }) => uri)));
  const all = [...files].flatMap((uri) => drafts(uri, index).flatMap((draft) => complete(draft, index) ?? []));
  byIndex.set(index, { revision: index.structureRevision, all });
  return all;
}

/** The deployments of exactly this directory. */
export function deploymentsAt(directory: string, index: RepositoryIndex): readonly DirectoryDeployment[] {
  return deploymentsOf(index).filter((each) => each.directory === directory);
}

/** What one file says about deployments, without what other files say. */
interface Draft extends Omit<DirectoryDeployment, "directory" | "isOwn"> {
  readonly path: string;
  readonly address: string | undefined;
  readonly source: Pick<Reference, "to" | "name" | "namespace"> | undefined;
}

const byStamp = new WeakMap<object, readonly Draft[]>();

function drafts(uri: string, index: RepositoryIndex): readonly Draft[] {
  const stamp = index.stamp(uri);
  const known = stamp && byStamp.get(stamp);
  if (known) return known;
  const found = index.manifests(uri).flatMap(({ manifest, ordinal }) => draftsOf(manifest, ordinal));
  if (stamp) byStamp.set(stamp, found);
  return found;
}

function draftsOf(manifest: Manifest, ordinal: number): readonly Draft[] {
  const rules = descriptorOf(manifest.gvk)?.paths ?? [];
  return rules.flatMap((rule) => {
    const { deploys } = rule;
    if (!deploys) return [];
    return fieldsAt(manifest.root, rule.path).flatMap(({ node, mappings }) => {
      const path = asString(node)?.value;
      if (path === undefined || isTemplated(path) || isAbsolutePath(path)) return [];
      const first = (field: string | undefined): string | undefined =>
        field === undefined ? undefined : stringsAt(manifest.root, field)[0]?.value;
      const address = addressField(rule, mappings.at(-1));
      const draft: Draft = {
        uri: manifest.uri,
        ordinal,
        path,
        rule: deploys,
        address,
        source: sourceReference(manifest, rule),
        namespace: first(deploys.namespaceField),
        prefix: first(deploys.prefixField) ?? "",
        suffix: first(deploys.suffixField) ?? "",
      };
      return [draft];
    });
  });
}

function addressField(rule: PathRule, holder: Parameters<typeof stringAt>[0]): string | undefined {
  return rule.repository?.type === "address" ? stringAt(holder, rule.repository.field)?.value : undefined;
}

/** The reference of a manifest that says which source a path belongs to. */
export function sourceReference(manifest: Manifest, rule: PathRule): Reference | undefined {
  const { repository } = rule;
  if (repository?.type !== "source") return undefined;
  return referencesOf(manifest).find((reference) => reference.rule.path === repository.reference);
}

function complete({ path, source, address, ...draft }: Draft, index: RepositoryIndex): DirectoryDeployment | undefined {
  const known = address ?? (source && addressOfSource(source, index));
  const tree = known === undefined ? undefined : workTreeOf(known, index);
  // The root of an unknown repository would match any workspace; a path that exists here hardly does by accident.
  if (tree === undefined && joinUri("file:///", path) === "file:///") return undefined;
  const roots = tree === undefined ? possibleRoots(draft.uri, index) : [tree];
  const directory = roots.map((root) => joinUri(root, path)).find((each) => index.hasDirectory(each));
  return directory === undefined ? undefined : { ...draft, isOwn: tree !== undefined, directory };
}

/**
 * The address of the repository whose files a source delivers. Sources are looked up by name alone, since namespaces are
 * known only once deployments are.
 */
export function addressOfSource(
  source: Pick<Reference, "to" | "name" | "namespace">,
  index: RepositoryIndex,
): string | undefined {
  const found = source.to.flatMap(({ group, kind }) => index.objects({ group, kind, name: source.name.value }));
  const exact = found.filter((each) => each.namespace === source.namespace?.value);
  return (exact[0] ?? found[0]) && addressOfObject(exact[0] ?? found[0], index);
}

function addressOfObject(object: DeclaredObject | undefined, index: RepositoryIndex): string | undefined {
  const field = object && descriptorOf(object.gvk)?.repositoryAddress;
  if (!object || field === undefined) return undefined;
  const entry = index.manifests(object.uri).find(({ ordinal }) => ordinal === object.ordinal);
  return stringsAt(entry?.manifest.root, field)[0]?.value;
}
