import type { RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import type { SchemaRegistry } from "../core/schema/model.ts";
import type { Cluster } from "./cluster.ts";
import type { Renderer } from "./renderer.ts";
import type { YamlService } from "./yamlService.ts";

/** Tells a request that nobody waits for its answer any more. */
export interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

/** What the user set, read in one place and passed as values (`gitops.*`). */
export interface Settings {
  /** Ids of rules that are switched off or given another severity (`gitops.rules`). */
  readonly rules: Readonly<Record<string, "off" | "error" | "warning" | "information" | "hint">>;
  /** True when another YAML extension already reports syntax and offers symbols, folding and formatting. */
  readonly yamlNeighbour: boolean;
  /** kustomize's load restriction of previews (`gitops.kustomize.loadRestrictor`). */
  readonly loadRestrictor: "rootOnly" | "none";
  /** Live clusters; absent: as usual. */
  readonly cluster?: {
    /** Whether files show lenses about their live objects (`gitops.cluster.lenses`). */
    readonly lenses: boolean;
  };
}

/** Lines for the output channel; never the value of a Secret. */
export interface Logger {
  info(message: string): void;
  warn(message: string): void;
}

/** Everything that features may ask of the world. */
export interface Environment {
  readonly index: RepositoryIndex;
  readonly schemas: SchemaRegistry;
  readonly renderer: Renderer;
  readonly yaml: YamlService;
  /** The connected clusters; features that need none ask it for nothing. */
  readonly cluster: Cluster;
  /** The time in milliseconds since 1970, for what is told as `2 min ago`. */
  readonly now: () => number;
  readonly settings: () => Settings;
  readonly logger: Logger;
}
