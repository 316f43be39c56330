import type { YamlDocument } from "../manifest/document.ts";
import { type GroupVersionKind, groupVersionKind, manifestOf } from "../manifest/manifest.ts";
import { detach } from "../text/detach.ts";
import type { Span } from "../text/span.ts";

/** The identity a document declares, with the place of the name counted from the start of the document. */
export interface DocumentFacts {
  readonly gvk: GroupVersionKind;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly nameSpan: Span;
}

/** What a parsed document declares; undefined when it is no manifest or has no name. */
export function factsOfDocument(document: YamlDocument, uri: string): DocumentFacts | undefined {
  const manifest = manifestOf(document, uri);
  if (!manifest?.name) return undefined;
  const { start, end } = manifest.name;
  return {
    gvk: manifest.gvk,
    name: detach(manifest.name.value),
    namespace: manifest.namespace && detach(manifest.namespace.value),
    nameSpan: { start, end },
  };
}

/** `group/kind/namespace/name`, the form in which index changes name an identity. */
export function identityText(facts: DocumentFacts): string {
  return `${facts.gvk.group}/${facts.gvk.kind}/${facts.namespace ?? ""}/${facts.name}`;
}

/** What a document declares, read from its text without a syntax tree; "unclear" where only the parser can tell. */
export function scanFacts(text: string): DocumentFacts | undefined | "unclear" {
  if (!mayDeclare(text)) return undefined;
  if (!/^[A-Za-z]/.test(firstContentLine(text))) return "unclear";
  const found = new Map<string, ScannedValue>();
  for (const match of text.matchAll(/^["']?(apiVersion|kind|metadata)["']?[ \t]*:(.*)$/gm)) {
    const [line, key = "", rest = ""] = match;
    if (found.has(key)) return "unclear";
    found.set(key, { text: rest, start: match.index + line.length - rest.length, end: match.index + line.length });
  }
  return readFacts(text, found.get("apiVersion"), found.get("kind"), found.get("metadata"));
}

/** Whether a text could declare anything at all: most values files and CI files need no second look. */
function mayDeclare(text: string): boolean {
  return /kind["']?\s*:/.test(text) && /apiVersion["']?\s*:/.test(text);
}

interface ScannedValue {
  readonly text: string;
  /** Offsets of what follows the colon, up to the end of the line. */
  readonly start: number;
  readonly end: number;
}

function readFacts(
  text: string,
  apiVersion: ScannedValue | undefined,
  kind: ScannedValue | undefined,
  metadata: ScannedValue | undefined,
): DocumentFacts | undefined | "unclear" {
  if (!apiVersion || !kind || !metadata) return /^<<[ \t]*:/m.test(text) ? "unclear" : undefined;
  if (!/^\s*(?:#.*)?$/.test(metadata.text)) return "unclear";
  const version = simpleString(apiVersion);
  const kindText = simpleString(kind);
  const inner = readMetadata(text, metadata.end);
  if (!version || !kindText || inner === "unclear") return "unclear";
  const gvk = groupVersionKind(version.value, kindText.value);
  if (!gvk) return "unclear";
  if (!inner.name) return undefined;
  return {
    gvk: { group: detach(gvk.group), version: gvk.version, kind: detach(gvk.kind) },
    name: detach(inner.name.value),
    namespace: inner.namespace && detach(inner.namespace.value),
    nameSpan: inner.name.span,
  };
}

interface ScannedString {
  readonly value: string;
  readonly span: Span;
}

/** A value that is certainly a string and written on one line: words and names, quoted or not. */
function simpleString(value: ScannedValue): ScannedString | undefined {
  const match = /^([ \t]+(?:&[A-Za-z0-9_-]+[ \t]+)?)(["']?)([A-Za-z][A-Za-z0-9._/-]*)\2[ \t]*(?:\s#.*|\r)?$/.exec(
    value.text,
  );
  if (!match) return undefined;
  const [, blank = "", quote = "", word = ""] = match;
  if (quote === "" && /^(?:true|false|null|yes|no|on|off|y|n)$/i.test(word)) return undefined;
  const start = value.start + blank.length;
  return { value: word, span: { start, end: start + word.length + 2 * quote.length } };
}

interface ScannedMetadata {
  readonly name?: ScannedString;
  readonly namespace?: ScannedString;
}

function readMetadata(text: string, from: number): ScannedMetadata | "unclear" {
  const result: { name?: ScannedString; namespace?: ScannedString } = {};
  let indent = -1;
  for (let start = text.indexOf("\n", from) + 1; start > 0 && start < text.length; ) {
    const next = text.indexOf("\n", start);
    const end = next < 0 ? text.length : next;
    const line = text.slice(start, end);
    const content = line.search(/[^ ]/);
    if (content >= 0 && line[content] !== "#" && line.trim() !== "") {
      if (indent < 0) indent = content;
      if (content < indent || content === 0) break;
      if (content === indent) {
        const read = readEntry(line.slice(content), start + content);
        if (read === "unclear" || (read && result[read.key])) return "unclear";
        if (read) result[read.key] = read.value;
      }
    }
    start = next + 1;
  }
  return result;
}

function readEntry(
  line: string,
  at: number,
): { readonly key: "name" | "namespace"; readonly value: ScannedString } | undefined | "unclear" {
  if (line.startsWith("- ")) return undefined;
  const match = /^([A-Za-z]+)[ \t]*:(?=\s|$)/.exec(line);
  if (!match) return "unclear";
  const [before, key] = match;
  if (key !== "name" && key !== "namespace") return undefined;
  const rest = line.slice(before.length);
  const value = simpleString({ text: rest, start: at + before.length, end: at + line.length });
  return value ? { key, value } : "unclear";
}

function firstContentLine(text: string): string {
  for (const line of text.matchAll(/^.*$/gm)) {
    const content = line[0].replace(/^---\s*/, "").trim();
    if (content !== "" && !content.startsWith("#") && !content.startsWith("%")) return line[0].replace(/^---\s+/, " ");
  }
  return "";
}
