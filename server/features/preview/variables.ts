import { isJsonObject, itemsAt, type JsonObject, textAt } from "../../core/cluster/liveObject.ts";
import { referencesOf } from "../../core/graph/references.ts";
import type { RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { nearestTarget } from "../../core/graph/resolve.ts";
import { type RenderVariables, type VariableSource, variableValue } from "../../core/kinds/renderChanges.ts";
import { isKustomizationFileName, type Manifest, manifestOf } from "../../core/manifest/manifest.ts";
import { plainValue } from "../../core/manifest/plainValue.ts";
import { type Deployer, readYaml } from "./deployer.ts";
import type { FileSource } from "./fileSource.ts";

/** An object whose variables are not known, and why. */
export interface VariableGap {
  readonly source: VariableSource;
  /**
   * `hidden`: it is a Secret; `made`: a controller or generator makes it; `unclear`: several manifests may be meant;
   * `absent`: it is not declared, and not in the cluster that was asked; `assumed`: the same, but it is optional and no
   * cluster was asked; `denied`: that cluster did not hand it over.
   */
  readonly reason: "hidden" | "made" | "unclear" | "absent" | "assumed" | "denied";
  /** What the cluster said, as the end of a sentence. */
  readonly message?: string;
}

/** The variables of a deployer, as far as they are known. */
export interface KnownVariables {
  /** Undefined when nothing is substituted. */
  readonly variables: RenderVariables | undefined;
  readonly gaps: readonly VariableGap[];
  /** The files that they come from. */
  readonly uris: readonly string[];
}

/** The data of an object of a cluster, or why there is none. */
export type LookedUp =
  | { readonly kind: "found"; readonly data: JsonObject }
  | { readonly kind: "absent" }
  | { readonly kind: "denied"; readonly message: string };

/** Asks a cluster for an object that the workspace does not declare; never for a Secret. */
export type LookUp = (source: VariableSource) => Promise<LookedUp>;

/** Where variables are looked for: the manifests of a state of the files, then a cluster. */
export interface VariablePlaces {
  readonly files: FileSource;
  readonly index: RepositoryIndex;
  readonly lookUp?: LookUp | undefined;
}

/** Collects the variables of a deployer. */
export async function collectVariables(deployer: Deployer, places: VariablePlaces): Promise<KnownVariables> {
  const sources = deployer.changes.variables;
  if (!sources) return { variables: undefined, gaps: [], uris: [] };
  const found: FoundSource[] = [];
  for (const each of sources.from) found.push(await find(each, deployer, places));
  // Undefined values are those of Secrets; what comes later wins.
  const values = new Map<string, string | undefined>();
  for (const { source, data = {}, isEncrypted = false } of found) {
    for (const [name, value] of Object.entries(data)) {
      values.set(name, source.isSecret || isEncrypted ? undefined : variableValue(String(value ?? "")));
    }
  }
  for (const [name, value] of sources.inline) values.set(name, value);
  const shown = [...values].flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return {
    variables: {
      values: Object.fromEntries(shown),
      hidden: [...values].flatMap(([name, value]) => (value === undefined ? [name] : [])),
      open: found.some(({ gap, data }) => gap !== undefined && data === undefined),
      always: sources.always,
    },
    gaps: found.flatMap(({ gap }) => gap ?? []),
    uris: found.flatMap(({ uri }) => uri ?? []),
  };
}

interface FoundSource {
  readonly source: VariableSource;
  /** The keys and values; those of a Secret only when it is in the workspace. */
  readonly data?: JsonObject;
  /** The values are those of SOPS. */
  readonly isEncrypted?: boolean;
  readonly uri?: string;
  readonly gap?: VariableGap;
}

async function find(
  source: VariableSource,
  { changes, written }: Deployer,
  places: VariablePlaces,
): Promise<FoundSource> {
  const field = changes.variables?.field ?? "";
  const target = written && targetOf(source, written.manifest, field, places.index);
  const place = target === "unclear" ? undefined : target;
  const data = place && (await (place.object ? readData : readGenerator)(place.uri, source, places));
  if (data) {
    const isHidden = source.isSecret || data.isEncrypted;
    return { source, uri: place.uri, ...data, ...(isHidden && { gap: { source, reason: "hidden" } }) };
  }
  if (source.isSecret) return { source, gap: { source, reason: "hidden" } };
  const live = await places.lookUp?.(source);
  if (live?.kind === "found") return { source, data: live.data };
  if (live?.kind === "denied") return { source, gap: { source, reason: "denied", message: live.message } };
  // The cluster that was asked is the one where it would count.
  if (live && source.optional) return { source };
  if (target === undefined && source.optional) return { source, data: {}, gap: { source, reason: "assumed" } };
  const reason = live || target === undefined ? "absent" : target === "unclear" ? "unclear" : "made";
  return { source, gap: { source, reason, ...(live && { message: ", and the cluster has none" }) } };
}

function targetOf(
  source: VariableSource,
  manifest: Manifest,
  field: string,
  index: RepositoryIndex,
): ReturnType<typeof nearestTarget> {
  const reference = referencesOf(manifest).find(
    ({ rule, name, to }) =>
      rule.path === `${field}[*]` && name.value === source.name && to.some(({ kind }) => kind === source.kind),
  );
  return reference && nearestTarget(reference, manifest, index);
}

type ReadData = Pick<FoundSource, "isEncrypted"> & { readonly data: JsonObject };

/** The data of an object as a state of the files has it. */
async function readData(
  uri: string,
  source: VariableSource,
  { files, index }: VariablePlaces,
): Promise<ReadData | undefined> {
  const file = await readYaml(uri, files, index);
  const manifests = (file?.entries ?? []).flatMap(({ document }) => manifestOf(document, uri) ?? []);
  const found = manifests.find(({ gvk, name }) => gvk.kind === source.kind && name?.value === source.name);
  if (!found) return undefined;
  const object = plainValue(found.root);
  const fields = source.isSecret ? ["data", "stringData"] : ["data"];
  const parts = fields.map((name) => (isJsonObject(object) ? object[name] : undefined));
  const data: JsonObject = Object.assign({}, ...parts.filter(isJsonObject));
  return { data, isEncrypted: isJsonObject(object) && isJsonObject(object["sops"]) };
}

/** The data of a generator that has nothing but literals (kustomize api/kv, ParseLiteral). */
async function readGenerator(
  uri: string,
  source: VariableSource,
  { files, index }: VariablePlaces,
): Promise<ReadData | undefined> {
  if (source.isSecret || !isKustomizationFileName(uri)) return undefined;
  const root = plainValue((await readYaml(uri, files, index))?.entries[0]?.document.root);
  const entries = itemsAt(root, "configMapGenerator").filter((each) => textAt(each, "name") === source.name);
  const [entry, ...others] = entries.filter(isJsonObject);
  if (!entry || others.length > 0 || ["files", "envs", "env", "behavior"].some((name) => name in entry))
    return undefined;
  const literals = itemsAt(entry, "literals").filter((each) => typeof each === "string");
  const pairs = literals.map((each) => /^([^=]+)=(?:"(.*)"|'(.*)'|(.*))$/s.exec(each) ?? []);
  const data = pairs.flatMap(([, name, ...values]) =>
    name === undefined ? [] : [[name, values.find((each) => each !== undefined) ?? ""] as const],
  );
  return { data: Object.fromEntries(data) };
}
