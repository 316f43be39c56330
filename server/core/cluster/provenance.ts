import type { ObjectKey } from "./liveObject.ts";

/**
 * The revision of a repository that a source asks for. `default` is the default branch of the remote; `named` is a branch,
 * a tag or a commit, as the field does not say which (argo-cd targetRevision).
 */
export type WantedRevision =
  | { readonly type: "default" }
  | { readonly type: "named" | "branch" | "tag" | "semver" | "commit"; readonly name: string };

/** Where a live object gets files from. */
export interface LiveSource {
  /** Address of the repository; absent where another object names it. */
  readonly address?: string;
  /** The object that names the repository. */
  readonly object?: ObjectKey;
  /** The directory, from the root of the repository; absent for objects that only fetch. */
  readonly path?: string;
  /** Whether it takes nothing from directories below, where no kustomization file chooses (argo-cd directory.recurse). */
  readonly isFlat?: boolean;
  readonly wanted?: WantedRevision;
  /** What was found for it last: a commit, or `<name>@sha1:<commit>` (Flux). */
  readonly found?: string;
}

/** A cluster other than the one that the object itself is in: by address, by the name that its controller gives it. */
export interface RemoteCluster {
  readonly server?: string;
  readonly name?: string;
  /** What holds the way there, where neither is written: `Secret prod-kubeconfig`. */
  readonly credentials?: string;
}

/** Where a live object comes from and what it brings where: the little that is kept of every object. */
export interface Provenance {
  /** Who made it, as it says itself; its namespace is "" where only the place of the controller decides it. */
  readonly owner?: ObjectKey;
  readonly sources?: readonly LiveSource[];
  /** Where its objects are; absent: in its own cluster. */
  readonly remote?: RemoteCluster;
}
