import type { Position } from "vscode-languageserver-types";
import type { KindDescriptor } from "../../core/kinds/descriptor.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { type GroupVersionKind, groupVersionKind, isKustomizationFileName } from "../../core/manifest/manifest.ts";
import { isUnread } from "../../core/manifest/parseDocument.ts";
import { type CursorContext, cursorContext } from "../../core/schema/context/cursorContext.ts";
import { embeddedText } from "../../core/schema/context/embeddedText.ts";
import { scalarAt } from "../../core/schema/context/scalarAt.ts";
import type { KindSchema, SchemaRegistry } from "../../core/schema/model.ts";
import { shift } from "../../core/text/span.ts";
import { placeAt } from "../convert.ts";
import type { Environment } from "../environment.ts";

/** The document under the cursor and everything that is known about what it declares, whether or not it parses. */
export interface Site {
  readonly environment: Environment;
  readonly uri: string;
  readonly entry: DocumentEntry;
  readonly text: string;
  /** The cursor, counted from the start of the document. */
  readonly offset: number;
  readonly apiVersion: string | undefined;
  readonly kindName: string | undefined;
  /** The type, as far as what is written (or the name of the file) decides it. */
  readonly gvk: GroupVersionKind | undefined;
  readonly schema: KindSchema | undefined;
  readonly descriptor: KindDescriptor | undefined;
  /** The namespace that the document writes. */
  readonly namespace: string | undefined;
}

/** A place where something may be completed. */
export interface CompletionSite extends Site {
  /** Its span counts from the start of the document of the file, also when the site is inside a block scalar. */
  readonly context: CursorContext;
  /** What every line of a manifest inside a block scalar is indented by; "" elsewhere. */
  readonly margin: string;
}

/** The document at a position of a file; undefined when the file is not known or the document was not read. */
export function siteAt(environment: Environment, uri: string, position: Position): Site | undefined {
  const file = environment.index.file(uri);
  const place = file && placeAt(file, position);
  if (!place || isUnread(place.entry.document)) return undefined;
  const { entry, offset } = place;
  return { environment, uri, entry, offset, ...declared(environment.schemas, uri, entry.document.text) };
}

/** What the text of a document declares. */
function declared(schemas: SchemaRegistry, uri: string, text: string) {
  const apiVersion = scalarAt(text, "apiVersion");
  const kindName = scalarAt(text, "kind");
  const gvk = typeOf(schemas, { uri, apiVersion, kindName });
  const schema = gvk && findSchema(schemas, gvk);
  const descriptor = gvk && descriptorOf(gvk);
  const namespace = scalarAt(text, "metadata", "namespace");
  return { text, apiVersion, kindName, gvk, schema, descriptor, namespace };
}

/**
 * The site with what the text around the cursor tells. A block scalar that holds a manifest of its own, as patches of
 * kustomize do, is a document like any other.
 */
export function withContext(site: Site): CompletionSite {
  const context = cursorContext(site.text, site.offset);
  return (context.embedded && embeddedSite(site, context.embedded)) ?? { ...site, context, margin: "" };
}

function embeddedSite(site: Site, { headerAt }: NonNullable<CursorContext["embedded"]>): CompletionSite | undefined {
  const inner = embeddedText(site.text, headerAt, site.offset);
  if (!inner) return undefined;
  const { schemas } = site.environment;
  const content = declared(schemas, "", inner.text);
  if (!content.apiVersion || !content.schema) return undefined;
  const context = cursorContext(inner.text, inner.offset);
  const replace = shift(context.replace, site.offset - inner.offset);
  return { ...site, ...content, context: { ...context, replace }, margin: inner.margin };
}

interface Written {
  readonly uri: string;
  readonly apiVersion: string | undefined;
  readonly kindName: string | undefined;
}

/** What is written decides; a part that is missing is filled in where only one type fits. */
function typeOf({ entries }: SchemaRegistry, { uri, apiVersion, kindName }: Written): GroupVersionKind | undefined {
  const written = groupVersionKind(apiVersion, kindName);
  if (written) return written;
  const candidates = entries.filter(
    (entry) =>
      entry.served &&
      (kindName === undefined || entry.kind === kindName) &&
      (apiVersion === undefined || groupVersionKind(apiVersion, entry.kind)?.group === entry.group),
  );
  const named = isKustomizationFileName(uri)
    ? candidates.filter((entry) => descriptorOf(entry)?.scope === "File")
    : candidates;
  const types = new Set(named.map(({ group, kind }) => `${group}/${kind}`));
  // A kustomization file may leave out both, everything else says at least one.
  const isDecided = isKustomizationFileName(uri) || (types.size === 1 && (apiVersion ?? kindName) !== undefined);
  return isDecided ? named[0] : undefined;
}

/** The schema of that version, or of the version to write where that one does not exist. */
function findSchema(schemas: SchemaRegistry, { group, version, kind }: GroupVersionKind): KindSchema | undefined {
  const exact = schemas.find(group, version, kind);
  if (exact) return exact;
  const [best] = servedFirst(schemas.entries.filter((entry) => entry.group === group && entry.kind === kind));
  return best && schemas.find(group, best.version, kind);
}

/** Versions to write first, removed ones last; otherwise in the order given. */
export function servedFirst<
  Entry extends { readonly served: boolean; readonly deprecated: boolean; readonly removedIn?: string },
>(entries: readonly Entry[]): readonly Entry[] {
  const rank = (entry: Entry): number => (!entry.served || entry.removedIn ? 2 : entry.deprecated ? 1 : 0);
  return entries.toSorted((a, b) => rank(a) - rank(b));
}
