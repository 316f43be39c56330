import type { CompletionItem, Hover, Position } from "vscode-languageserver-types";
import type { KindSchema } from "../core/schema/model.ts";

/** One YAML document and where the cursor is in it (zero-based line and UTF-16 character of that document). */
export interface YamlRequest {
  readonly text: string;
  readonly position: Position;
  readonly schema: KindSchema;
}

/** General YAML completion and hover against one schema; the only way to the package that implements it. */
export interface YamlService {
  /** Items whose edits are relative to the document's text. */
  complete(request: YamlRequest): Promise<readonly CompletionItem[]>;
  hover(request: YamlRequest): Promise<Hover | undefined>;
}
