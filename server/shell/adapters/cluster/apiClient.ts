import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as tlsRequest } from "node:https";
import { isJsonObject, type Json, type JsonObject, jsonAt, textAt } from "../../../core/cluster/liveObject.ts";
import { describeFailure, isCertificateFailure } from "./failures.ts";
import { type Access, AccessError } from "./kubeConfig.ts";
import { parseJson } from "./parseJson.ts";
import type { ServerClock } from "./serverClock.ts";

/** The API server answered, but not with what was asked for; see the Status of apimachinery meta/v1. */
export interface Refused {
  readonly kind: "refused";
  readonly code: number;
  /** The reason in a word, `Expired`, `Forbidden`. */
  readonly reason: string;
  readonly message: string;
  /** Milliseconds to wait before asking again, when the server says so. */
  readonly retryAfter?: number;
}

/** No answer, or only a part of one. */
export interface Unreachable {
  readonly kind: "unreachable";
  readonly message: string;
  /** Whether the request may have reached the server all the same. */
  readonly mayHaveArrived: boolean;
  /** Whether logging in failed, which only the user can mend. */
  readonly isLogin?: boolean;
  /** Whether the certificate of the server is not trusted: the kubeconfig may have been renewed meanwhile. */
  readonly isCertificate?: boolean;
}

/** The answer to a request. */
export type ApiAnswer = { readonly kind: "ok"; readonly body: Json } | Refused | Unreachable;

/** A request with an answer that is read as a whole. */
export interface ApiRequest {
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Path and query, starting with a slash. */
  readonly path: string;
  readonly body?: Json;
  readonly contentType?: string;
  /** What is asked for besides JSON: aggregated discovery. */
  readonly accept?: string;
  /** The answer is text, not JSON: the log of a pod. */
  readonly isText?: boolean;
  readonly signal?: AbortSignal;
  /** Milliseconds without a byte after which the connection counts as broken. */
  readonly deadline?: number;
  /** Learns from the answer what time it is at the server. */
  readonly clock?: ServerClock;
}

/** Milliseconds without a byte after which an answer counts as lost. */
const answerDeadline = 30_000;

/** Makes one request, never a second time. Does not reject. */
export async function callApi(access: Access, call: ApiRequest): Promise<ApiAnswer> {
  const opened = await openResponse(access, call);
  if (opened.kind !== "response") return opened;
  const { response } = opened;
  try {
    const text = await readAll(response);
    const status = response.statusCode ?? 0;
    const isOk = status >= 200 && status < 300;
    const body = isOk && call.isText === true ? text : parseJson(text);
    if (isOk && body !== undefined) return { kind: "ok", body };
    if (isOk) {
      return { kind: "unreachable", mayHaveArrived: true, message: "The API server's answer is not JSON." };
    }
    return refusalOf(response, body, text);
  } catch (error) {
    return { kind: "unreachable", mayHaveArrived: true, message: describeFailure(error, access.server) };
  }
}

/** A response whose body is still to be read, or why there is none. */
export type OpenedResponse = { readonly kind: "response"; readonly response: IncomingMessage } | Unreachable;

/** Sends a request and resolves with its head. Does not reject. */
export async function openResponse(access: Access, call: ApiRequest): Promise<OpenedResponse> {
  const { promise, resolve } = Promise.withResolvers<OpenedResponse>();
  const url = new URL(access.server + call.path);
  let isSent = false;
  const failed = (error: unknown): void =>
    resolve({
      kind: "unreachable",
      mayHaveArrived: isSent,
      message: describeFailure(error, access.server),
      ...(isCertificateFailure(error) && { isCertificate: true }),
    });
  try {
    const { headers, ...options } = await access.options();
    const body = call.body === undefined ? undefined : Buffer.from(JSON.stringify(call.body));
    const send = url.protocol === "http:" ? plainRequest : tlsRequest;
    const heard = call.clock?.asking();
    const sent = send(url, {
      ...options,
      // A kept connection may be half closed, and nobody can tell whether a write went through it: a write gets its own.
      ...(call.method !== "GET" && options.agent !== undefined && !isProxyAgent(options.agent) && { agent: false }),
      method: call.method,
      timeout: call.deadline ?? answerDeadline,
      ...(call.signal && { signal: call.signal }),
      headers: {
        ...(Array.isArray(headers) ? {} : headers),
        accept: call.accept ?? "application/json",
        "user-agent": "gitops-authoring",
        ...(body && { "content-type": call.contentType ?? "application/json", "content-length": body.length }),
      },
    });
    sent.on("socket", (socket) => {
      if (!socket.connecting) isSent = true;
      socket.once(url.protocol === "http:" ? "connect" : "secureConnect", () => {
        isSent = true;
      });
    });
    sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
    sent.on("error", failed);
    sent.on("response", (response) => {
      heard?.(response.headers.date);
      resolve({ kind: "response", response });
    });
    sent.end(body);
  } catch (error) {
    if (!(error instanceof AccessError)) failed(error);
    else resolve({ kind: "unreachable", mayHaveArrived: false, message: error.message, isLogin: true });
  }
  return promise;
}

function isProxyAgent(agent: unknown): boolean {
  return typeof agent === "object" && agent !== null && /Proxy/.test(agent.constructor.name);
}

/** Reads a whole body as UTF-8; rejects when it ends early. */
export async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) if (chunk instanceof Buffer) chunks.push(chunk);
  if (!response.complete) throw new Error("the answer was cut off");
  return Buffer.concat(chunks).toString("utf8");
}

/** What a response other than 2xx says. */
export function refusalOf(response: IncomingMessage, body: Json | undefined, text: string): Refused {
  const code = response.statusCode ?? 0;
  return { ...statusRefusal(body, code, text), ...retryAfter(response.headers["retry-after"], body) };
}

/** What a Status object says, as an answer or as an event of a watch. */
export function statusRefusal(body: Json | undefined, code: number, text = ""): Refused {
  const status: JsonObject = isJsonObject(body) ? body : {};
  const said = jsonAt(status, "code");
  return {
    kind: "refused",
    code: code > 0 ? code : typeof said === "number" ? said : 0,
    reason: textAt(status, "reason") ?? "",
    message: textAt(status, "message") ?? (text.trim().split("\n")[0]?.slice(0, 300) || `HTTP status ${code}`),
  };
}

function retryAfter(header: string | undefined, body: Json | undefined): { readonly retryAfter?: number } {
  const inBody = jsonAt(body, "details", "retryAfterSeconds");
  const seconds = header !== undefined ? Number(header) : typeof inBody === "number" ? inBody : Number.NaN;
  return seconds >= 0 ? { retryAfter: Math.min(seconds, 600) * 1000 } : {};
}
