import type { ScalarStyle } from "../node.ts";

/** Marks of the structure of a document. `*End` tokens of blocks have no characters of their own. */
export interface StructureToken {
  readonly type:
    | "streamEnd"
    | "documentStart"
    | "documentEnd"
    | "blockSequenceStart"
    | "blockMappingStart"
    | "blockEnd"
    | "flowSequenceStart"
    | "flowSequenceEnd"
    | "flowMappingStart"
    | "flowMappingEnd"
    | "blockEntry"
    | "flowEntry"
    | "key"
    | "value";
  readonly start: number;
  readonly end: number;
}

/** A scalar with its text: escapes resolved, lines folded. */
export interface ScalarToken {
  readonly type: "scalar";
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly style: ScalarStyle;
}

/** `&name` or `*name`. */
export interface NameToken {
  readonly type: "anchor" | "alias";
  readonly start: number;
  readonly end: number;
  readonly name: string;
}

/** `!handle!suffix`; the handle is empty for a complete tag (`!<tag>`, or `!` alone). */
export interface TagToken {
  readonly type: "tag";
  readonly start: number;
  readonly end: number;
  readonly handle: string;
  readonly suffix: string;
}

/** `%YAML` or `%TAG` with its two words. */
export interface DirectiveToken {
  readonly type: "versionDirective" | "tagDirective";
  readonly start: number;
  readonly end: number;
  readonly handle: string;
  readonly prefix: string;
}

/** What the scanner hands to the parser. */
export type Token = StructureToken | ScalarToken | NameToken | TagToken | DirectiveToken;
