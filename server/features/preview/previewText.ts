import { relativePath } from "../../core/text/uri.ts";
import type { RenderResult, SkippedEntry } from "../renderer.ts";
import { deployedNotes } from "./deployedNotes.ts";
import { changeWords, type DeployedRequest } from "./deployedOverlay.ts";
import type { RenderedOverlay } from "./renderOverlay.ts";

/** What is told about a preview in its first lines. */
export interface PreviewHeading {
  /** The directory below the workspace folder. */
  readonly label: string;
  readonly revision: "workingCopy" | "head";
  /** How many of the files that went in have unsaved changes. */
  readonly unsaved: number;
  /** Whose controller applies it; undefined for the directory as kustomize builds it. */
  readonly deployed: DeployedRequest | undefined;
}

/** The text of a preview: comments that say what it shows, then what kustomize printed, or why there is nothing. */
export function previewText(overlay: RenderedOverlay, heading: PreviewHeading): string {
  const { result } = overlay;
  const comments = [
    ...describe(overlay, heading),
    ...deployedLines(result, heading),
    ...skippedLines(result),
    ...warningLines(result),
  ];
  const body = result.kind === "rendered" ? result.text : failureLines(result).map(comment).join("");
  return comments.map(comment).join("") + body;
}

/** The text of a side of a comparison: only the rendered YAML, or why there is none. */
export function comparisonText({ result }: RenderedOverlay): string {
  return result.kind === "rendered" ? result.text : failureLines(result).map(comment).join("");
}

/** How long the engine took, in milliseconds. */
export function renderTime(result: RenderResult): number {
  return "milliseconds" in result ? Math.round(result.milliseconds) : 0;
}

/** How many files are named before the rest is only counted. */
const namedFiles = 12;

function describe(overlay: RenderedOverlay, { label, revision, unsaved, deployed }: PreviewHeading): readonly string[] {
  const { result, inputs } = overlay;
  const read = result.kind === "rendered" || result.kind === "failed" ? result.read : [...inputs.files.keys()];
  const state = revision === "head" ? "the last commit" : "the working copy";
  const unsavedPart = revision === "head" || unsaved === 0 ? "" : `, ${unsaved} unsaved`;
  const names = read.map((path) => relativePath(overlay.directory, inputs.uris.get(path) ?? path));
  const more = names.length > namedFiles ? [`and ${names.length - namedFiles} more`] : [];
  const list = [...names.slice(0, namedFiles), ...more].join(", ");
  return [
    ...(deployed
      ? wrap(`${label} as ${deployed.deployer.title} applies it: ${changeWords(deployed)} (${renderTime(result)} ms)`)
      : [`${label} as kustomize builds it (${renderTime(result)} ms)`]),
    ...wrap(`from ${read.length} files of ${state}${unsavedPart}: ${list}`),
  ];
}

function deployedLines(result: RenderResult, { deployed }: PreviewHeading): readonly string[] {
  if (!deployed || (result.kind !== "rendered" && result.kind !== "failed")) return [];
  return deployedNotes(deployed, result.kind === "rendered" ? result.kept : [], "left as written").flatMap(wrap);
}

function skippedLines(result: RenderResult): readonly string[] {
  if (result.kind !== "rendered" && result.kind !== "failed") return [];
  return result.skipped.map((entry) => `Not rendered: ${entry.entry} (${skippedReason(entry)})`);
}

/** Why an entry is left out, in a few words. */
export function skippedReason({ kind }: SkippedEntry): string {
  switch (kind) {
    case "remote":
      return "it is fetched from a remote address, and previews never use the network";
    case "plugin":
      return "it runs another program, and previews run none";
    case "helm":
      return "it is a Helm chart, which kustomize builds only with --enable-helm";
    case "jsonnet":
      return "it is Jsonnet, a program, and previews run none";
    case "patch":
      return "it changes an object that is not rendered";
  }
}

function warningLines(result: RenderResult): readonly string[] {
  return result.kind === "rendered" ? result.warnings.map((warning) => `kustomize: ${warning}`) : [];
}

function failureLines(result: RenderResult): readonly string[] {
  switch (result.kind) {
    case "failed":
      return ["kustomize can't build this:", "", ...wrap(result.message)];
    case "engineMissing":
    case "timedOut":
      return wrap(result.message);
    case "cancelled":
      return ["A newer render took over."];
    case "rendered":
      return [];
  }
}

const width = 80;

/** Breaks a long message at spaces and at its nested causes. */
function wrap(message: string): readonly string[] {
  return message.split("\n").flatMap((line) => {
    const lines: string[] = [];
    let current = "";
    for (const word of line.split(" ")) {
      if (current !== "" && current.length + word.length >= width) {
        lines.push(current);
        current = word;
      } else current = current === "" ? word : `${current} ${word}`;
    }
    return [...lines, current];
  });
}

function comment(line: string): string {
  return line === "" ? "#\n" : `# ${line}\n`;
}
