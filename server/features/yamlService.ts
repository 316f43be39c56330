import type { CompletionItem, Hover, Position } from "vscode-languageserver-types";

/** The part of JSON Schema that a general YAML service is told about a place of a document. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly enum?: readonly (string | number | boolean | null)[];
  readonly anyOf?: readonly JsonSchema[];
  readonly default?: unknown;
  readonly markdownDescription?: string;
}

/**
 * A small YAML document that stands for the place under the cursor, the cursor in it (zero-based line and UTF-16
 * character), and the schema of just that place.
 */
export interface YamlRequest {
  readonly text: string;
  readonly position: Position;
  /** Names the schema: equal names mean equal schemas. */
  readonly schemaId: string;
  readonly schema: JsonSchema;
}

/** General YAML completion and hover against one schema; the only way to the package that implements it. */
export interface YamlService {
  /** Items whose edits are relative to the request's text. */
  complete(request: YamlRequest): Promise<readonly CompletionItem[]>;
  hover(request: YamlRequest): Promise<Hover | undefined>;
}
