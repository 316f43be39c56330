import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { isRecord } from "./records.ts";

/** What one of Go's readers says: a JSON value, or an error with its one-based line (undefined when it names none). */
export type GoVerdict =
  | { readonly accepted: true; readonly value: unknown }
  | { readonly accepted: false; readonly error: string; readonly line: number | undefined };

/** The verdicts of the two readers that a manifest can meet. */
export interface GoVerdicts {
  /** kubectl and the API server: sigs.k8s.io/yaml, duplicate keys refused. */
  readonly kubectl: GoVerdict;
  /** kustomize, and Flux with it: kyaml, and the conversion to JSON at the end of a build. */
  readonly kustomize: GoVerdict;
}

const source = join(import.meta.dirname, "goyaml");

/** Builds the program once into the cache; undefined without Go. */
export function buildGoReader(): string | undefined {
  if (!hasGo()) return undefined;
  const folder = join(process.env["GITOPS_CACHE"] ?? join(homedir(), ".cache", "gitops-authoring"), "goyaml");
  mkdirSync(folder, { recursive: true });
  const program = join(folder, process.platform === "win32" ? "goyaml.exe" : "goyaml");
  execFileSync("go", ["build", "-o", program, "."], { cwd: source, stdio: ["ignore", "ignore", "pipe"] });
  return program;
}

function hasGo(): boolean {
  try {
    execFileSync("go", ["version"], { stdio: "ignore" });
    return true;
  } catch (error) {
    if (error instanceof Error) return false;
    throw error;
  }
}

/** Asks the program about documents; the answers come in the same order. */
export function readWithGo(program: string, texts: readonly string[]): readonly GoVerdicts[] {
  const input = texts.map((text) => JSON.stringify(text)).join("\n");
  const output = execFileSync(program, { input, encoding: "utf8", maxBuffer: 2 ** 30 });
  return output.trimEnd().split("\n").map(readAnswer);
}

function readAnswer(line: string): GoVerdicts {
  const answer: unknown = JSON.parse(line);
  if (!isRecord(answer)) throw new Error(`An answer has an unexpected shape: ${line}`);
  return { kubectl: readVerdict(answer["kubectl"]), kustomize: readVerdict(answer["kustomize"]) };
}

function readVerdict(verdict: unknown): GoVerdict {
  if (!isRecord(verdict)) throw new Error(`A verdict has an unexpected shape: ${JSON.stringify(verdict)}`);
  const { value, error, line } = verdict;
  if (typeof error !== "string") return { accepted: true, value };
  return { accepted: false, error, line: typeof line === "number" ? line : undefined };
}
