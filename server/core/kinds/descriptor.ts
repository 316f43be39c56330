import type { JsonObject } from "../cluster/liveObject.ts";
import type { RenderChanges } from "./renderChanges.ts";

/** A type without its version. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/**
 * A dotted path into a manifest: `[*]` stands for every item, `*` for every key, `*Suffix` for every key that ends like
 * that, `**` for any number of keys and items, none included.
 */
export type FieldPath = string;

/**
 * A field that names another object. The value is either a mapping with name (and perhaps kind and namespace) or the
 * bare name.
 */
export interface ReferenceRule {
  readonly path: FieldPath;
  /** What the reference may name; the first is what an absent `kind` means. None: any type, only for navigation. */
  readonly to: readonly GroupKind[];
  /** Where the name stands below `path`; absent when the value at `path` is the name itself. */
  readonly nameField?: string;
  /** Where the kind stands below `path`; absent when the kind is fixed by `to`. */
  readonly kindField?: string;
  /** Where the namespace stands below `path`; absent when it is always the referrer's own (or none). */
  readonly namespaceField?: string;
  /**
   * Namespace when the field is absent: the referrer's own, a fixed one (`argocd` for an AppProject), or any namespace
   * because the controller decides by configuration. Cluster-scoped targets ignore it.
   */
  readonly namespace: "own" | "any" | { readonly fixed: string };
  /** Where a `true` says that the target may be missing (`optional: true` of valuesFrom). */
  readonly optionalField?: string;
  /** What the reference is called in messages, for example `source`; also the last part of its finding's code. */
  readonly role: string;
  /** Names that exist without anybody declaring them (`default` among the AppProjects). */
  readonly known?: readonly string[];
  /**
   * How sure a missing target is a mistake: most sources and stores are declared in the repository, most Secrets are
   * not. Absent: nothing is said.
   */
  readonly whenMissing?: "warning" | "information";
  /** The target has to be ready first, so that references of this role must not form a cycle. */
  readonly orders?: true;
  /** The reference gives the value of a data field of the target instead of its name. */
  readonly dataKey?: { readonly key: string; readonly label: string; readonly labelValue: string };
}

/** Where the repository that a path belongs to is named. */
export type RepositoryField =
  /** An address in this field of the nearest mapping around the path that has it (Argo CD `repoURL`). */
  | { readonly type: "address"; readonly field: string }
  /** The object that the reference at this path names, see {@link KindDescriptor.repositoryAddress}. */
  | { readonly type: "source"; readonly reference: FieldPath };

/** What happens to the objects below a directory that a path names. */
export interface Deployment {
  /** The namespace that the objects get: by force, or only those that write none. */
  readonly namespaceField: FieldPath;
  readonly namespace: "override" | "default";
  /** Takes all manifests below a directory without a kustomization file; otherwise that depends on further fields. */
  readonly collects?: true;
  readonly prefixField?: FieldPath;
  readonly suffixField?: FieldPath;
}

/** A field that names a file or directory of the repository. */
export interface PathRule {
  readonly path: FieldPath;
  /**
   * What it counts from: the directory of the file (kustomize), the root of the repository (Flux, Argo CD), or the path
   * of the Argo CD source around it (value files; `/` is then the root of the repository and `$name/` another source).
   */
  readonly from: "directory" | "repository" | "source";
  /** For `repository`: the field with the directory of the repository that the path counts from; absent: its root. */
  readonly baseField?: FieldPath;
  readonly expects: "file" | "directory" | "either";
  /** What the file is to the one that names it. */
  readonly role: "resource" | "component" | "patch" | "configuration" | "data" | "deployment";
  /** `keyed`: the path may follow `key=`. `inline`: the value may be the content itself. */
  readonly form?: "keyed" | "inline";
  /** For `repository` and `source`: which repository; absent when it is the file's own. */
  readonly repository?: RepositoryField;
  /** Code of the finding when the repository is the workspace's own and nothing is there; absent: nothing is said. */
  readonly missing?: string;
  /** Where a `true` in the mapping around the path's list says that the file may be missing. */
  readonly optionalField?: string;
  /** Only a path at all when the repository is one of files (the chart of a HelmRelease is a name otherwise). */
  readonly onlyOfFiles?: true;
  readonly deploys?: Deployment;
}

/** An object that a controller makes from this one. */
export interface ProductRule {
  readonly makes: GroupKind;
  /** Where the product's name stands; when nothing stands there it has the name of the object itself. */
  readonly nameField?: FieldPath;
}

/** A version that is no longer the one to write. */
export interface OldVersion {
  readonly version: string;
  /** The release that stopped serving it, for example `Flux 2.8`; absent when it is only deprecated. */
  readonly removedIn?: string;
}

/** What is usually written in some fields, the most usual first. */
export interface UsualValues {
  readonly paths: readonly FieldPath[];
  readonly values: readonly string[];
}

/** Everything the product knows about a kind as data; features read it, none switches on a kind's name. */
export interface KindDescriptor extends GroupKind {
  /** Served versions, the one to write first. */
  readonly versions: readonly string[];
  readonly oldVersions: readonly OldVersion[];
  readonly scope: "Namespaced" | "Cluster" | "File";
  /** Human name in messages and lists where `kind` alone would be ambiguous (`Flux Kustomization`). */
  readonly title: string;
  readonly references: readonly ReferenceRule[];
  readonly paths: readonly PathRule[];
  /** Objects that come into being because of this one. */
  readonly products?: readonly ProductRule[];
  /** Further fields that findings in other files depend on. */
  readonly structure?: readonly FieldPath[];
  /** Where the address of the git repository stands whose files this source delivers. */
  readonly repositoryAddress?: FieldPath;
  /**
   * What its controller changes of what a directory (a URI) renders to, from its object. Undefined when it does not build
   * that directory by kustomize. `overrides` are the contents of the files of {@link overrides} that exist.
   */
  readonly changes?: (
    object: JsonObject,
    directory: string,
    overrides?: readonly JsonObject[],
  ) => RenderChanges | undefined;
  /** Files in the directory that change the object before it counts, by name. */
  readonly overrides?: (name: string) => readonly string[];
  /** Whether its controller applies a rendered object, which may be live already; absent: it applies all. */
  readonly applies?: (object: JsonObject, isLive: boolean) => boolean;
  /** Whether its controller, given the spec, deletes a live object that it does not render any more; absent: always. */
  readonly prunes?: (spec: JsonObject | undefined, object: JsonObject) => boolean;
  /** Keys of the most usual order of writing, dotted paths; completion sorts by it after the required ones. */
  readonly usualOrder: readonly string[];
  /** Values that are worth offering where the schema allows any text. */
  readonly usualValues?: readonly UsualValues[];
  /** Upstream documentation of the kind. */
  readonly documentation: string;
}
