import { stat } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { createRepositoryIndex, type IndexStore } from "../../core/graph/indexStore.ts";
import type { Finding, Severity } from "../../core/lint/finding.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { linesOf } from "../../core/manifest/parseYamlFile.ts";
import { isWithin } from "../../core/text/uri.ts";
import type { Logger } from "../../features/environment.ts";
import { immediateDisk, pathOfUri, uriOfPath } from "../adapters/fileScan.ts";
import { readGitOrigin } from "../adapters/gitOrigin.ts";
import { createWorkspaceFiles } from "../adapters/workspaceFiles.ts";
import { createService } from "../service.ts";

/** One finding as `--format json` prints it; lines and columns count from 1, columns in UTF-16 code units. */
export interface CheckFinding {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
}

interface CheckArguments {
  readonly paths: readonly string[];
  readonly format: "text" | "json";
}

/** `check [PATHS] [--format text|json]`: 0 without errors, 1 with errors, 2 on misuse. */
export async function check(args: readonly string[]): Promise<number> {
  const parsed = parseArguments(args);
  if (typeof parsed === "string") return misuse(parsed);
  const paths = parsed.paths.map((path) => resolve(path));
  for (const path of paths) if (!(await exists(path))) return misuse(`${path} does not exist.`);
  const findings = await checkPaths(paths);
  process.stdout.write(parsed.format === "json" ? `${JSON.stringify(findings, undefined, 2)}\n` : asText(findings));
  return findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** The findings of all YAML files in some files and folders, known references of their whole repositories included. */
export async function checkPaths(paths: readonly string[]): Promise<readonly CheckFinding[]> {
  const index = createRepositoryIndex();
  const service = createService({ index, logger: stderrLogger });
  const files = createWorkspaceFiles(index, stderrLogger, { changed: () => undefined }, immediateDisk);
  await files.load(await foldersFor(paths));
  const wanted = paths.map(uriOfPath);
  const uris = [...index.yamlFiles()].filter((uri) => wanted.some((path) => isWithin(uri, path))).toSorted();
  const findings = uris.flatMap((uri) => findingsOfFile(uri, index, service.language));
  service.dispose();
  return findings;
}

const stderrLogger: Logger = {
  info: () => undefined,
  warn: (message) => process.stderr.write(`${message}\n`),
};

/** A repository is read as a whole, because what a file refers to may be anywhere in it. */
async function foldersFor(paths: readonly string[]): Promise<readonly string[]> {
  const roots = await Promise.all(
    paths.map(
      async (path) => (await readGitOrigin(path))?.root ?? uriOfPath((await isFile(path)) ? resolve(path, "..") : path),
    ),
  );
  return [...new Set(roots)].filter((root) => !roots.some((other) => other !== root && isWithin(root, other)));
}

function findingsOfFile(
  uri: string,
  index: IndexStore,
  language: ReturnType<typeof createService>["language"],
): readonly CheckFinding[] {
  const file = index.file(uri);
  if (!file) return [];
  const path = relative(process.cwd(), pathOfUri(uri) ?? uri);
  return language
    .findings(file)
    .flatMap(({ entry, findings }) => findings.map((finding) => located(path, entry, finding)))
    .toSorted((a, b) => a.line - b.line || a.column - b.column);
}

function located(file: string, entry: DocumentEntry, { span, severity, code, message }: Finding): CheckFinding {
  const lines = linesOf(entry.document);
  const start = lines.at(span.start);
  const end = lines.at(span.end);
  return {
    file,
    line: entry.line + start.line + 1,
    column: start.column + 1,
    endLine: entry.line + end.line + 1,
    endColumn: end.column + 1,
    severity,
    code,
    message,
  };
}

function asText(findings: readonly CheckFinding[]): string {
  const lines = findings.map(
    ({ file, line, column, severity, code, message }) =>
      `${file}:${line}:${column}: ${severity}: ${message} [${code}]\n`,
  );
  const count = (wanted: Severity): number => findings.filter(({ severity }) => severity === wanted).length;
  return `${lines.join("")}${count("error")} errors, ${count("warning")} warnings\n`;
}

function parseArguments(args: readonly string[]): CheckArguments | string {
  const paths: string[] = [];
  let format: string | undefined = "text";
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? "";
    if (argument === "--format") format = args[++at];
    else if (argument.startsWith("--format=")) format = argument.slice("--format=".length);
    else if (argument.startsWith("-")) return `\`${argument}\` is not an option.`;
    else paths.push(argument);
  }
  if (format !== "text" && format !== "json") return "`--format` takes `text` or `json`.";
  return { paths: paths.length > 0 ? paths : ["."], format };
}

function misuse(problem: string): number {
  process.stderr.write(`${problem}\nUsage: gitops-authoring check [PATH...] [--format text|json]\n`);
  return 2;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch {
    return false;
  }
}

async function isFile(path: string): Promise<boolean> {
  return (await stat(path)).isFile();
}
