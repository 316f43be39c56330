import type { RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import type { ClusterRegistry, ServedType } from "../core/schema/clusterRegistry.ts";
import type { SchemaRegistry } from "../core/schema/model.ts";
import { schemasOfOpenApi } from "../core/schema/openApiSchemas.ts";
import type { Cluster } from "../features/cluster.ts";
import type { Logger } from "../features/environment.ts";
import type { Clusters } from "./adapters/cluster/clusters.ts";

/** What the schemas of clusters are made over. */
export interface ClusterSchemaOptions {
  readonly clusters: Pick<Clusters, "call"> & { readonly cluster: Pick<Cluster, "connections"> };
  readonly registry: ClusterRegistry;
  /** What is built in: its names of types lead to our texts. */
  readonly builtIn: Pick<SchemaRegistry, "find">;
  readonly index: Pick<RepositoryIndex, "manifests" | "structureRevision">;
  readonly logger: Logger;
  /** Schemas arrived or went: findings may be others now. */
  readonly changed: () => void;
}

/** A connection as it is now; another one with the same context is asked anew. */
interface Known {
  readonly version: string | undefined;
  /** Which versions of groups were asked for, as `group/version`. */
  readonly asked: Set<string>;
  types: readonly ServedType[];
}

/**
 * Lets the schema registry follow the connected clusters: the types of each when it is connected, and the published
 * schemas of those that open files use. The returned function is called whenever either may have changed, with the open
 * files; it costs nothing without a connection.
 */
export function createClusterSchemas(options: ClusterSchemaOptions): (uris: readonly string[]) => void {
  const { clusters, registry, index, logger, changed } = options;
  const known = new Map<string, Known>();
  const failed = (what: string, error: unknown): void =>
    logger.warn(`${what} could not be read: ${error instanceof Error ? error.message : String(error)}`);

  const readTypes = async (context: string, entry: Known): Promise<void> => {
    const found = await clusters.call("types", { context });
    if (found?.kind !== "found" || known.get(context) !== entry) return;
    entry.types = found.value;
    registry.setTypes(context, found.value);
    changed();
  };
  const readSchemas = async (context: string, entry: Known, group: string, version: string): Promise<void> => {
    const found = await clusters.call("openApi", { context, group, version });
    if (known.get(context) !== entry) return;
    if (found?.kind !== "found") {
      logger.info(`The schemas of ${group}/${version} in ${context} are not used: ${found?.reason ?? "no answer"}`);
      return;
    }
    const origin = `${context} ${Date.now()}`;
    const builtIn = (kind: string): ReturnType<SchemaRegistry["find"]> => options.builtIn.find(group, version, kind);
    const { schemas, leftOut } = schemasOfOpenApi(found.value, { origin, group, version, builtIn });
    if (leftOut.length > 0) logger.info(leftOutLine(context, `${group}/${version}`, leftOut));
    registry.addSchemas(context, schemas);
    if (schemas.length > 0) changed();
  };
  const follow = (context: string, entry: Known, uris: readonly string[]): void => {
    for (const { group, version } of typesIn(uris, index)) {
      const name = `${group}/${version}`;
      const isCustom = entry.types.some((type) => type.group === group && type.version === version);
      if (!isCustom || entry.asked.has(name)) continue;
      entry.asked.add(name);
      readSchemas(context, entry, group, version).catch((error: unknown) => failed(`Schemas of ${name}`, error));
    }
  };

  const state = { told: "" };
  return (uris) => {
    const { connections } = clusters.cluster;
    if (connections.length === 0 && known.size === 0) return;
    const contexts = connections.map(({ context, state: each, version }) => [context, each, version]);
    const types = [...known.values()].map((entry) => entry.types.length);
    const wanted = JSON.stringify([index.structureRevision, uris, contexts, types]);
    if (wanted === state.told) return;
    state.told = wanted;
    const connected = connections.filter(({ state }) => state === "connected" || state === "interrupted");
    for (const context of known.keys()) {
      if (connections.some((each) => each.context === context)) continue;
      known.delete(context);
      registry.setTypes(context, undefined);
      changed();
    }
    for (const { context, version } of connected) {
      const before = known.get(context);
      if (before && before.version === version) follow(context, before, uris);
      else {
        const entry: Known = { version, asked: new Set(), types: [] };
        known.set(context, entry);
        readTypes(context, entry).catch((error: unknown) => failed(`What ${context} serves`, error));
      }
    }
  };
}

function leftOutLine(context: string, version: string, kinds: readonly string[]): string {
  return `The schemas that ${context} publishes for ${version} of ${kinds.join(", ")} are not used: they are not in a shape that can be checked.`;
}

function typesIn(
  uris: readonly string[],
  index: Pick<RepositoryIndex, "manifests">,
): readonly { readonly group: string; readonly version: string }[] {
  const found = new Map<string, { readonly group: string; readonly version: string }>();
  for (const uri of uris) {
    for (const { manifest } of index.manifests(uri)) {
      const { group, version } = manifest.gvk;
      found.set(`${group}/${version}`, { group, version });
    }
  }
  return [...found.values()];
}
