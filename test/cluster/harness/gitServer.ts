// Git repositories served over http on loopback, by Git's own `git http-backend`.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { devNull, tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** Serves repositories until it is stopped. */
export interface GitServer {
  /** Makes a repository with a first commit on `main`. */
  createRepository(name: string, files: RepositoryFiles): GitRepository;
  /** Ends it and removes the repositories. */
  stop(): Promise<void>;
}

/** Texts by path; undefined removes the file. */
export type RepositoryFiles = Readonly<Record<string, string | undefined>>;

/** A served repository. */
export interface GitRepository {
  /** `http://127.0.0.1:PORT/NAME.git`. */
  readonly url: string;
  /** Commits and pushes changes, and returns the full SHA of the commit. */
  push(files: RepositoryFiles, options?: { readonly message?: string; readonly branch?: string }): string;
  /** SHA of the newest commit of a branch. */
  head(branch?: string): string;
}

/** Starts a server without repositories. */
export async function startGitServer(): Promise<GitServer> {
  const folder = mkdtempSync(join(tmpdir(), "gitops-git-"));
  const served = join(folder, "served");
  mkdirSync(served);
  const server = createServer((request, response) => runBackend(served, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("a TCP server has an address with a port");
  const { port } = address;
  return {
    createRepository: (name, files) => {
      const url = `http://127.0.0.1:${port}/${name}.git`;
      return createRepository(url, join(served, `${name}.git`), join(folder, name), files);
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Nobody's settings, hooks or signing keys have a part in these commits. */
const gitEnvironment = {
  ...process.env,
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_AUTHOR_NAME: "Test",
  GIT_AUTHOR_EMAIL: "test@example.org",
  GIT_COMMITTER_NAME: "Test",
  GIT_COMMITTER_EMAIL: "test@example.org",
};

function createRepository(url: string, bare: string, workTree: string, files: RepositoryFiles): GitRepository {
  const git = (...args: readonly string[]): string =>
    execFileSync("git", args, { cwd: workTree, env: gitEnvironment, encoding: "utf8", stdio: "pipe" }).trim();
  mkdirSync(workTree);
  git("init", "--quiet", "--bare", "--initial-branch=main", bare);
  git("init", "--quiet", "--initial-branch=main");
  const push: GitRepository["push"] = (changes, { message = "Change", branch = "main" } = {}) => {
    if (branch !== git("symbolic-ref", "--short", "HEAD")) git("switch", "--quiet", "--force-create", branch);
    for (const [path, text] of Object.entries(changes)) writeOrRemove(join(workTree, path), text);
    git("add", "--all");
    git("commit", "--quiet", "--allow-empty", "--message", message);
    git("push", "--quiet", "--force", bare, `HEAD:refs/heads/${branch}`);
    return git("rev-parse", "HEAD");
  };
  push(files, { message: "Begin" });
  return { url, push, head: (branch = "main") => git("--git-dir", bare, "rev-parse", `refs/heads/${branch}`) };
}

function writeOrRemove(file: string, text: string | undefined): void {
  if (text === undefined) {
    rmSync(file, { force: true });
    return;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** A request as CGI (RFC 3875); the backend answers with header lines, an empty line and the body. */
function runBackend(served: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? "/", "http://127.0.0.1");
  const header = (name: string): string => String(request.headers[name] ?? "");
  const backend = spawn("git", ["http-backend"], {
    env: {
      ...gitEnvironment,
      GIT_PROJECT_ROOT: served,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_INFO: pathname,
      QUERY_STRING: search.slice(1),
      REQUEST_METHOD: request.method ?? "GET",
      REMOTE_ADDR: "127.0.0.1",
      CONTENT_TYPE: header("content-type"),
      CONTENT_LENGTH: header("content-length"),
      HTTP_CONTENT_ENCODING: header("content-encoding"),
      GIT_PROTOCOL: header("git-protocol"),
    },
    stdio: ["pipe", "pipe", "ignore"],
  });
  request.pipe(backend.stdin);
  // The backend may answer without reading everything.
  backend.stdin.on("error", () => request.unpipe());
  backend.once("error", () => response.writeHead(500).end("git could not be started"));
  response.once("close", () => backend.kill());
  const head: Buffer[] = [];
  const readHead = (chunk: Buffer): void => {
    head.push(chunk);
    const text = Buffer.concat(head);
    const end = text.indexOf("\r\n\r\n");
    if (end < 0) return;
    backend.stdout.off("data", readHead);
    writeHead(response, text.subarray(0, end).toString("latin1"));
    response.write(text.subarray(end + 4));
    backend.stdout.pipe(response);
  };
  backend.stdout.on("data", readHead);
}

function writeHead(response: ServerResponse, text: string): void {
  for (const line of text.split("\r\n")) {
    const [, name = "", value = ""] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
    if (name.toLowerCase() === "status") response.statusCode = Number.parseInt(value, 10);
    else if (name !== "") response.setHeader(name, value);
  }
}
