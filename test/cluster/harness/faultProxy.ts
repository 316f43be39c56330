// A proxy in front of an API server that records every request and breaks those it is told to.
import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { Agent, createServer, request } from "node:https";
import { setTimeout } from "node:timers/promises";
import { createAuthority } from "./certificates.ts";
import { answer, breakOff, deliver, type Fault, type FaultMatch } from "./faults.ts";

/** A request as it arrived, faults or not. */
export interface RecordedRequest {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Bearer token that came with it. */
  readonly token: string | undefined;
  /** Text of the body, empty for most. */
  readonly body: string;
  /** SHA-256 of method, path without query, and body: equal for a request that was sent twice. */
  readonly digest: string;
  /** What the client was told; undefined while it waits and when the connection broke before. */
  status: number | undefined;
}

/** A running proxy. */
export interface FaultProxy {
  /** `https://127.0.0.1:PORT`. */
  readonly address: string;
  /** PEM of the authority that vouches for the proxy: its own, and another one after {@link FaultProxy.swapCertificate}. */
  authority(): string;
  /** Everything that arrived, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Requests that change something: not reads, dry runs or questions about rights. */
  writes(): readonly RecordedRequest[];
  /** TCP connections that were opened, with or without a request. */
  connections(): number;
  /** From now on requests that match get the fault; the newest fault that matches wins. The result takes it back. */
  add(match: FaultMatch, fault: Fault): () => void;
  /** Takes all faults back. */
  clear(): void;
  /** A bearer token that the API server does not know stands for another; undefined: it is refused with 401. */
  setToken(token: string, standsFor: string | undefined): void;
  /** Answers tell a time that is so many milliseconds ahead of the API server's, behind it when negative. */
  setClock(ahead: number): void;
  /** Breaks every connection that is open now. */
  cutAll(): void;
  /** Refuses connections, as a laptop without network sees it, until it is called with false. */
  setDown(isDown: boolean): void;
  /** Shows new connections a certificate of another authority, and breaks the open ones. */
  swapCertificate(): void;
  stop(): Promise<void>;
}

/** An API server, and who vouches for it. */
interface Target {
  readonly address: string;
  readonly authority: string;
}

/** Starts a proxy in front of an API server. Answers are never compressed on the way, so that faults can count bytes. */
export async function startFaultProxy(target: Target): Promise<FaultProxy> {
  const requests: RecordedRequest[] = [];
  const faults = createFaultList();
  const tokens = new Map<string, string | undefined>();
  const clock = { ahead: 0 };
  const forward = createForwarder(target, tokens);
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recorded = record(incoming, await bodyOf(incoming));
    requests.push(recorded);
    response.once("finish", () => {
      recorded.status = response.statusCode;
    });
    if (clock.ahead !== 0) response.setHeader("date", new Date(Date.now() + clock.ahead).toUTCString());
    const { token } = recorded;
    if (token !== undefined && tokens.has(token) && tokens.get(token) === undefined) {
      answer(response, { kind: "answer", status: 401, reason: "Unauthorized" });
    } else await misbehave(faults.hit(recorded), response, () => forward.send(incoming, recorded));
  };
  const door = await openDoor((incoming, response) => {
    handle(incoming, response).catch(() => breakOff(response));
  });
  return {
    ...door,
    requests,
    writes: () => requests.filter(isWrite),
    add: faults.add,
    clear: faults.clear,
    setToken: (token, standsFor) => {
      tokens.set(token, standsFor);
    },
    setClock: (ahead) => {
      clock.ahead = ahead;
    },
    stop: async () => {
      await door.stop();
      forward.stop();
    },
  };
}

/** Lets a request through, as far as the fault wants it. */
async function misbehave(
  fault: Fault | undefined,
  response: ServerResponse,
  send: () => Promise<IncomingMessage>,
): Promise<void> {
  if (fault?.kind === "answer") return answer(response, fault);
  if (fault?.kind === "hang") return;
  if (fault?.kind === "refuse") return breakOff(response);
  if (fault?.kind === "delay") await setTimeout(fault.milliseconds);
  const upstream = await send();
  response.once("close", () => upstream.destroy());
  if (response.destroyed) upstream.destroy();
  else if (fault?.kind === "loseAnswer") breakOff(response);
  else await deliver(upstream, response, fault);
}

/** What the network sees of the proxy: its port, its certificate, and whether it is there at all. */
type Door = Pick<
  FaultProxy,
  "address" | "authority" | "connections" | "cutAll" | "setDown" | "swapCertificate" | "stop"
>;

async function openDoor(handler: (incoming: IncomingMessage, response: ServerResponse) => void): Promise<Door> {
  const state = { authority: createAuthority("proxy authority"), isDown: false, connections: 0 };
  const shown = (): { readonly key: string; readonly cert: string } => {
    const { key, certificate } = state.authority.server({ commonName: "proxy" });
    return { key, cert: certificate };
  };
  const server = createServer(shown(), handler);
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => {
    state.connections += 1;
    if (state.isDown) socket.destroy();
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  // A client that does not trust the certificate ends the handshake; that is what some tests want.
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  // Connections end only when a test wants it.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address with a port");
  const cutAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    address: `https://127.0.0.1:${address.port}`,
    authority: () => state.authority.certificate,
    connections: () => state.connections,
    cutAll,
    setDown: (isDown) => {
      state.isDown = isDown;
      if (isDown) cutAll();
    },
    swapCertificate: () => {
      state.authority = createAuthority("another authority");
      server.setSecureContext(shown());
      cutAll();
    },
    stop: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface FaultList extends Pick<FaultProxy, "add" | "clear"> {
  /** The newest fault that matches a request; counts as a hit. */
  hit(recorded: RecordedRequest): Fault | undefined;
}

function createFaultList(): FaultList {
  const faults: { readonly match: FaultMatch; readonly fault: Fault; hits: number }[] = [];
  return {
    hit: (recorded) => {
      const found = faults.findLast(
        ({ match, hits }) => hits < (match.times ?? Number.POSITIVE_INFINITY) && matches(match, recorded),
      );
      if (found !== undefined) found.hits += 1;
      return found?.fault;
    },
    add: (match, fault) => {
      const entry = { match, fault, hits: 0 };
      faults.push(entry);
      return () => {
        if (faults.includes(entry)) faults.splice(faults.indexOf(entry), 1);
      };
    },
    clear: () => {
      faults.length = 0;
    },
  };
}

interface Forwarder {
  send(incoming: IncomingMessage, recorded: RecordedRequest): Promise<IncomingMessage>;
  stop(): void;
}

/** Sends requests on to the API server, with the token that theirs stands for. */
function createForwarder({ address, authority }: Target, tokens: ReadonlyMap<string, string | undefined>): Forwarder {
  const agent = new Agent({ keepAlive: true, ca: authority });
  return {
    send: (incoming, { method, path, token, body }) => {
      const headers = forwardedHeaders(incoming, (token !== undefined && tokens.get(token)) || token);
      return ask(`${address}${path}`, { method, headers, agent }, body);
    },
    stop: () => agent.destroy(),
  };
}

function isWrite({ method, path }: RecordedRequest): boolean {
  return method !== "GET" && !/\/(?:self)?subject\w*reviews|[?&]dryRun=All/.test(path);
}

function matches({ method, path, watch }: FaultMatch, recorded: RecordedRequest): boolean {
  if (method !== undefined && method !== recorded.method) return false;
  if (watch !== undefined && watch !== /[?&]watch=(?:true|1)/.test(recorded.path)) return false;
  return path === undefined || path.test(recorded.path);
}

function record(incoming: IncomingMessage, body: string): RecordedRequest {
  const { method = "GET", url = "/" } = incoming;
  const token = /^Bearer (.+)$/.exec(incoming.headers.authorization ?? "")?.[1];
  const digest = createHash("sha256")
    .update(`${method} ${url.split("?")[0]}\n${body}`)
    .digest("hex");
  return { at: Date.now(), method, path: url, token, body, digest, status: undefined };
}

async function bodyOf(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}

function forwardedHeaders(incoming: IncomingMessage, token: string | undefined): Record<string, string | string[]> {
  const dropped = ["host", "connection", "accept-encoding", "transfer-encoding", "content-length", "authorization"];
  const kept = Object.entries(incoming.headers).flatMap(([name, value]): [string, string | string[]][] =>
    value === undefined || dropped.includes(name) ? [] : [[name, value]],
  );
  return { ...Object.fromEntries(kept), ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
}

function ask(url: string, options: object, body: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, options, resolve);
    outgoing.once("error", reject);
    outgoing.end(body);
  });
}
