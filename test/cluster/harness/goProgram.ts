import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** Builds a program of a module in `go/` once into the cache; returns its path. */
export function buildProgram(module: string, packagePath = "."): string {
  const cache = process.env["GITOPS_CACHE"] ?? join(homedir(), ".cache", "gitops-authoring");
  const folder = join(cache, `${module}-program`);
  mkdirSync(folder, { recursive: true });
  const program = join(folder, process.platform === "win32" ? `${module}.exe` : module);
  const cwd = join(import.meta.dirname, "go", module);
  execFileSync("go", ["build", "-o", program, packagePath], { cwd, stdio: ["ignore", "ignore", "pipe"] });
  return program;
}
