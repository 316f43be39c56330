// The only user of the Kubernetes client: it knows every way of logging in; the requests are made by apiClient.ts.
import { readFileSync } from "node:fs";
import { Agent as HttpAgent, type OutgoingHttpHeaders } from "node:http";
import { type AgentOptions, Agent as HttpsAgent, type RequestOptions } from "node:https";
import { KubeConfig } from "@kubernetes/client-node";
import { isJsonObject, itemsAt, type Json, type JsonObject, jsonAt, textAt } from "../../../core/cluster/liveObject.ts";
import { type KubeConfigPlaces, readKubeConfig } from "./kubeConfigFiles.ts";
import { createOidcLogin, createOidcTokens, type OidcLogin, type OidcTokens } from "./oidcLogin.ts";
import { proxyFor } from "./proxyFor.ts";

/** How requests reach the API server of a context as its user. */
export interface Access {
  /** Address of the API server without a slash at its end. */
  readonly server: string;
  /** Namespace of the context. */
  readonly namespace: string;
  /** Name of the user in the kubeconfig. */
  readonly user: string;
  /** Options for a request made now. Runs the program of the context, or renews its token, when that is due. */
  options(): Promise<RequestOptions>;
  /** Notes that the API server did not accept the login; whether one that it has not seen can be had without the user. */
  refused(): boolean;
  /** Ends idle connections. */
  close(): void;
}

/** The login of a context could not be made; the message says why and what to do. */
export class AccessError extends Error {}

/**
 * Reads the kubeconfig anew and prepares the access to a context; runs nothing yet. `tokens` are those of the same
 * connection before. Throws {@link AccessError}.
 */
export function openAccess(
  places: KubeConfigPlaces,
  context: string,
  tokens: OidcTokens = createOidcTokens(Date.now),
): Access {
  const files = readKubeConfig(places);
  const body = files.contexts.get(context);
  if (body === undefined) {
    throw new AccessError(
      `The kubeconfig has no context \`${context}\` (any more). ${files.problems.join(" ")}`.trim(),
    );
  }
  const clusterName = textAt(body, "cluster") ?? "";
  const userName = textAt(body, "user") ?? "";
  const cluster = files.clusters.get(clusterName) ?? {};
  const user = files.users.get(userName) ?? {};
  const server = (textAt(cluster, "server") ?? "").replace(/\/+$/, "");
  if (!URL.canParse(server)) {
    throw new AccessError(
      `The cluster of \`${context}\` has the server \`${server}\`, which is no address. Correct the kubeconfig.`,
    );
  }
  const config = new KubeConfig();
  const reached = clusterFor(cluster, server, places.env);
  config.loadFromString(
    JSON.stringify({
      clusters: [{ name: "cluster", cluster: reached }],
      users: [{ name: "user", user: userFor(user, reached) }],
      contexts: [{ name: "context", context: { cluster: "cluster", user: "user" } }],
      "current-context": "context",
    }),
  );
  const state: AccessState = { oidc: oidcOf(user, tokens), kept: undefined, pending: undefined };
  // Many requests start at once; the program of the user runs once for all of them.
  const options = (): Promise<RequestOptions> => {
    state.pending ??= optionsOf(config, user, state).finally(() => {
      state.pending = undefined;
    });
    return state.pending;
  };
  return {
    server,
    namespace: textAt(body, "namespace") || "default",
    user: userName,
    options,
    refused: () => state.oidc?.refused() === true,
    close: () => state.kept?.agent.destroy(),
  };
}

interface AccessState {
  /** Gets a token of an identity provider; undefined for users that log in otherwise. */
  readonly oidc: OidcLogin | undefined;
  kept: { readonly key: string; readonly agent: HttpAgent | HttpsAgent } | undefined;
  pending: Promise<RequestOptions> | undefined;
}

async function optionsOf(config: KubeConfig, user: JsonObject, state: AccessState): Promise<RequestOptions> {
  const options: RequestOptions & { headers: OutgoingHttpHeaders } = { headers: {} };
  try {
    await config.applyToHTTPSOptions(options);
    if (state.oidc) options.headers["Authorization"] = `Bearer ${await state.oidc.token()}`;
  } catch (error) {
    throw new AccessError(loginProblem(user, error));
  }
  addIdentity(options.headers, user);
  // Client certificates that a program hands out are renewed: connections made with the old ones must not be used on.
  const { ca, cert, key, rejectUnauthorized, servername } = options;
  const tls = { ca, cert, key, rejectUnauthorized, servername };
  const isProxied = config.getCurrentCluster()?.proxyUrl !== undefined;
  return { ...options, agent: isProxied ? options.agent : keptAgent(state, config, tls) };
}

function oidcOf(user: JsonObject, tokens: OidcTokens): OidcLogin | undefined {
  const provider = user["auth-provider"];
  if (textAt(provider, "name") !== "oidc") return undefined;
  const config = jsonAt(provider, "config");
  return createOidcLogin(isJsonObject(config) ? config : {}, tokens);
}

function keptAgent(state: AccessState, config: KubeConfig, tls: AgentOptions): HttpAgent | HttpsAgent {
  const key = `${String(tls.cert)}\n${String(tls.key)}`;
  if (state.kept?.key === key) return state.kept.agent;
  state.kept?.agent.destroy();
  const isPlain = config.getCurrentCluster()?.server.startsWith("http:") === true;
  const settings: AgentOptions = { ...definedOnly(tls), keepAlive: true, keepAliveMsecs: 30_000, maxFreeSockets: 8 };
  const agent = isPlain ? new HttpAgent(settings) : new HttpsAgent(settings);
  state.kept = { key, agent };
  return agent;
}

function definedOnly(options: AgentOptions): AgentOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined && value !== null));
}

/** What the client leaves out: `tokenFile` of users, groups and extra values of an impersonated user. */
function addIdentity(headers: OutgoingHttpHeaders, user: JsonObject): void {
  const tokenFile = textAt(user, "tokenFile");
  if (tokenFile) headers["Authorization"] = `Bearer ${readToken(tokenFile)}`;
  const groups = itemsAt(user, "as-groups").filter((each) => typeof each === "string");
  if (groups.length > 0) headers["Impersonate-Group"] = groups;
  const uid = textAt(user, "as-uid");
  if (uid) headers["Impersonate-Uid"] = uid;
  const extra = user["as-user-extra"];
  if (!isJsonObject(extra)) return;
  for (const [name, values] of Object.entries(extra)) {
    const texts = Array.isArray(values) ? values.filter((each) => typeof each === "string") : [];
    headers[`Impersonate-Extra-${encodeURIComponent(name)}`] = texts;
  }
}

function readToken(file: string): string {
  try {
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    throw new AccessError(`The token file ${file} cannot be read: ${messageOf(error)}`);
  }
}

function clusterFor(cluster: JsonObject, server: string, env: KubeConfigPlaces["env"]): JsonObject {
  const proxy = textAt(cluster, "proxy-url") || proxyFor(server, env);
  const { "proxy-url": _, ...rest } = cluster;
  return {
    ...rest,
    server,
    ...(proxy !== undefined && { "proxy-url": proxy }),
    // The client refuses plain HTTP unless TLS is said to be of no matter.
    ...(server.startsWith("http:") && { "insecure-skip-tls-verify": true }),
  };
}

/** Tells the program of a user what client-go tells it: which form of answer is wanted, and the cluster if it asks. */
function userFor(user: JsonObject, cluster: JsonObject): JsonObject {
  const { tokenFile: _, "auth-provider": provider, ...others } = user;
  const rest = textAt(provider, "name") === "oidc" ? others : { ...others, "auth-provider": provider };
  const exec = rest["exec"];
  if (!isJsonObject(exec)) return rest;
  const info = {
    apiVersion: textAt(exec, "apiVersion") ?? "client.authentication.k8s.io/v1",
    kind: "ExecCredential",
    spec: { interactive: false, ...(exec["provideClusterInfo"] === true && { cluster: clusterInfo(cluster) }) },
  };
  const env: readonly Json[] = [...itemsAt(exec, "env"), { name: "KUBERNETES_EXEC_INFO", value: JSON.stringify(info) }];
  return { ...rest, exec: { ...exec, env } };
}

function clusterInfo(cluster: JsonObject): JsonObject {
  const file = textAt(cluster, "certificate-authority");
  const data = file ? readFileSync(file).toString("base64") : cluster["certificate-authority-data"];
  return {
    server: cluster["server"],
    "tls-server-name": cluster["tls-server-name"],
    "insecure-skip-tls-verify": cluster["insecure-skip-tls-verify"],
    "certificate-authority-data": data,
    "proxy-url": cluster["proxy-url"],
  };
}

function loginProblem(user: JsonObject, error: unknown): string {
  const command = textAt(user, "exec", "command");
  const reason = messageOf(error);
  if (command === undefined) return `Logging in failed: ${reason}`;
  const hint = textAt(user, "exec", "installHint");
  if (error instanceof Error && "code" in error && error.code === "ENOENT") {
    return `Logging in failed: the program \`${command}\` of the kubeconfig was not found. ${hint ?? "Install it, or correct PATH."}`;
  }
  // The words of a parser repeat what it read, and that may be a token.
  if (error instanceof SyntaxError) {
    return `Logging in failed: what \`${command}\` of the kubeconfig printed is no ExecCredential. Run it in a terminal to see why.`;
  }
  return `Logging in failed: \`${command}\` of the kubeconfig ended with: ${reason} Run it in a terminal to log in again.`;
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split("\n").slice(-3).join(" ").slice(0, 500);
}
