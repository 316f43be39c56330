import type { JsonObject } from "../cluster/liveObject.ts";

/** What a controller changes of what `kustomize build` prints for a directory, from the fields of its object. */
export interface RenderChanges {
  /** The fields that have an effect, in a few words each: `targetNamespace`, `2 patches`. */
  readonly words: readonly string[];
  /** What is said when there are none. */
  readonly otherwise: string;
  /**
   * What the engine does. Variables are there when there are {@link variables}; `clusterScoped` are custom kinds without a
   * namespace, as `group/kind`.
   */
  readonly toEngine: (
    owner: DeployerName,
    variables: RenderVariables | undefined,
    clusterScoped: readonly string[],
  ) => ControllerChanges;
  /** The fields of the spec that count, those that the engine does not read included. */
  readonly fields: JsonObject;
  /** What is substituted after the build; undefined: nothing is. */
  readonly variables: VariableSources | undefined;
  /**
   * The files below a directory without a kustomization file that are applied as they are, by their paths below it;
   * undefined when such a directory is not taken so.
   */
  readonly files?: (paths: readonly string[]) => TakenFiles;
  /** The files are applied as they are although there is a kustomization file. */
  readonly isPlain?: boolean;
  /** Directories that are built in, relative to the directory that is rendered. */
  readonly components: readonly string[];
  /** Names whose `${NAME}` stays in the text, because their values are only known later. */
  readonly unknown: readonly string[];
  /** The controller lets kustomize read files outside of the directory. */
  readonly loadRestrictor?: "none";
  /** What the controller does besides and no render shows, as sentences. */
  readonly leftOut: readonly string[];
}

/** Files of a plain directory. */
export interface TakenFiles {
  readonly taken: readonly string[];
  /** Programs that make objects: nothing here runs them. */
  readonly jsonnet: readonly string[];
}

/** How the deployer is called; empty where it is not known. */
export interface DeployerName {
  readonly name: string;
  readonly namespace: string;
}

/** Variables that are substituted after the build. */
export interface RenderVariables {
  readonly values: Readonly<Record<string, string>>;
  /** Names that have a value nobody may see: their expressions stay as they are written. */
  readonly hidden: readonly string[];
  /** There may be more variables, so that expressions without a value stay as they are written, too. */
  readonly open: boolean;
  /** Substitutes although there are no variables. */
  readonly always: boolean;
}

/** What a controller does before and after the build. */
export type ControllerChanges = FluxChanges | ArgoChanges;

/** See engine/flux. */
export interface FluxChanges extends DeployerName {
  readonly controller: "flux";
  /** The fields of the spec that have an effect. */
  readonly spec: JsonObject;
  readonly variables?: RenderVariables;
}

/** See engine/argo. */
export interface ArgoChanges {
  readonly controller: "argo";
  /** `kustomize` of the source. */
  readonly spec: JsonObject;
  /** Where that is in the object, with a dot at its end. */
  readonly prefix: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The namespace of objects without one; empty for none. */
  readonly namespace: string;
  /** Kinds without a namespace, as `group/kind`. */
  readonly clusterScoped: readonly string[];
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
