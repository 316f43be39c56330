import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "../../server/core/lint/finding.ts";
import type { YamlDocument } from "../../server/core/manifest/document.ts";
import { type Manifest, manifestOf } from "../../server/core/manifest/manifest.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import { parseYamlFile } from "../../server/core/manifest/parseYamlFile.ts";
import { validateHeader } from "../../server/core/schema/header.ts";
import type { KindSchema, SchemaRegistry } from "../../server/core/schema/model.ts";
import { validateManifest } from "../../server/core/schema/validate.ts";
import { validateVersion } from "../../server/core/schema/versions.ts";
import { createLineIndex } from "../../server/core/text/lineIndex.ts";
import { isTemplated } from "../../server/core/text/templated.ts";
import type { LineFinding, Peer } from "./peer.ts";

/** A manifest for whose kind there is a schema. */
export interface Subject {
  /** Path below the folder, and the number of the document. */
  readonly name: string;
  readonly uri: string;
  readonly text: string;
  readonly manifest: Manifest;
  readonly kind: KindSchema;
}

/** All manifests below a folder for whose kind there is a schema. */
export function subjectsIn(folder: string, registry: SchemaRegistry): readonly Subject[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted();
  return files.flatMap((file) => {
    const path = join(folder, file);
    if (!/(?:\.ya?ml|Kustomization)$/.test(file) || !statSync(path).isFile()) return [];
    const uri = pathToFileURL(path).href;
    const { entries } = parseYamlFile(uri, readFileSync(path, "utf8"));
    return entries.flatMap(({ document }, at) => {
      const subject = subjectOf(document, uri, registry);
      return subject ? [{ ...subject, name: `${file}#${at}` }] : [];
    });
  });
}

function subjectOf(document: YamlDocument, uri: string, registry: SchemaRegistry): Omit<Subject, "name"> | undefined {
  const manifest = manifestOf(document, uri);
  if (!manifest) return undefined;
  const { group, version, kind: name } = manifest.gvk;
  const kind = registry.find(group, version, name);
  return kind && { uri, text: document.text, manifest, kind };
}

/** What we find in a text that is to be of the given kind: syntax and schema. */
export function ours(
  text: string,
  { uri, kind }: Pick<Subject, "uri" | "kind">,
  registry: SchemaRegistry,
): readonly Finding[] {
  const document = parseDocument(text);
  const manifest = manifestOf(document, uri);
  const syntax = document.problems.map((problem) => ({ ...problem, severity: "error" }) as const);
  if (!manifest) return [...syntax, ...validateHeader(document, registry)];
  return [...syntax, ...validateVersion(manifest, registry), ...validateManifest(manifest, kind, { partial: false })];
}

/** Who is compared. */
export interface Contestants {
  readonly peer: Peer;
  readonly registry: SchemaRegistry;
}

/** What the peer finds in a text and we do not, within one line; what is filled in later is left out. */
export async function compare(
  text: string,
  subject: Pick<Subject, "uri" | "kind">,
  { peer, registry }: Contestants,
): Promise<Comparison> {
  const theirs = await peer.errors(subject.kind, text);
  const lines = createLineIndex(text);
  const found = ours(text, subject, registry);
  const near = (line: number) =>
    found.some(({ span }) => lines.at(span.start).line - 1 <= line && line <= lines.at(span.end).line + 1);
  const missed = theirs.filter(({ line }) => !near(line) && !isTemplated(lineText(text, line)));
  return { theirs, found, missed };
}

/** What both found in one text. */
export interface Comparison {
  readonly theirs: readonly LineFinding[];
  readonly found: readonly Finding[];
  readonly missed: readonly LineFinding[];
}

function lineText(text: string, line: number): string {
  return text.split("\n")[line] ?? "";
}
