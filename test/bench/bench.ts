import type { SchemaRegistry } from "../../server/core/schema/model.ts";
import type { SchemaFiles } from "./peer.ts";

/** What all parts work with. */
export interface Bench {
  readonly schemas: SchemaRegistry;
  readonly schemaFiles: SchemaFiles;
  /** An empty folder for generated files, removed at the end. */
  readonly folder: string;
  /** Longer runs on larger inputs. */
  readonly thorough: boolean;
}
