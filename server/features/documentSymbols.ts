import { type DocumentSymbol, SymbolKind } from "vscode-languageserver-types";
import type { ManifestEntry } from "../core/graph/repositoryIndex.ts";
import type { DocumentEntry } from "../core/manifest/document.ts";
import { asString, keyText, type Pair, resolveAlias, stringAt, type YamlNode } from "../core/manifest/node.ts";
import type { Span } from "../core/text/span.ts";
import { baseName } from "../core/text/uri.ts";
import { toRange } from "./convert.ts";
import type { Environment } from "./environment.ts";

/** How many levels of fields are shown below a manifest. */
const depthOfFields = 3;
/** The fields that the title of a manifest says already. */
const titleFields: ReadonlySet<string> = new Set(["apiVersion", "kind"]);

/** The manifests of a file with their fields. Another YAML extension shows its own outline. */
export function provideDocumentSymbols({ index, settings }: Environment, uri: string): readonly DocumentSymbol[] {
  const file = index.file(uri);
  if (!file || settings().yamlNeighbour) return [];
  return index.manifests(uri).flatMap((declared) => {
    const entry = file.entries[declared.ordinal];
    return entry ? [manifestSymbol(declared, entry)] : [];
  });
}

function manifestSymbol({ manifest }: ManifestEntry, entry: DocumentEntry): DocumentSymbol {
  const { name, namespace, kind, gvk, root, uri } = manifest;
  const title = `${gvk.kind} ${name?.value ?? baseName(uri)}`;
  const whole = trimmed(entry, { start: root.start, end: root.end });
  const selected = name ?? kind ?? root;
  return {
    name: title,
    detail: namespace?.value ?? "",
    kind: SymbolKind.Object,
    range: toRange(entry, whole),
    selectionRange: toRange(entry, within(selected, whole)),
    children: fieldsOf(root, entry, depthOfFields).filter((child) => !titleFields.has(child.name)),
  };
}

function fieldsOf(node: YamlNode, entry: DocumentEntry, depth: number): DocumentSymbol[] {
  if (depth === 0 || node.type === "alias") return [];
  if (node.type === "mapping") return node.pairs.map((pair) => fieldSymbol(pair, entry, depth));
  if (node.type === "sequence") return node.items.map((item, at) => itemSymbol(item, at, entry, depth));
  return [];
}

function fieldSymbol(pair: Pair, entry: DocumentEntry, depth: number): DocumentSymbol {
  const { key, value } = pair;
  const whole = trimmed(entry, { start: key.start, end: Math.max(key.end, value.end) });
  return {
    name: keyText(pair) || '""',
    detail: summary(value),
    kind: symbolKind(value),
    range: toRange(entry, whole),
    selectionRange: toRange(entry, within(key, whole)),
    children: fieldsOf(value, entry, depth - 1),
  };
}

function itemSymbol(item: YamlNode, at: number, entry: DocumentEntry, depth: number): DocumentSymbol {
  const whole = trimmed(entry, { start: item.start, end: item.end });
  const range = toRange(entry, whole);
  const named = asString(item) ?? stringAt(item, "name") ?? stringAt(item, "path") ?? stringAt(item, "key");
  return {
    name: named?.value || String(at + 1),
    kind: symbolKind(item),
    range,
    selectionRange: range,
    children: fieldsOf(item, entry, depth - 1),
  };
}

function symbolKind(node: YamlNode): SymbolKind {
  const value = resolveAlias(node);
  if (value?.type === "sequence") return SymbolKind.Array;
  if (value?.type === "mapping") return SymbolKind.Field;
  return SymbolKind.String;
}

/** A value that fits beside its key. Values of Secrets stay in the text. */
function summary(node: YamlNode): string {
  const value = resolveAlias(node);
  if (value?.type === "sequence") return `${value.items.length}`;
  return "";
}

/** The span without white space at its end, which an editor would show as part of the next line. */
function trimmed({ document }: DocumentEntry, { start, end }: Span): Span {
  return { start, end: start + document.text.slice(start, end).trimEnd().length };
}

/** LSP demands that what is selected lies inside the whole. */
function within(span: Span, whole: Span): Span {
  const start = Math.min(Math.max(span.start, whole.start), whole.end);
  return { start, end: Math.min(Math.max(span.end, start), whole.end) };
}
