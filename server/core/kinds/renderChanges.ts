import type { JsonObject } from "../cluster/liveObject.ts";

/** What a controller changes of what `kustomize build` prints for a directory, from the fields of its object. */
export interface RenderChanges {
  /** Whose rules the engine follows. */
  readonly controller: "flux";
  /** The fields that have an effect, in a few words each: `targetNamespace`, `2 patches`. */
  readonly words: readonly string[];
  /** The part of the spec that the engine reads, as it is written. */
  readonly spec: JsonObject;
  /** The fields of the spec that count, those that the engine does not read included. */
  readonly fields: JsonObject;
  /** What is substituted after the build; undefined: nothing is. */
  readonly variables: VariableSources | undefined;
  /** Directories that are built in, relative to the directory that is rendered. */
  readonly components: readonly string[];
  /** What the controller does besides and no render shows, as sentences. */
  readonly leftOut: readonly string[];
}

/** Where variables come from. */
export interface VariableSources {
  /** Field of the list of objects. */
  readonly field: string;
  /** Written in the object itself; they win over those of other objects. */
  readonly inline: ReadonlyMap<string, string>;
  /** Objects in the namespace of the object, later ones win. */
  readonly from: readonly VariableSource[];
  /** Substitutes although there are no variables. */
  readonly always: boolean;
}

/** An object whose data are variables. */
export interface VariableSource {
  readonly kind: string;
  readonly name: string;
  readonly optional: boolean;
  /** Its place in the list. */
  readonly index: number;
  /** Nobody may see its values. */
  readonly isSecret: boolean;
}

/** A value as it is substituted: line breaks are dropped (fluxcd/pkg kustomize, LoadVariables). */
export function variableValue(text: string): string {
  return text.replaceAll("\n", "");
}

/** How many there are, in words; none for none. */
export function counted(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [count === 1 ? `1 ${one}` : `${count} ${many}`];
}
