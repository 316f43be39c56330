/** A type without its version. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/**
 * A field that names another object. `path` is dotted, `[*]` stands for every item, `*` for every key
 * (`spec.dependsOn[*]`). The value is either an object with name (and perhaps kind and namespace) or the bare name.
 */
export interface ReferenceRule {
  readonly path: string;
  /** What the reference may name; the first is what an absent `kind` means. */
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
  /** What the reference is called in messages, for example `source`. */
  readonly role: string;
}

/** A field that names a file or directory of the repository. */
export interface PathRule {
  readonly path: string;
  /** What it counts from: the directory of the file (kustomize) or the root of the repository (Flux, Argo CD). */
  readonly from: "directory" | "repository";
  readonly expects: "file" | "directory" | "either";
}

/** A version that is no longer the one to write. */
export interface OldVersion {
  readonly version: string;
  /** The release that stopped serving it, for example `Flux 2.8`; absent when it is only deprecated. */
  readonly removedIn?: string;
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
  /** Keys of the most usual order of writing, dotted paths; completion sorts by it after the required ones. */
  readonly usualOrder: readonly string[];
  /** Upstream documentation of the kind. */
  readonly documentation: string;
}
