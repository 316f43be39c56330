import type { Finding } from "../../core/lint/finding.ts";
import { isKustomizationFileName } from "../../core/manifest/manifest.ts";
import { resolveAlias, type ScalarNode, valueAt, type YamlNode } from "../../core/manifest/node.ts";
import { entryAt, parseYamlFile } from "../../core/manifest/parseYamlFile.ts";
import { createLineIndex } from "../../core/text/lineIndex.ts";
import { type Span, shift } from "../../core/text/span.ts";
import { baseName, directoryOf } from "../../core/text/uri.ts";
import type { RenderFailed, SkippedEntry } from "../renderer.ts";
import type { WrittenDeployer } from "./deployer.ts";
import { skippedReason } from "./previewText.ts";
import type { RenderedOverlay } from "./renderOverlay.ts";

/** A problem of a render at the source that caused it; the span counts from the start of the file. */
export interface PreviewProblem extends Finding {
  readonly uri: string;
}

/** What a render has to say about its sources: the error, and the entries that were left out. */
export function previewProblems(
  overlay: RenderedOverlay,
  directory: string,
  deployer?: WrittenDeployer,
): readonly PreviewProblem[] {
  const { result } = overlay;
  if (result.kind !== "rendered" && result.kind !== "failed") return [];
  const sources = kustomizationSources(overlay);
  const skipped = result.skipped.flatMap((entry) => skippedProblem(entry, sources, deployer));
  if (result.kind !== "failed") return skipped;
  const place = deployerPlace(result, deployer);
  const message = `kustomize can't build \`${baseName(directory)}\`: ${result.message}`;
  const own = place ? [{ ...place, code: "kustomize/build", severity: "error" as const, message }] : undefined;
  return [...skipped, ...(own ?? buildProblem(result, overlay, sources, directory))];
}

/** A kustomization file that went into a render. */
interface KustomizationSource {
  readonly path: string;
  readonly uri: string;
  readonly text: string;
  /** The root value; its spans are shifted to the file. */
  readonly scalars: readonly (ScalarNode & { readonly value: string })[];
  readonly root: YamlNode | undefined;
  readonly offset: number;
}

function kustomizationSources({ inputs }: RenderedOverlay): readonly KustomizationSource[] {
  return [...inputs.uris].flatMap(([path, uri]) => {
    const content = inputs.files.get(path);
    if (!isKustomizationFileName(uri) || typeof content !== "string") return [];
    const entry = parseYamlFile(uri, content).entries[0];
    const root = entry?.document.root;
    const offset = entry?.offset ?? 0;
    const scalars = stringsIn(root).map((scalar) => ({ ...scalar, ...shift(scalar, offset) }));
    return [{ path, uri, text: content, root, offset, scalars }];
  });
}

function skippedProblem(
  entry: SkippedEntry,
  sources: readonly KustomizationSource[],
  deployer: WrittenDeployer | undefined,
): readonly PreviewProblem[] {
  const message = `\`${entry.entry}\` is not rendered in the preview: ${skippedReason(entry)}. The rest is.`;
  const own = deployerPlace(entry, deployer);
  if (own) return [{ ...own, code: "kustomize/not-rendered", severity: "information", message }];
  const source = sources.find(({ path }) => path === entry.file);
  if (!source) return [];
  const node = valueAt(source.root, entry.field, entry.index) ?? valueAt(source.root, entry.field) ?? source.root;
  const span = node ? firstLine(source.text, shift(node, source.offset)) : { start: 0, end: 0 };
  return [{ uri: source.uri, code: "kustomize/not-rendered", severity: "information", message, span }];
}

function buildProblem(
  failed: RenderFailed,
  overlay: RenderedOverlay,
  sources: readonly KustomizationSource[],
  directory: string,
): readonly PreviewProblem[] {
  const place = namedPlace(failed, overlay) ?? mentionedPlace(failed, sources) ?? ownPlace(sources, directory);
  if (!place) return [];
  const message = `kustomize can't build \`${baseName(directory)}\`: ${failed.message}`;
  return [{ ...place, code: "kustomize/build", severity: "error", message }];
}

interface Place {
  readonly uri: string;
  readonly span: Span;
}

/** The field of the deployer's manifest that is to blame. */
function deployerPlace(
  { field, index = 0 }: { readonly field?: string; readonly index?: number },
  deployer: WrittenDeployer | undefined,
): Place | undefined {
  if (!deployer || !field?.startsWith("spec.")) return undefined;
  const { manifest, offset, text } = deployer;
  const path = field.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  const node = valueAt(manifest.root, ...path, index) ?? valueAt(manifest.root, ...path);
  return node && { uri: manifest.uri, span: firstLine(text, shift(node, offset)) };
}

/** The file and line that the engine itself names. */
function namedPlace({ path, line }: RenderFailed, { inputs }: RenderedOverlay): Place | undefined {
  const uri = path === undefined ? undefined : inputs.uris.get(path);
  const content = path === undefined ? undefined : inputs.files.get(path);
  if (uri === undefined || typeof content !== "string" || line === undefined) return undefined;
  const start = createLineIndex(content).lineStart(line - 1);
  return { uri, span: firstLine(content, { start, end: content.length }) };
}

/** The entry of a kustomization file whose text the message repeats; the longest one tells most. */
function mentionedPlace({ message, path }: RenderFailed, sources: readonly KustomizationSource[]): Place | undefined {
  const own = sources.filter((source) => source.path === path);
  const candidates = (own.length > 0 ? own : sources).flatMap((source) =>
    source.scalars
      .filter(({ value }) => value.length > 3 && mentions(message, value))
      .map((scalar) => ({ uri: source.uri, span: firstLine(source.text, scalar), length: scalar.value.length })),
  );
  return candidates.toSorted((a, b) => b.length - a.length)[0];
}

function mentions(message: string, value: string): boolean {
  const last = value.slice(value.lastIndexOf("/") + 1);
  return (
    message.includes(`'${value}'`) ||
    message.includes(`"${value}"`) ||
    (last.length > 3 && message.includes(`/${last}`))
  );
}

/** The first key of the rendered directory's own kustomization file. */
function ownPlace(sources: readonly KustomizationSource[], directory: string): Place | undefined {
  const source = sources.find(({ uri }) => directoryOf(uri) === directory) ?? sources[0];
  if (!source) return undefined;
  const file = parseYamlFile(source.uri, source.text);
  const start = (entryAt(file, 0)?.document.root?.start ?? 0) + source.offset;
  return { uri: source.uri, span: firstLine(source.text, { start, end: source.text.length }) };
}

function firstLine(text: string, { start, end }: Span): Span {
  const lineBreak = text.indexOf("\n", start);
  return { start, end: Math.max(start, Math.min(end, lineBreak < 0 ? text.length : lineBreak)) };
}

function stringsIn(root: YamlNode | undefined): readonly (ScalarNode & { readonly value: string })[] {
  const found: (ScalarNode & { readonly value: string })[] = [];
  const visit = (node: YamlNode): void => {
    const value = resolveAlias(node);
    if (value?.type === "sequence") for (const item of value.items) visit(item);
    if (value?.type === "mapping") for (const pair of value.pairs) visit(pair.value);
    if (value?.type === "scalar" && typeof value.value === "string") found.push({ ...value, value: value.value });
  };
  if (root) visit(root);
  return found;
}
