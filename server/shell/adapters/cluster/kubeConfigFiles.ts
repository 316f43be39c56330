import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { isJsonObject, itemsAt, type Json, type JsonObject, textAt } from "../../../core/cluster/liveObject.ts";
import { linesOf, parseYamlFile } from "../../../core/manifest/parseYamlFile.ts";
import { plainValue } from "../../../core/manifest/plainValue.ts";

/** What the kubeconfig files say together, as clientcmd of client-go merges them: the first file to name a thing wins. */
export interface KubeConfigData {
  /** Bodies by name; paths of files in them are absolute. */
  readonly clusters: ReadonlyMap<string, JsonObject>;
  readonly users: ReadonlyMap<string, JsonObject>;
  readonly contexts: ReadonlyMap<string, JsonObject>;
  readonly currentContext: string;
  /** Files that could not be read and entries that cannot be used, each with the reason; no secret. */
  readonly problems: readonly string[];
}

/** Where kubeconfig files are looked for. */
export interface KubeConfigPlaces {
  /** The setting `gitops.cluster.kubeconfig`: one or more paths; empty for the usual places. */
  readonly setting: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The home folder of the user. */
  readonly home: string;
  /** Where a pod finds its service account. */
  readonly serviceAccount?: string;
}

const serviceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

/** Reads and merges all kubeconfig files. Starts no program and contacts nothing. */
export function readKubeConfig(places: KubeConfigPlaces): KubeConfigData {
  const { setting, env, home } = places;
  const named = (setting.trim() || env["KUBECONFIG"] || "").split(delimiter).filter((path) => path.trim() !== "");
  const usual = join(home, ".kube", "config");
  const files = named.length > 0 ? named.map((path) => expandHome(path.trim(), home)) : [usual];
  const problems: string[] = [];
  const found = files.flatMap((path) => {
    if (named.length === 0 && !existsSync(path)) return [];
    return readFile(path, problems);
  });
  const inCluster = found.length === 0 && problems.length === 0 ? inClusterConfig(places) : undefined;
  return merge(inCluster ? [inCluster] : found, problems);
}

function expandHome(path: string, home: string): string {
  return /^~[\\/]/.test(path) ? join(home, path.slice(2)) : path;
}

interface ConfigFile {
  readonly path: string;
  readonly body: JsonObject;
}

function readFile(path: string, problems: string[]): readonly ConfigFile[] {
  const text = textOf(path, problems);
  if (text === undefined) return [];
  const { entries } = parseYamlFile(path, text);
  for (const { document, line } of entries) {
    const [first] = document.problems;
    if (!first || first.code === "yaml/duplicate-key") continue;
    const at = line + linesOf(document).at(first.span.start).line + 1;
    problems.push(`${path} is not read: line ${at}: ${first.message} Correct it, or take it out of KUBECONFIG.`);
    return [];
  }
  const body = plainValue(entries.find(({ document }) => document.root)?.document.root);
  if (isJsonObject(body)) return [{ path, body }];
  if (text.trim() !== "")
    problems.push(`${path} is not read: it is no kubeconfig, which starts with \`kind: Config\`.`);
  return [];
}

function textOf(path: string, problems: string[]): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    problems.push(`${path} is not read: ${reasonOf(error)}. Check the path and its permissions.`);
    return undefined;
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code === "ENOENT") return "there is no such file";
  if (code === "EACCES" || code === "EPERM") return "you have no permission to read it";
  if (code === "EISDIR") return "it is a folder";
  return error instanceof Error ? error.message : String(error);
}

function merge(files: readonly ConfigFile[], problems: string[]): KubeConfigData {
  const clusters = new Map<string, JsonObject>();
  const users = new Map<string, JsonObject>();
  const contexts = new Map<string, JsonObject>();
  for (const { path, body } of files) {
    addNamed(body, "clusters", "cluster", clusters, (each) => withAbsolute(each, path, ["certificate-authority"]));
    addNamed(body, "users", "user", users, (each) => absoluteUser(each, path));
    addNamed(body, "contexts", "context", contexts, (each) => each);
  }
  for (const [name, context] of contexts) {
    const cluster = textAt(context, "cluster") ?? "";
    if (textAt(clusters.get(cluster), "server") !== undefined) continue;
    contexts.delete(name);
    problems.push(`The context \`${name}\` is left out: no file describes its cluster \`${cluster}\`.`);
  }
  const currentContext =
    files.map(({ body }) => textAt(body, "current-context") ?? "").find((name) => name !== "") ?? "";
  return { clusters, users, contexts, currentContext, problems };
}

function addNamed(
  body: JsonObject,
  list: string,
  key: string,
  into: Map<string, JsonObject>,
  prepare: (value: JsonObject) => JsonObject,
): void {
  for (const item of itemsAt(body, list)) {
    const name = textAt(item, "name");
    if (name === undefined || into.has(name)) continue;
    const value = isJsonObject(item) ? item[key] : undefined;
    into.set(name, prepare(isJsonObject(value) ? value : {}));
  }
}

/** Paths in a kubeconfig are relative to the folder of its file. */
function withAbsolute(body: JsonObject, file: string, keys: readonly string[]): JsonObject {
  const entries = Object.entries(body).map(([key, value]): [string, Json | undefined] => {
    if (!keys.includes(key) || typeof value !== "string" || value === "") return [key, value];
    return [key, isAbsolute(value) ? value : join(dirname(file), value)];
  });
  return Object.fromEntries(entries);
}

function absoluteUser(body: JsonObject, file: string): JsonObject {
  const user = withAbsolute(body, file, ["client-certificate", "client-key", "tokenFile"]);
  const exec = user["exec"];
  const command = textAt(exec, "command");
  // A command without a slash is looked for in PATH, as client-go does.
  if (!isJsonObject(exec) || command === undefined || !/[\\/]/.test(command)) return user;
  return { ...user, exec: withAbsolute(exec, file, ["command"]) };
}

/** The service account of the pod this process runs in; undefined outside a cluster. */
function inClusterConfig({ env, serviceAccount = serviceAccountFolder }: KubeConfigPlaces): ConfigFile | undefined {
  const host = env["KUBERNETES_SERVICE_HOST"];
  const port = env["KUBERNETES_SERVICE_PORT"] ?? "443";
  const tokenFile = join(serviceAccount, "token");
  if (!host || !existsSync(tokenFile)) return undefined;
  const namespaceFile = join(serviceAccount, "namespace");
  const namespace = existsSync(namespaceFile) ? readFileSync(namespaceFile, "utf8").trim() : "default";
  const name = "in-cluster";
  const server = `https://${host.includes(":") ? `[${host}]` : host}:${port}`;
  const body = {
    "current-context": name,
    clusters: [{ name, cluster: { server, "certificate-authority": join(serviceAccount, "ca.crt") } }],
    users: [{ name, user: { tokenFile } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
  };
  return { path: tokenFile, body };
}
