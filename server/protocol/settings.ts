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
}
