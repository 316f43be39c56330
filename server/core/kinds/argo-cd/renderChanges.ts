import { isJsonObject, itemsAt, type Json, type JsonObject, jsonAt, textAt } from "../../cluster/liveObject.ts";
import { counted, type RenderChanges } from "../renderChanges.ts";
import { directoryFiles } from "./directoryFiles.ts";

/** Variables of a build that are known only once a commit is synced. */
const revisions = ["ARGOCD_APP_REVISION", "ARGOCD_APP_REVISION_SHORT", "ARGOCD_APP_REVISION_SHORT_8"];

/**
 * What Argo CD's repo-server changes around the build of a kustomize directory of an Application, or takes from a plain one;
 * nothing for sources that say they are something else (argo-cd 3.5 util/kustomize, Build).
 */
export function argoChanges(
  object: JsonObject,
  directory: string,
  overrides: readonly JsonObject[] = [],
): RenderChanges | undefined {
  const written = sourceOf(object, directory);
  const found = written && { ...written, source: overridden(written.source, overrides) };
  if (!found || ["helm", "chart", "plugin"].some((type) => isSet(found.source, type))) return undefined;
  const { source, path } = found;
  const kustomize = isJsonObject(source["kustomize"]) ? source["kustomize"] : {};
  const namespace = textAt(object, "spec", "destination", "namespace") ?? "";
  const environment = environmentOf(object, source, namespace);
  return {
    words: [
      ...wordsOf(kustomize, namespace),
      ...(isSet(source, "directory") ? ["directory"] : []),
      ...counted(overrides.length, "file of overrides", "files of overrides"),
    ],
    otherwise: "nothing is changed",
    toEngine: (_, __, clusterScoped) => ({
      controller: "argo",
      spec: kustomize,
      prefix: `${path}.kustomize.`,
      environment,
      namespace,
      clusterScoped,
    }),
    fields: { [`${path.replace("spec.", "")}.kustomize`]: kustomize, "destination.namespace": namespace },
    variables: undefined,
    components: itemsAt(kustomize, "components").filter((each) => typeof each === "string"),
    ...(!isSet(source, "kustomize") && { files: (paths) => directoryFiles(source, paths) }),
    isPlain: isSet(source, "directory"),
    unknown: revisions.filter((name) => substitutedTexts(kustomize).some((text) => mentions(text, name))),
    leftOut: [],
  };
}

/** Files in the directory whose fields win over those of the source (argo-cd reposerver/repository, mergeSourceParameters). */
export function argoOverrides(name: string): readonly string[] {
  return [".argocd-source.yaml", `.argocd-source-${name}.yaml`];
}

/** Where the source comes from they cannot change. */
function overridden(source: JsonObject, overrides: readonly JsonObject[]): JsonObject {
  const merged = overrides.reduce<JsonObject>((current, each) => mergePatch(current, each), source);
  const fixed = ["repoURL", "path", "chart", "targetRevision"].map((name) => [name, source[name]]);
  return { ...merged, ...Object.fromEntries(fixed) };
}

/** A JSON merge patch (RFC 7396). */
function mergePatch(current: JsonObject, patch: JsonObject): JsonObject {
  const changed = new Map(Object.entries(current));
  for (const [name, value] of Object.entries(patch)) {
    const known = changed.get(name);
    if (value === null) changed.delete(name);
    else changed.set(name, isJsonObject(value) ? mergePatch(isJsonObject(known) ? known : {}, value) : value);
  }
  return Object.fromEntries(changed);
}

interface Source {
  readonly source: JsonObject;
  /** Its place in the object. */
  readonly path: string;
}

/** The source that takes a directory: the one whose path is the longest end of it. */
function sourceOf(object: JsonObject, directory: string): Source | undefined {
  const single = ["spec.source", "spec.sourceHydrator.drySource"].map((path) => ({
    path,
    source: jsonAt(object, ...path.split(".")),
  }));
  const several = itemsAt(object, "spec", "sources").map((source, at) => ({ path: `spec.sources.${at}`, source }));
  const fitting = [...several, ...single].flatMap(({ path, source }) => {
    if (!isJsonObject(source)) return [];
    const wanted = segmentsOf(textAt(source, "path"));
    const ends = wanted === "" || decodeURIComponent(directory).endsWith(`/${wanted}`);
    return ends ? [{ path, source, length: wanted.length }] : [];
  });
  return fitting.toSorted((a, b) => b.length - a.length)[0];
}

function segmentsOf(path = ""): string {
  return path
    .split("/")
    .filter((part) => part !== "" && part !== ".")
    .join("/");
}

/** The variables of a build (argo-cd reposerver/repository newEnv); those of the revision stand for themselves. */
function environmentOf(object: JsonObject, source: JsonObject, namespace: string): Readonly<Record<string, string>> {
  return {
    ARGOCD_APP_NAME: textAt(object, "metadata", "name") ?? "",
    ARGOCD_APP_NAMESPACE: namespace,
    ARGOCD_APP_PROJECT_NAME: textAt(object, "spec", "project") ?? "default",
    ARGOCD_APP_SOURCE_REPO_URL: textAt(source, "repoURL") ?? "",
    ARGOCD_APP_SOURCE_PATH: textAt(source, "path") ?? "",
    ARGOCD_APP_SOURCE_TARGET_REVISION: textAt(source, "targetRevision") ?? "",
    ...Object.fromEntries(revisions.map((name) => [name, `\${${name}}`])),
  };
}

function substitutedTexts(kustomize: JsonObject): readonly string[] {
  const annotations = kustomize["commonAnnotationsEnvsubst"] === true ? kustomize["commonAnnotations"] : {};
  const maps = [kustomize["commonLabels"], annotations].flatMap((map) => (isJsonObject(map) ? Object.values(map) : []));
  return [...itemsAt(kustomize, "images"), ...maps].filter((each) => typeof each === "string");
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\$(?:${name}(?![A-Za-z0-9_])|\\{${name}\\})`).test(text);
}

function wordsOf(kustomize: JsonObject, namespace: string): readonly string[] {
  const size = (value: Json | undefined): number => (isJsonObject(value) ? Object.keys(value).length : 0);
  return [
    ...["namePrefix", "nameSuffix"].filter((name) => isSet(kustomize, name)),
    ...counted(itemsAt(kustomize, "images").length, "image", "images"),
    ...counted(itemsAt(kustomize, "replicas").length, "number of replicas", "numbers of replicas"),
    ...counted(size(kustomize["commonLabels"]), "label", "labels"),
    ...counted(size(kustomize["commonAnnotations"]), "annotation", "annotations"),
    ...(isSet(kustomize, "namespace") ? ["namespace"] : []),
    ...counted(itemsAt(kustomize, "patches").length, "patch", "patches"),
    ...counted(itemsAt(kustomize, "components").length, "component", "components"),
    ...(namespace === "" ? [] : ["namespace of the destination"]),
  ];
}

function isSet(object: JsonObject, name: string): boolean {
  return object[name] !== undefined && object[name] !== null && object[name] !== "";
}
