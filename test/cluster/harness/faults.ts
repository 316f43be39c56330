// What can go wrong between a client and an API server, as data.
import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";

/** Which requests a fault hits; all given conditions have to hold. */
export interface FaultMatch {
  readonly method?: string;
  /** Tested on the path with its query. */
  readonly path?: RegExp;
  /** Watches only, or everything else only. */
  readonly watch?: boolean;
  /** How many requests it hits before it is over; all when absent. */
  readonly times?: number;
}

/** What happens to a request. Times are milliseconds. */
export type Fault =
  /** Answered without reaching the API server, with a Kubernetes Status unless `body` says otherwise. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly reason?: string;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Never answered. */
  | { readonly kind: "hang" }
  /** The connection breaks before the API server gets the request. */
  | { readonly kind: "refuse" }
  /** The API server does it, and the connection breaks before the client learns of it. */
  | { readonly kind: "loseAnswer" }
  /** Passed on after a while. */
  | { readonly kind: "delay"; readonly milliseconds: number }
  /** The connection breaks in the middle of the answer, after some bytes or some time, whatever comes first. */
  | { readonly kind: "cut"; readonly bytes?: number; readonly milliseconds?: number }
  /** Breaks in the middle of a line: `lines` complete ones (events of a watch), and half of the next. */
  | { readonly kind: "halfLine"; readonly lines: number }
  /** The answer ends properly after some time, as a watch does when its time is over. */
  | { readonly kind: "end"; readonly milliseconds: number }
  /** The answer comes in pieces of some bytes with a pause between. */
  | { readonly kind: "slow"; readonly bytes: number; readonly milliseconds: number }
  /** After some time a line of its own, such as {@link expiredEvent}, and the proper end. */
  | { readonly kind: "lastLine"; readonly milliseconds: number; readonly line: string };

/** The event by which a watch says that its resourceVersion is too old (HTTP status 200, code 410 inside). */
export const expiredEvent = JSON.stringify({
  type: "ERROR",
  object: statusObject(410, "Expired", "too old resource version: 1 (2)"),
});

/** A Kubernetes Status of a failure. */
export function statusObject(code: number, reason: string, message: string): object {
  return { kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", message, reason, code };
}

/** Answers a request as `fault` says, without an API server. */
export function answer(response: ServerResponse, fault: Extract<Fault, { kind: "answer" }>): void {
  const { status, reason = "Unknown", headers = {} } = fault;
  const body = fault.body ?? JSON.stringify(statusObject(status, reason, `a fault of the test: ${status}`));
  response.writeHead(status, { "content-type": "application/json", ...headers }).end(body);
}

/** Hands an answer of the API server to the client, as far as the fault lets it. */
export async function deliver(from: IncomingMessage, to: ServerResponse, fault: Fault | undefined): Promise<void> {
  const { date: _, ...headers } = from.headers;
  to.writeHead(from.statusCode ?? 502, to.hasHeader("date") ? headers : from.headers);
  to.flushHeaders();
  switch (fault?.kind) {
    case "cut":
      return deliverCut(from, to, fault);
    case "halfLine":
      return deliverLines(from, to, fault.lines);
    case "slow":
      return deliverSlowly(from, to, fault);
    case "end":
      return deliverFor(from, to, fault.milliseconds, "");
    case "lastLine":
      return deliverFor(from, to, fault.milliseconds, `${fault.line}\n`);
    default:
      from.pipe(to);
  }
}

async function deliverCut(
  from: IncomingMessage,
  to: ServerResponse,
  { bytes = Number.POSITIVE_INFINITY, milliseconds }: Extract<Fault, { kind: "cut" }>,
): Promise<void> {
  const timer = milliseconds === undefined ? undefined : globalThis.setTimeout(() => breakOff(to), milliseconds);
  to.once("close", () => clearTimeout(timer));
  let left = bytes;
  for await (const chunk of chunksOf(from)) {
    to.write(chunk.subarray(0, left));
    left -= chunk.length;
    if (left <= 0) return breakAfterFlush(to);
  }
  // What the fault should cut was shorter; it is broken off all the same.
  breakAfterFlush(to);
}

async function deliverLines(from: IncomingMessage, to: ServerResponse, lines: number): Promise<void> {
  let seen = 0;
  let rest = "";
  for await (const chunk of chunksOf(from)) {
    const parts = (rest + chunk.toString("utf8")).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) {
      if (seen === lines) {
        to.write(line.slice(0, Math.ceil(line.length / 2)));
        return breakAfterFlush(to);
      }
      to.write(`${line}\n`);
      seen += 1;
    }
  }
  to.write(rest.slice(0, Math.ceil(rest.length / 2)));
  breakAfterFlush(to);
}

async function deliverSlowly(
  from: IncomingMessage,
  to: ServerResponse,
  { bytes, milliseconds }: Extract<Fault, { kind: "slow" }>,
): Promise<void> {
  for await (const chunk of chunksOf(from)) {
    for (let at = 0; at < chunk.length; at += bytes) {
      to.write(chunk.subarray(at, at + bytes));
      await setTimeout(milliseconds);
      if (to.destroyed) return;
    }
  }
  to.end();
}

function deliverFor(from: IncomingMessage, to: ServerResponse, milliseconds: number, last: string): void {
  const timer = globalThis.setTimeout(() => {
    from.unpipe(to);
    from.destroy();
    to.end(last);
  }, milliseconds);
  to.once("close", () => clearTimeout(timer));
  from.pipe(to);
}

async function* chunksOf(from: IncomingMessage): AsyncGenerator<Buffer> {
  for await (const chunk of from) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

/** Lets the client get what was written, then breaks the connection without the end that HTTP wants. */
function breakAfterFlush(to: ServerResponse): void {
  to.write("", () => breakOff(to));
}

/** Breaks a connection. */
export function breakOff(to: ServerResponse): void {
  to.socket?.destroy();
}
