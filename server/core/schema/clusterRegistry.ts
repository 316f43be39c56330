import type { ClusterVersions, KindSchema, SchemaIndexEntry, SchemaRegistry } from "./model.ts";

/** A type that an API server serves. */
export interface ServedType {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly scope: "Namespaced" | "Cluster";
}

/** A registry that follows the connected clusters: what they serve counts more than what is built in. */
export interface ClusterRegistry extends SchemaRegistry {
  /** Tells which custom types a context serves; undefined once it is not connected any more. */
  setTypes(context: string, types: readonly ServedType[] | undefined): void;
  /** Adds the schemas of some of these types. */
  addSchemas(context: string, schemas: readonly KindSchema[]): void;
}

interface Layer {
  readonly types: readonly ServedType[];
  readonly keys: ReadonlySet<string>;
  readonly schemas: Map<string, KindSchema>;
}

/**
 * Puts the types and schemas of connected clusters over those that are built in. Of several clusters, the one connected
 * first wins. Versions that only old releases serve count as deprecated instead of removed where a cluster still has them.
 */
export function createClusterRegistry(base: SchemaRegistry): ClusterRegistry {
  const layers = new Map<string, Layer>();
  const state = { revision: 0, entries: base.entries };
  const changed = (): void => {
    state.revision++;
    state.entries = layers.size === 0 ? base.entries : mergedEntries(base, [...layers.values()]);
  };
  return Object.freeze({
    get revision(): number {
      return state.revision;
    },
    get entries(): readonly SchemaIndexEntry[] {
      return state.entries;
    },
    find(group: string, version: string, kind: string): KindSchema | undefined {
      if (layers.size > 0) {
        const key = typeKey({ group, version, kind });
        for (const { schemas } of layers.values()) {
          const found = schemas.get(key);
          if (found) return found;
        }
      }
      return base.find(group, version, kind);
    },
    documentation: base.documentation,
    clustersWithout({ group, version, kind }: Pick<ServedType, "group" | "version" | "kind">) {
      return [...layers].flatMap(([context, { types, keys }]): readonly ClusterVersions[] => {
        if (keys.has(typeKey({ group, version, kind }))) return [];
        const versions = types.flatMap((type) => (type.group === group && type.kind === kind ? type.version : []));
        return versions.length > 0 ? [{ context, versions }] : [];
      });
    },
    isServed: (type: Pick<ServedType, "group" | "version" | "kind">) =>
      [...layers.values()].some(({ keys }) => keys.has(typeKey(type))),
    setTypes(context: string, types: readonly ServedType[] | undefined) {
      if (!types && !layers.has(context)) return;
      if (types) layers.set(context, { types, keys: new Set(types.map(typeKey)), schemas: new Map() });
      else layers.delete(context);
      changed();
    },
    addSchemas(context: string, schemas: readonly KindSchema[]) {
      const layer = layers.get(context);
      if (!layer || schemas.length === 0) return;
      for (const schema of schemas) layer.schemas.set(typeKey(schema), schema);
      changed();
    },
  });
}

function mergedEntries(base: SchemaRegistry, layers: readonly Layer[]): readonly SchemaIndexEntry[] {
  const known = new Set(base.entries.map(typeKey));
  const own = base.entries.map((entry) =>
    isOld(entry) && layers.some(({ keys }) => keys.has(typeKey(entry))) ? stillServed(entry) : entry,
  );
  const added: SchemaIndexEntry[] = [];
  for (const { types } of layers) {
    for (const type of types) {
      const key = typeKey(type);
      if (known.has(key)) continue;
      known.add(key);
      added.push({ ...type, file: "", served: true, deprecated: false });
    }
  }
  return [...own, ...added];
}

function isOld({ served, removedIn }: SchemaIndexEntry): boolean {
  return !served || removedIn !== undefined;
}

function stillServed({ removedIn: _, ...entry }: SchemaIndexEntry): SchemaIndexEntry {
  return { ...entry, served: true, deprecated: true };
}

function typeKey({ group, version, kind }: Pick<ServedType, "group" | "version" | "kind">): string {
  return `${group}/${version}/${kind}`;
}
