// A small simulated API server for hosts without a real one: it lists, watches and patches what is in memory. It knows
// no permissions, validates nothing, and every token will do.
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { isManifest, isRecord } from "../apply.ts";
import { createAuthority } from "../certificates.ts";
import { statusObject } from "../faults.ts";
import { type SimulatedKind, simulatedKinds } from "./simulatedKinds.ts";
import { createSimulatedStore, mergePatch, type SimulatedStore } from "./simulatedStore.ts";

/** A running simulation. */
export interface SimulatedApi {
  /** `https://127.0.0.1:PORT`. */
  readonly address: string;
  /** PEM of the authority that vouches for it. */
  readonly authority: string;
  stop(): Promise<void>;
}

/** Starts an empty one on loopback. */
export async function startSimulatedApi(): Promise<SimulatedApi> {
  const authority = createAuthority("simulated authority");
  const { key, certificate } = authority.server({ commonName: "simulated" });
  const store = createSimulatedStore();
  const server = createServer({ key, cert: certificate }, (request, response) => {
    handle(store, request, response).catch((error: unknown) =>
      send(response, failure(500, "InternalError", String(error))),
    );
  });
  // Longer than clients leave a connection idle: closing one just when it is used again looks like a fault.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address with a port");
  return {
    address: `https://127.0.0.1:${address.port}`,
    authority: authority.certificate,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What is answered to anything but a watch. */
interface Answer {
  readonly status: number;
  readonly body: object;
}

async function handle(store: SimulatedStore, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "https://127.0.0.1");
  const body = await bodyOf(request);
  const place = placeOf(url.pathname);
  const query = url.searchParams;
  if (place !== undefined && request.method === "GET" && /^(?:true|1)$/.test(query.get("watch") ?? "")) {
    watch(store, place, query, response);
    return;
  }
  const fixed = fixedAnswer(url.pathname, body);
  if (fixed !== undefined) send(response, { status: 200, body: fixed });
  else if (place === undefined)
    send(response, failure(404, "NotFound", "the simulated API server does not serve this"));
  else send(response, answerTo(request, { store, place, query, body }));
}

/** An object or a collection in a path. */
interface Place {
  readonly kind: SimulatedKind;
  readonly collection: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
}

interface Ask {
  readonly store: SimulatedStore;
  readonly place: Place;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

function answerTo({ method, headers }: IncomingMessage, ask: Ask): Answer {
  const { store, place, body } = ask;
  const { collection, namespace = "", name = "" } = place;
  switch (method) {
    case "GET":
      return place.name === undefined ? list(ask) : oneOf(place, store.get(collection, namespace, name));
    case "POST":
      if (!isManifest(body)) return failure(400, "BadRequest", "the body is not an object");
      return { status: 201, body: store.put(collection, body) };
    case "PATCH":
      return patch(ask, headers["content-type"] ?? "");
    case "DELETE":
      return oneOf(place, store.remove(collection, namespace, name));
    default:
      return failure(405, "MethodNotAllowed", `${method} is not simulated`);
  }
}

/** `/apis/GROUP/VERSION[/namespaces/NAMESPACE]/PLURAL[/NAME[/SUBRESOURCE]]`, with `/api/v1` for the core group. */
function placeOf(path: string): Place | undefined {
  const parts = path.split("/").slice(1);
  const version = parts
    .splice(0, parts[0] === "api" ? 2 : 3)
    .slice(1)
    .join("/");
  const namespace = parts[0] === "namespaces" && parts.length > 2 ? parts.splice(0, 2)[1] : undefined;
  const [plural, name, subresource] = parts;
  const kind = simulatedKinds.find((each) => each.apiVersion === version && each.plural === plural);
  return kind && { kind, collection: `${version}/${plural}`, namespace, name, subresource };
}

function fixedAnswer(path: string, body: unknown): object | undefined {
  if (path === "/version") return { major: "1", minor: "36", gitVersion: "v1.36.0-simulated" };
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: groups() };
  if (path.endsWith("accessreviews") && isRecord(body)) return { ...body, status: { allowed: true } };
  const apiVersion = path.replace(/^\/apis?\//, "");
  const served = simulatedKinds.filter((kind) => kind.apiVersion === apiVersion);
  if (served.length === 0) return undefined;
  return { kind: "APIResourceList", apiVersion: "v1", groupVersion: apiVersion, resources: served.flatMap(resources) };
}

function groups(): readonly object[] {
  const versions = [...new Set(simulatedKinds.map(({ apiVersion }) => apiVersion))].filter((each) => each !== "v1");
  return versions.map((groupVersion) => {
    const [name = "", version = ""] = groupVersion.split("/");
    return { name, versions: [{ groupVersion, version }], preferredVersion: { groupVersion, version } };
  });
}

function resources({ kind, plural, namespaced, hasStatus }: SimulatedKind): readonly object[] {
  const verbs = ["create", "delete", "get", "list", "patch", "update", "watch"];
  const main = { name: plural, singularName: kind.toLowerCase(), namespaced, kind, verbs };
  return hasStatus ? [main, { ...main, name: `${plural}/status`, verbs: ["get", "patch", "update"] }] : [main];
}

function list({ store, place, query }: Ask): Answer {
  const { kind, collection, namespace } = place;
  const wanted = fieldsOf(query.get("fieldSelector"));
  const items = store.list(collection, namespace).filter((object) => wanted.every((field) => hasField(object, field)));
  const metadata = { resourceVersion: String(store.version()) };
  return { status: 200, body: { apiVersion: kind.apiVersion, kind: `${kind.kind}List`, metadata, items } };
}

/** `involvedObject.name=x,type=Warning`. */
function fieldsOf(selector: string | null): readonly (readonly [string, string])[] {
  return (selector ?? "").split(",").flatMap((part): [string, string][] => {
    const [path = "", value] = part.split("=");
    return value === undefined ? [] : [[path, value]];
  });
}

function hasField(object: unknown, [path, value]: readonly [string, string]): boolean {
  const found = path.split(".").reduce<unknown>((at, key) => (isRecord(at) ? at[key] : undefined), object);
  return String(found ?? "") === value;
}

function watch(store: SimulatedStore, place: Place, query: URLSearchParams, response: ServerResponse): void {
  response.writeHead(200, { "content-type": "application/json" });
  response.flushHeaders();
  const end = store.follow(place.collection, Number(query.get("resourceVersion") ?? 0), ({ type, object }) => {
    if (place.namespace !== undefined && object.metadata.namespace !== place.namespace) return;
    response.write(`${JSON.stringify({ type, object })}\n`);
  });
  const timer = setTimeout(() => response.end(), Number(query.get("timeoutSeconds") ?? 1800) * 1000);
  response.once("close", () => {
    clearTimeout(timer);
    end();
  });
}

function patch({ store, place, query, body }: Ask, contentType: string): Answer {
  const { kind, collection, namespace, name = "", subresource } = place;
  const live = store.get(collection, namespace ?? "", name);
  const isApply = contentType.startsWith("application/apply-patch");
  if (!isApply && !contentType.startsWith("application/merge-patch")) {
    return failure(415, "UnsupportedMediaType", `${contentType} is not simulated`);
  }
  if (live === undefined && !isApply) return oneOf(place, undefined);
  const expected = isRecord(body) && isRecord(body["metadata"]) ? body["metadata"]["resourceVersion"] : undefined;
  if (live !== undefined && expected !== undefined && expected !== live.metadata.resourceVersion) {
    return failure(409, "Conflict", "the object has been modified; please apply your changes to the latest version");
  }
  const before = live ?? { apiVersion: kind.apiVersion, kind: kind.kind };
  const identity = namespace === undefined ? { name } : { name, namespace };
  const next = mergePatch(mergePatch(before, onlyPart(body, kind, subresource)), { metadata: identity });
  if (!isManifest(next)) return failure(422, "Invalid", "the result is not an object");
  const isDryRun = query.get("dryRun") === "All";
  return { status: live === undefined ? 201 : 200, body: isDryRun ? next : store.put(collection, next) };
}

/** At the path of the status only that is written, and elsewhere never, where a kind has such a path. */
function onlyPart(body: unknown, kind: SimulatedKind, subresource: string | undefined): unknown {
  if (!kind.hasStatus || !isRecord(body)) return body;
  if (subresource === "status") return { status: body["status"] };
  return Object.fromEntries(Object.entries(body).filter(([field]) => field !== "status"));
}

function oneOf({ kind, name }: Place, found: object | undefined): Answer {
  return found === undefined
    ? failure(404, "NotFound", `${kind.plural} "${name}" not found`)
    : { status: 200, body: found };
}

function failure(status: number, reason: string, message: string): Answer {
  return { status, body: statusObject(status, reason, message) };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString("utf8");
  return text === "" ? undefined : JSON.parse(text);
}
