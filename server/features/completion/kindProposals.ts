import { descriptorOf } from "../../core/kinds/registry.ts";
import { apiVersionText, isKustomizationFileName } from "../../core/manifest/manifest.ts";
import type { SchemaIndexEntry } from "../../core/schema/model.ts";
import { versionMarkdown } from "../hover/kindMarkdown.ts";
import type { KeyPlace } from "./keyProposals.ts";
import { escapeSnippet, type Proposal } from "./proposal.ts";
import { scaffoldSnippet } from "./scaffold.ts";
import { type CompletionSite, servedFirst } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/** Keys of a document that may be a manifest in the making. */
const manifestKeys: ReadonlySet<string> = new Set([
  "apiVersion",
  "kind",
  "metadata",
  "spec",
  "data",
  "stringData",
  "type",
]);

/** At the top of a document without a kind: whole manifests; with one of the two, the other. */
export function typeKeyProposals(site: CompletionSite, place: KeyPlace): readonly Proposal[] {
  if (place.path.length > 0 || place.colonFollows || site.context.isFlow) return [];
  const siblings = [...place.siblings.before, ...place.siblings.after];
  if (siblings.some(({ key }) => !manifestKeys.has(key)) && !isKustomizationFileName(site.uri)) return [];
  const keys = new Set(siblings.map(({ key }) => key));
  if (keys.has("apiVersion") && keys.has("kind")) return [];
  if (keys.has("apiVersion")) return typesToWrite(site).map((entry) => keyValue(entry, "kind", entry.kind));
  if (keys.has("kind")) return typesToWrite(site).map((entry) => keyValue(entry, "apiVersion", apiVersionText(entry)));
  const isEmpty = siblings.length === 0;
  return [...plainKeys(site), ...typesToWrite(site).flatMap((entry) => manifestProposal(site, entry, isEmpty) ?? [])];
}

/** The keys themselves, for kinds that nobody knows. */
function plainKeys({ schema }: CompletionSite): readonly Proposal[] {
  if (schema) return [];
  const keys = ["apiVersion", "kind", "metadata"].map((key, at) => ({ key, rank: 900 + at }));
  return keys.map(({ key, rank }) => ({
    label: key,
    snippet: key === "metadata" ? `${key}:\n  name: $1` : `${key}: $1`,
    kind: "field",
    rank,
  }));
}

function keyValue(entry: SchemaIndexEntry, key: "kind" | "apiVersion", value: string): Proposal {
  const label = `${key}: ${value}`;
  return {
    label,
    snippet: escapeSnippet(label),
    kind: "kind",
    rank: -10 + rankOf(entry),
    detail: titleOf(entry),
    ...described(entry),
  };
}

function manifestProposal(site: CompletionSite, entry: SchemaIndexEntry, isEmpty: boolean): Proposal | undefined {
  const head = `apiVersion: ${apiVersionText(entry)}\nkind: ${entry.kind}`;
  const schema = isEmpty ? site.environment.schemas.find(entry.group, entry.version, entry.kind) : undefined;
  const body = schema ? `\n${scaffoldSnippet(schema)}` : "";
  const isFile = descriptorOf(entry)?.scope === "File";
  // The name of the file says whether it is a kustomization file; the other kinds live in files of any name.
  if (isKustomizationFileName(site.uri) && !isFile) return undefined;
  // A kustomization file that has begun may do without, and elsewhere nobody starts one.
  const rank = rankOf(entry) + (isFile && !(isEmpty && isKustomizationFileName(site.uri)) ? 320 : 0);
  return {
    label: entry.kind,
    snippet: head + body,
    kind: "kind",
    rank,
    detail: apiVersionText(entry),
    ...described(entry),
  };
}

/** The types that fit what is written so far, the versions to write first. */
function typesToWrite({ environment, apiVersion, kindName }: CompletionSite): readonly SchemaIndexEntry[] {
  const fitting = environment.schemas.entries.filter(
    (entry) =>
      (kindName === undefined || entry.kind === kindName) &&
      (apiVersion === undefined || apiVersionText(entry) === apiVersion) &&
      ((entry.served && entry.removedIn === undefined) || apiVersion !== undefined),
  );
  return servedFirst(fitting);
}

function rankOf(entry: SchemaIndexEntry): number {
  const known = descriptorOf(entry);
  return (known ? 0 : 5) + (entry.deprecated ? 3 : 0) + (known && known.versions[0] !== entry.version ? 2 : 0);
}

function titleOf(entry: SchemaIndexEntry): string {
  return descriptorOf(entry)?.title ?? entry.kind;
}

function described(entry: SchemaIndexEntry): Pick<Proposal, "documentation" | "isDeprecated"> {
  return { documentation: versionMarkdown(entry), isDeprecated: entry.deprecated || entry.removedIn !== undefined };
}

/** The values of `apiVersion` and `kind`: those that fit the other one, or all of them. */
export function typeValueProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  const [key] = place.path;
  if (place.path.length !== 1 || (key !== "apiVersion" && key !== "kind")) return [];
  const { environment } = site;
  const others: CompletionSite = key === "kind" ? { ...site, kindName: undefined } : { ...site, apiVersion: undefined };
  if (key === "kind") return typesToWrite(others).map((entry) => kindValue(site, entry));
  const fitting = environment.schemas.entries.filter(
    (entry) => site.kindName === undefined || entry.kind === site.kindName,
  );
  return servedFirst(fitting).map((entry) => {
    const text = apiVersionText(entry);
    const isOld = !entry.served || entry.removedIn !== undefined;
    return {
      label: text,
      snippet: escapeSnippet(text),
      kind: "value",
      rank: rankOf(entry) + (isOld ? 10 : 0),
      ...described(entry),
    };
  });
}

/** A kind; where no `apiVersion` is written yet, that comes with it on the line above. */
function kindValue(site: CompletionSite, entry: SchemaIndexEntry): Proposal {
  const { apiVersion, text, context } = site;
  const start = text.lastIndexOf("\n", context.replace.start - 1) + 1;
  const edits = [{ span: { start, end: start }, newText: `apiVersion: ${apiVersionText(entry)}\n` }];
  const isMissing = apiVersion === undefined && !/^apiVersion:/m.test(text);
  return {
    label: entry.kind,
    snippet: entry.kind,
    kind: "kind",
    rank: rankOf(entry),
    detail: apiVersionText(entry),
    ...described(entry),
    ...(isMissing && { edits }),
  };
}
