import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, isAbsolute, join } from "node:path";
import type { Renderer, RenderInputs, RenderRequest, RenderResult, RenderToken } from "../../../features/renderer.ts";
import { noFacts } from "./parseResponse.ts";

/** The binary of `gitops.kustomize.path`. */
export interface BinaryRendererOptions {
  /** Absolute path of kustomize, or of kubectl, which carries it. */
  readonly binary: string;
  /** Longest time one render may take in milliseconds; 30 seconds when absent. */
  readonly deadline?: number;
}

const defaultDeadline = 30_000;
const largestOutput = 256 * 1024 * 1024;

/**
 * Renders with a binary of the user's: the inputs, unsaved buffers included, are written to a private
 * temporary folder and removed afterwards. No shell is involved. What the binary does with remote
 * bases, plugins and Helm is its own affair: `unrenderable` has no effect.
 */
export function createBinaryRenderer(options: BinaryRendererOptions): Renderer {
  return new BinaryRenderer(options);
}

class BinaryRenderer implements Renderer {
  readonly #options: BinaryRendererOptions;
  /** The render under way for each key. */
  readonly #running = new Map<string, AbortController>();

  constructor(options: BinaryRendererOptions) {
    this.#options = options;
  }

  warmUp(): void {
    // A process per render: there is nothing to keep warm.
  }

  async render(request: RenderRequest, token?: RenderToken): Promise<RenderResult> {
    this.forget(request.key);
    if (token?.isCancellationRequested) return { kind: "cancelled" };
    const abort = new AbortController();
    this.#running.set(request.key, abort);
    try {
      const result = await this.#inFolder(request, abort.signal);
      return abort.signal.aborted || token?.isCancellationRequested ? { kind: "cancelled" } : result;
    } catch (error) {
      if (abort.signal.aborted) return { kind: "cancelled" };
      return { kind: "failed", message: `The inputs could not be written: ${messageOf(error)}.`, ...noFacts };
    } finally {
      if (this.#running.get(request.key) === abort) this.#running.delete(request.key);
    }
  }

  forget(key: string): void {
    this.#running.get(key)?.abort();
    this.#running.delete(key);
  }

  dispose(): void {
    for (const key of [...this.#running.keys()]) this.forget(key);
  }

  async #inFolder(request: RenderRequest, signal: AbortSignal): Promise<RenderResult> {
    // Real, because kustomize resolves links and would else quote a folder that is not the one made here.
    const folder = await realpath(await mkdtemp(join(tmpdir(), "gitops-render-")));
    try {
      await writeInputs(folder, request);
      return await this.#run(folder, request, signal);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  #run(folder: string, request: RenderRequest, signal: AbortSignal): Promise<RenderResult> {
    const { binary, deadline = defaultDeadline } = this.#options;
    const start = performance.now();
    return new Promise((resolve) => {
      execFile(
        binary,
        argumentsFor(binary, inside(folder, request.target), request),
        { cwd: folder, timeout: deadline, killSignal: "SIGKILL", maxBuffer: largestOutput, signal, windowsHide: true },
        (error, stdout, stderr) => {
          const milliseconds = performance.now() - start;
          const said = withoutFolder(stderr, folder);
          const facts = { ...noFacts, warnings: warningsOf(said), milliseconds };
          if (!error) return resolve({ kind: "rendered", text: stdout, ...facts });
          if (error.killed && milliseconds >= deadline) return resolve(timedOut(binary, deadline));
          const message = errorOf(said) || cannotStart(binary, error);
          resolve({ kind: "failed", message, ...facts, missing: missingIn(message) });
        },
      );
    });
  }
}

function argumentsFor(binary: string, target: string, request: RenderRequest): readonly string[] {
  const command = /^kubectl(\.exe)?$/i.test(basename(binary)) ? "kustomize" : "build";
  const restrictor = request.loadRestrictor === "none" ? ["--load-restrictor=LoadRestrictionsNone"] : [];
  const order = request.order ?? "default";
  return [command, target, ...restrictor, ...(order === "default" ? [] : [`--reorder=${order}`])];
}

async function writeInputs(folder: string, { target, files, directories, links }: RenderRequest): Promise<void> {
  await mkdir(inside(folder, target), { recursive: true });
  for (const directory of directories ?? []) await mkdir(inside(folder, directory), { recursive: true });
  for (const [path, content] of files) {
    const file = inside(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await writeLinks(folder, links);
}

async function writeLinks(folder: string, links: RenderInputs["links"]): Promise<void> {
  for (const [path, to] of links ?? []) {
    const link = inside(folder, path);
    await mkdir(dirname(link), { recursive: true });
    await symlink(isAbsolute(to) ? inside(folder, to) : to, link);
  }
}

/** Where a render path is in the temporary folder. Joining cleans `..`, which never climbs above `/`. */
function inside(folder: string, path: string): string {
  return join(folder, join("/", path.replace(/^\/([A-Za-z]):/, "/$1")));
}

/** Messages name the user's files, not their copies. */
function withoutFolder(text: string, folder: string): string {
  return text.replaceAll(folder, "");
}

function warningsOf(text: string): readonly string[] {
  return text.split("\n").filter((line) => line.startsWith("# Warning:"));
}

function errorOf(text: string): string {
  const lines = text.split("\n").filter((line) => !line.startsWith("# Warning:"));
  return lines
    .join("\n")
    .replace(/^error: /i, "")
    .trim();
}

function missingIn(message: string): readonly string[] {
  const named = [...message.matchAll(/(?:evalsymlink failure on '([^']+)'|(?:lstat|open) ([^\s:]+): no such)/g)];
  return [...new Set(named.flatMap(([, quoted, plain]) => quoted ?? plain ?? []))];
}

function timedOut(binary: string, deadline: number): RenderResult {
  const message = `\`${binary}\` took longer than ${deadline / 1000} seconds and was stopped.`;
  return { kind: "timedOut", milliseconds: deadline, message };
}

function cannotStart(binary: string, error: Error): string {
  return `\`${binary}\` could not be run: ${error.message}. Check the setting \`gitops.kustomize.path\`.`;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
