import type { FieldDocumentation, KindSchema, SchemaIndexEntry, SchemaRegistry } from "./model.ts";
import { isFieldDocumentation, parseDocumentation, parseIndex, parseKindSchema } from "./parseSchema.ts";
import { ownValue } from "./plainData.ts";

/** Where the data of `schemas/` comes from; `load*` are called at most once per file and group. */
export interface SchemaData {
  /** The content of `schemas/index.json`. */
  readonly index: unknown;
  /** The content of a schema file, by the path that its entry names. */
  load(file: string): unknown;
  /** The content of the field texts of a group; undefined when there are none. */
  loadDocumentation(group: string): unknown;
}

/** Name of the file with the texts of types that several groups share, such as ObjectMeta. */
const sharedTexts = "common";

/** The registry over `schemas/`. A file that is not in the promised shape throws where it is first used. */
export function createSchemaRegistry(data: SchemaData): SchemaRegistry {
  const entries = parseIndex(data.index);
  const byType = new Map(entries.map((entry) => [typeKey(entry.group, entry.version, entry.kind), entry] as const));
  const schemas = new Map<SchemaIndexEntry, KindSchema>();
  const texts = new Map<string, ReturnType<typeof parseDocumentation>>();
  const textOf = (group: string, typeName: string, field: string): FieldDocumentation | undefined => {
    const types = texts.get(group) ?? parseDocumentation(data.loadDocumentation(group) ?? {}, group);
    texts.set(group, types);
    const text = ownValue(types.get(typeName), field);
    return isFieldDocumentation(text) ? text : undefined;
  };
  return Object.freeze({
    revision: 0,
    isServed: () => false,
    clustersWithout: () => [],
    entries,
    find(group: string, version: string, kind: string): KindSchema | undefined {
      const entry = byType.get(typeKey(group, version, kind));
      if (!entry) return undefined;
      const known = schemas.get(entry);
      if (known) return known;
      const schema = parseKindSchema(data.load(entry.file), entry.file);
      schemas.set(entry, schema);
      return schema;
    },
    documentation(group: string, typeName: string, field: string): FieldDocumentation | undefined {
      return textOf(group, typeName, field) ?? textOf(sharedTexts, typeName, field);
    },
  });
}

function typeKey(group: string, version: string, kind: string): string {
  return `${group}/${version}/${kind}`;
}
