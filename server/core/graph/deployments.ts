import type { Deployment as DeploymentRule, GroupKind, PathRule } from "../kinds/descriptor.ts";
import { fieldsAt, stringsAt } from "../kinds/fieldPath.ts";
import { descriptorOf, kinds } from "../kinds/registry.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { asString, stringAt, type YamlNode } from "../manifest/node.ts";
import { detach } from "../text/detach.ts";
import { isTemplated } from "../text/templated.ts";
import { directoryOf, isAbsolutePath, joinUri } from "../text/uri.ts";
import { perStructure, perText } from "./perRevision.ts";
import { type Reference, referencesOf } from "./references.ts";
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

/** Everything of the workspace that deploys a directory of the workspace. */
export const deploymentsOf: (index: RepositoryIndex) => readonly DirectoryDeployment[] = perStructure((index) => {
  const files = new Set(deployers.flatMap((each) => index.objects(each).map(({ uri }) => uri)));
  return [...files].flatMap((uri) => draftsOfFile(uri, index).flatMap((draft) => complete(draft, index) ?? []));
});

const byDirectory = perStructure((index) => Map.groupBy(deploymentsOf(index), ({ directory }) => directory));
const none: readonly DirectoryDeployment[] = [];

/** The deployments of exactly this directory. */
export function deploymentsAt(directory: string, index: RepositoryIndex): readonly DirectoryDeployment[] {
  return byDirectory(index).get(directory) ?? none;
}

/** The deployments of directories above that take everything below, as no kustomization file on the way chooses. */
export function deploymentsCollecting(uri: string, index: RepositoryIndex): readonly DirectoryDeployment[] {
  const found: DirectoryDeployment[] = [];
  for (let at = directoryOf(uri); !index.kustomizeRoots().has(at); at = directoryOf(at)) {
    found.push(...deploymentsAt(at, index));
    if (directoryOf(at) === at) break;
  }
  return found;
}

/** A reference to a source without its place. */
interface SourceName {
  readonly to: readonly GroupKind[];
  readonly name: string;
  readonly namespace: string | undefined;
}

/** What one file says about deployments, without what other files say. */
interface Draft extends Omit<DirectoryDeployment, "directory" | "isOwn"> {
  readonly path: string;
  readonly address: string | undefined;
  readonly source: SourceName | undefined;
}

const draftsOfFile = perText((uri, index) =>
  index.manifests(uri).flatMap(({ manifest, ordinal }) => draftsOf(manifest, ordinal)),
);

/** What was read from a document at the place it had then: an edit elsewhere in the file leaves it alone. */
const draftsOfRoot = new WeakMap<YamlNode, { readonly ordinal: number; readonly drafts: readonly Draft[] }>();

function draftsOf(manifest: Manifest, ordinal: number): readonly Draft[] {
  const known = draftsOfRoot.get(manifest.root);
  if (known?.ordinal === ordinal) return known.drafts;
  const drafts = readDrafts(manifest, ordinal);
  draftsOfRoot.set(manifest.root, { ordinal, drafts });
  return drafts;
}

function readDrafts(manifest: Manifest, ordinal: number): readonly Draft[] {
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
        source: nameOfSource(sourceReference(manifest, rule)),
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

/** What a reference to a source says, without the syntax tree it stands in. */
export function nameOfSource(reference: Reference | undefined): SourceName | undefined {
  if (!reference) return undefined;
  const { to, name, namespace } = reference;
  return { to, name: detach(name.value), namespace: namespace && detach(namespace.value) };
}

/** Where a draft leads, kept until paths change: most changes of the structure are in names. */
const completed = new WeakMap<
  Draft,
  { readonly revision: number; readonly tree: string | undefined; readonly result: DirectoryDeployment | undefined }
>();

function complete(draft: Draft, index: RepositoryIndex): DirectoryDeployment | undefined {
  const address = draft.address ?? (draft.source && addressOfSource(draft.source, index));
  const tree = address === undefined ? undefined : workTreeOf(address, index);
  const known = completed.get(draft);
  if (known?.revision === index.pathRevision && known.tree === tree) return known.result;
  const result = locate(draft, tree, index);
  completed.set(draft, { revision: index.pathRevision, tree, result });
  return result;
}

function locate(draft: Draft, tree: string | undefined, index: RepositoryIndex): DirectoryDeployment | undefined {
  const { path, source: _, address: __, ...rest } = draft;
  // The root of an unknown repository would match any workspace; a path that exists here hardly does by accident.
  if (tree === undefined && joinUri("file:///", path) === "file:///") return undefined;
  const roots = tree === undefined ? possibleRoots(draft.uri, index) : [tree];
  const directory = roots.map((root) => joinUri(root, path)).find((each) => index.hasDirectory(each));
  return directory === undefined ? undefined : { ...rest, isOwn: tree !== undefined, directory };
}

/**
 * The address of the repository whose files a source delivers. Sources are looked up by name alone, since namespaces are
 * known only once deployments are.
 */
export function addressOfSource(source: SourceName, index: RepositoryIndex): string | undefined {
  const memory = addressesBySource(index);
  const key = `${source.to.map(({ kind }) => kind).join()}/${source.namespace ?? ""}/${source.name}`;
  if (memory.has(key)) return memory.get(key);
  const found = source.to.flatMap(({ group, kind }) => index.objects({ group, kind, name: source.name }));
  const exact = found.filter((each) => each.namespace === source.namespace);
  const address = addressOfObject(exact[0] ?? found[0], index);
  memory.set(key, address);
  return address;
}

const addressesBySource = perStructure(() => new Map<string, string | undefined>());

function addressOfObject(object: DeclaredObject | undefined, index: RepositoryIndex): string | undefined {
  return object && addressesOfFile(object.uri, index).get(object.ordinal);
}

/** The addresses of the sources that a file declares, by the ordinal of the document. */
const addressesOfFile = perText(
  (uri, index): ReadonlyMap<number, string> =>
    new Map(
      index.manifests(uri).flatMap(({ manifest, ordinal }) => {
        const field = descriptorOf(manifest.gvk)?.repositoryAddress;
        const address = field === undefined ? undefined : stringsAt(manifest.root, field)[0]?.value;
        return address === undefined ? [] : [[ordinal, detach(address)] as const];
      }),
    ),
);
