/**
 * What an editor tells the server: as `initializationOptions` at the start, and as `settings` of
 * `workspace/didChangeConfiguration` later. Every key may be missing; an editor without settings gets the defaults.
 */
export interface ServerSettings {
  /** Severity by rule id (`gitops.rules`). */
  readonly rules?: Readonly<Record<string, "off" | "error" | "warning" | "information" | "hint">>;
  /** A kustomize executable to render with instead of the embedded engine; the client hides it in untrusted workspaces. */
  readonly kustomizePath?: string;
  /** Which files a kustomization may load (`gitops.kustomize.loadRestrictor`). */
  readonly loadRestrictor?: "rootOnly" | "none";
  /** True when another YAML extension already reports syntax and offers symbols, folding and formatting. */
  readonly yamlNeighbour?: boolean;
  /** Live clusters (`gitops.cluster.*`). */
  readonly cluster?: ClusterSettings;
}

/** What the server needs to know about clusters before it connects to one. */
export interface ClusterSettings {
  /** Kubeconfig files, separated as in the variable KUBECONFIG, which they replace; the client hides it in untrusted workspaces. */
  readonly kubeconfig?: string;
  /** Patterns of contexts in which each write needs the typed name, `*` for any text; `*prod*` when missing. */
  readonly protectedContexts?: readonly string[];
  /** Whether every write is refused. */
  readonly readOnly?: boolean;
  /** Whether files show a lens about their live objects; on when missing. */
  readonly lenses?: boolean;
}
