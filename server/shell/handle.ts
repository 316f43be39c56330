import { performance } from "node:perf_hooks";
import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Logger } from "../features/environment.ts";

/** Requests slower than this are written to the log. Milliseconds. */
const slow = 200;

/**
 * Wraps a request: answers "cancelled" to whoever gave up, logs what is slow, and turns an unexpected failure into a
 * log line with its stack and the fallback answer, so that one bad file never ends the server.
 */
export function handle<Params, Result>(
  name: string,
  logger: Logger,
  fallback: Result,
  answer: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result | ResponseError<void>> {
  return async (params, token) => {
    if (token.isCancellationRequested) return cancelled();
    const start = performance.now();
    try {
      const result = await answer(params, token);
      return token.isCancellationRequested ? cancelled() : result;
    } catch (error) {
      logger.warn(`${name} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return fallback;
    } finally {
      const took = performance.now() - start;
      if (took > slow) logger.info(`${name} took ${Math.round(took)} ms`);
    }
  };
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "Nobody waits for this answer any more.");
}
