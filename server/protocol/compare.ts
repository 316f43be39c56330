import type { ClusterObjectId } from "./cluster.ts";
import type { PreviewDeployer } from "./preview.ts";

/** `gitops/cluster/compare`: the rendered working copy against the live objects. */
export const compareWithClusterRequest = "gitops/cluster/compare";

/** Params of {@link compareWithClusterRequest}: a directory to render, and the context to compare with. */
export interface CompareWithClusterParams {
  readonly context: string;
  /** URI of a kustomize directory. */
  readonly directory: string;
  /** The manifest whose controller's changes count; else that of the application. */
  readonly deployer?: PreviewDeployer;
  /** The application whose pruning counts, when the directory is deployed by a live one. */
  readonly application?: ClusterObjectId;
}

/** Result of {@link compareWithClusterRequest}. */
export type CompareWithClusterResult =
  | { readonly kind: "failed"; readonly message: string }
  | {
      readonly kind: "compared";
      /** How the new state was computed: by the API server (dry run), or merged with what was applied last. */
      readonly method: "serverSideDryRun" | "merge";
      readonly objects: readonly ComparedObject[];
      /** The application whose pruning counts; absent: none was named, and not exactly one is known to deploy the directory. */
      readonly application?: ClusterObjectId;
      /** How many objects could not be rendered or read, how many the API server would refuse, and why in `notes`. */
      readonly uncompared: number;
      readonly refused: number;
      readonly notes: readonly string[];
    };

/** One object of a comparison. Both texts are YAML; Secret values are masked; equal texts are left out. */
export interface ComparedObject {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly change: "create" | "update" | "prune";
  readonly live: string;
  readonly next: string;
}
