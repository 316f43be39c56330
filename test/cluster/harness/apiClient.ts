import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";

/** Where an API server is and who asks. */
export interface ApiAccess {
  /** `https://127.0.0.1:6443`. */
  readonly address: string;
  /** PEM of the authority that vouches for the server. */
  readonly authority: string;
  readonly token: string;
}

/** What an API server answered; `body` is parsed JSON, or text where it is not JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A request to an API server. */
export interface ApiRequest {
  readonly method?: string;
  /** With the query: `/api/v1/namespaces?limit=5`. */
  readonly path: string;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** `application/merge-patch+json` and the like; JSON when absent. */
  readonly contentType?: string;
}

/** Asks an API server; answers of any status resolve. `close` ends its connections. */
export interface ApiClient {
  send(request: ApiRequest): Promise<ApiAnswer>;
  /** Like `send`; throws with the server's words unless the status is 2xx. */
  must(request: ApiRequest): Promise<unknown>;
  close(): void;
}

/** A small client for preparing and checking what is in a cluster; what is tested has a client of its own. */
export function createApiClient({ address, authority, token }: ApiAccess): ApiClient {
  const agent = new Agent({ keepAlive: true, ca: authority, maxSockets: 16 });
  const send = async ({ method = "GET", path, body, contentType }: ApiRequest): Promise<ApiAnswer> => {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers: Record<string, string> = { authorization: `Bearer ${token}`, accept: "application/json" };
    if (text !== undefined) headers["content-type"] = contentType ?? "application/json";
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = request(`${address}${path}`, { method, headers, agent }, resolve);
      outgoing.once("error", reject);
      outgoing.end(text);
    });
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return { status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString("utf8")) };
  };
  return {
    send,
    must: async (wanted) => {
      const { status, body } = await send(wanted);
      if (status >= 200 && status < 300) return body;
      throw new Error(`${wanted.method ?? "GET"} ${wanted.path}: ${status} ${JSON.stringify(body)}`);
    },
    close: () => agent.destroy(),
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
