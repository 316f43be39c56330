import { type Hover, MarkupKind } from "vscode-languageserver-types";
import { referenceAt } from "../core/graph/references.ts";
import { resolve } from "../core/graph/resolve.ts";
import { manifestOf } from "../core/manifest/manifest.ts";
import type { CursorPlace } from "../core/schema/context/cursorContext.ts";
import { type FieldPlace, fieldOf, placeAt } from "../core/schema/context/schemaPlace.ts";
import { displayPath } from "../core/text/uri.ts";
import { liveMarkdown } from "./cluster/hover.ts";
import { type CompletionSite, siteAt, withContext } from "./completion/site.ts";
import type { CompletionRequest } from "./completion.ts";
import { toRange } from "./convert.ts";
import type { Environment } from "./environment.ts";
import { fieldMarkdown } from "./hover/fieldMarkdown.ts";
import { kindMarkdown, versionMarkdown } from "./hover/kindMarkdown.ts";

/** What is known about the key or value under the cursor. */
export async function provideHover(environment: Environment, request: CompletionRequest): Promise<Hover | undefined> {
  const written = await writtenHover(environment, request);
  const live = liveMarkdown(environment, request);
  if (live === undefined) return written;
  const value = written ? `${live}\n\n---\n\n${markdownOf(written)}` : live;
  return { ...written, contents: { kind: MarkupKind.Markdown, value } };
}

function markdownOf({ contents }: Hover): string {
  return typeof contents === "object" && "value" in contents ? contents.value : "";
}

/** What is known without any cluster. */
async function writtenHover(
  environment: Environment,
  { uri, position }: CompletionRequest,
): Promise<Hover | undefined> {
  const plain = siteAt(environment, uri, position);
  if (!plain) return undefined;
  const site = withContext(plain);
  const [place] = site.context.places;
  const { replace } = site.context;
  if (!place || replace.start === replace.end) return undefined;
  const value = typeHover(site, place) ?? referenceHover(site, place) ?? (await fieldHover(site, place));
  if (value === undefined || value === "") return undefined;
  return { contents: { kind: MarkupKind.Markdown, value }, range: toRange(site.entry, replace) };
}

/** On the value of `apiVersion` or `kind`: which versions there are. */
function typeHover({ gvk, environment }: CompletionSite, place: CursorPlace): string | undefined {
  if (place.type !== "value" || place.path.length !== 1 || !gvk) return undefined;
  const [key] = place.path;
  if (key === "kind") return kindMarkdown(gvk, environment.schemas);
  if (key !== "apiVersion") return undefined;
  const entry = environment.schemas.entries.find(
    (each) => each.group === gvk.group && each.version === gvk.version && each.kind === gvk.kind,
  );
  return entry ? versionMarkdown(entry) : kindMarkdown(gvk, environment.schemas);
}

/** On a reference: the objects that it names, or that the workspace has none. */
function referenceHover(site: CompletionSite, place: CursorPlace): string | undefined {
  if (place.type !== "value") return undefined;
  const { environment, entry, uri, offset } = site;
  const { index } = environment;
  const manifest = manifestOf(entry.document, uri);
  const reference = manifest && referenceAt(manifest, offset);
  if (!manifest || !reference || offset < reference.name.start || offset > reference.name.end) return undefined;
  const { targets } = resolve(reference, manifest, index);
  const lines = targets.slice(0, 5).map((target) => {
    const object = index
      .objects({ name: reference.name.value })
      .find((each) => each.uri === target.uri && each.ordinal === target.ordinal);
    const type = object ? `\`${object.gvk.kind}\` ` : "";
    const namespace = object?.namespace === undefined ? "" : ` in \`${object.namespace}\``;
    return `${type}**${reference.name.value}**${namespace}  \n${displayPath(target.uri, index.folders)}`;
  });
  const kinds = reference.to.map(({ kind }) => kind).join(" or ");
  return lines.length > 0
    ? lines.join("\n\n")
    : `${kinds === "" ? "Object" : kinds} **${reference.name.value}**: not declared in this workspace.`;
}

/**
 * On a key or value: the field. The text goes through the YAML service, which lays out Markdown for the field as it does
 * for any schema.
 */
async function fieldHover(site: CompletionSite, place: CursorPlace): Promise<string | undefined> {
  const field = fieldAt(site, place);
  if (!field) return undefined;
  const { environment } = site;
  const markdownDescription = fieldMarkdown(field, environment.schemas);
  const key = JSON.stringify(field.field);
  const hover = await environment.yaml.hover({
    text: `${key}: \n`,
    position: { line: 0, character: 1 },
    schemaId: `hover ${field.kind.group} ${field.kind.version} ${field.kind.kind} ${field.ownerType ?? markdownDescription} ${field.field}`,
    schema: { type: "object", properties: { [field.field]: { markdownDescription } } },
  });
  return hover && typeof hover.contents === "object" && "value" in hover.contents
    ? hover.contents.value
    : markdownDescription;
}

function fieldAt({ schema, context, entry }: CompletionSite, place: CursorPlace): FieldPlace | undefined {
  const { replace } = context;
  const path =
    place.type === "key" ? [...place.path, entry.document.text.slice(replace.start, replace.end)] : place.path;
  // An item is described by the field that holds the list.
  const steps = path.slice(0, path.findLastIndex((step) => typeof step === "string") + 1);
  const name = steps.at(-1);
  const parent = schema && placeAt(schema, steps.slice(0, -1));
  return parent && typeof name === "string" ? fieldOf(parent, name) : undefined;
}
