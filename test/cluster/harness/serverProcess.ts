import { spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

/** A program that serves until it is ended. */
export interface ServerProcess {
  readonly name: string;
  /** Resolves with its exit code, also when {@link ServerProcess.stop} ended it. */
  readonly ended: Promise<number>;
  /** File that its output goes to. */
  readonly logFile: string;
  /** Ends it at once and waits for that. */
  stop(): Promise<void>;
}

/**
 * Starts a program with its output in `<folder>/<name>.log`. It ends with this process, whatever ends that; unless it was
 * stopped before, the folder is then removed.
 */
export function startServer(
  name: string,
  program: string,
  args: readonly string[],
  options: { readonly folder: string; readonly environment?: NodeJS.ProcessEnv },
): ServerProcess {
  const logFile = join(options.folder, `${name}.log`);
  const log = openSync(logFile, "a");
  const guard = join(import.meta.dirname, "guard.mjs");
  const child = spawn(process.execPath, [guard, options.folder, program, ...args], {
    env: options.environment ?? process.env,
    stdio: ["pipe", log, log],
  });
  closeSync(log);
  const ended = new Promise<number>((resolve) => child.once("exit", (code) => resolve(code ?? 1)));
  return {
    name,
    ended,
    logFile,
    stop: async () => {
      child.stdin?.end("stop");
      await ended;
    },
  };
}

/**
 * Asks again and again until `isReady` resolves with true; failures count as no. Throws with the end of the log when
 * the program ends before or the milliseconds are over.
 */
export async function untilReady(
  server: ServerProcess,
  isReady: () => Promise<boolean>,
  milliseconds = 120_000,
): Promise<void> {
  const state: { exitCode?: number } = {};
  void server.ended.then((code) => {
    state.exitCode = code;
  });
  const deadline = Date.now() + milliseconds;
  while (!(await isReady().catch(() => false))) {
    const tail = (): string => readFileSync(server.logFile, "utf8").slice(-3000);
    if (state.exitCode !== undefined) {
      throw new Error(`${server.name} ended with exit code ${state.exitCode}:\n${tail()}`);
    }
    if (Date.now() > deadline) throw new Error(`${server.name} was not ready after ${milliseconds} ms:\n${tail()}`);
    await setTimeout(50);
  }
}

/** TCP ports on loopback that are free now. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer();
      return new Promise<typeof server>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => resolve(server));
      });
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server has an address with a port");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
