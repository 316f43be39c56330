import type { Finding, Fix } from "../lint/finding.ts";
import { apiVersionText, type Manifest } from "../manifest/manifest.ts";
import type { Span } from "../text/span.ts";
import { scalarText } from "./edits.ts";
import type { ClusterVersions, SchemaIndexEntry, SchemaRegistry } from "./model.ts";
import { editDistance } from "./suggest.ts";
import { names } from "./wording.ts";

/**
 * What is wrong with the `apiVersion` and `kind` of a manifest: a version that nobody ever served, one that is no longer
 * served, one that is deprecated, or a slip in the kind. Kinds of groups that are not known give no findings.
 */
export function validateVersion(
  { gvk, apiVersion, kind, root }: Manifest,
  registry: SchemaRegistry,
): readonly Finding[] {
  const types = typesOf(registry);
  const versions = types.get(gvk.group)?.get(gvk.kind);
  const origin = { start: root.start, end: root.start };
  if (!versions) return misspelt({ gvk, apiVersion, kind, root }, types);
  const span = spanOf(apiVersion ?? origin);
  const entry = versions.find(({ version }) => version === gvk.version);
  const [cluster] = registry.clustersWithout(gvk);
  // What is written may be right for another cluster, so that is no error.
  if (cluster && (entry ? entry.served && entry.removedIn === undefined : versions.every(({ file }) => file === "")))
    return [notInCluster(gvk, cluster, span)];
  const current = versions.find(({ served, deprecated }) => served && !deprecated);
  const fixes = current && apiVersion ? [changeVersion(span, current)] : [];
  if (!entry) return [unknownVersion(gvk, { versions, span, fixes })];
  if (!entry.served || entry.removedIn !== undefined) return [removedVersion(entry, { versions, span, fixes })];
  return entry.deprecated ? [deprecatedVersion(entry, { versions, span, fixes })] : [];
}

type Types = ReadonlyMap<string, ReadonlyMap<string, readonly SchemaIndexEntry[]>>;
const typesByEntries = new WeakMap<SchemaRegistry["entries"], Types>();

function typesOf(registry: SchemaRegistry): Types {
  const known = typesByEntries.get(registry.entries);
  if (known) return known;
  const types = new Map<string, Map<string, SchemaIndexEntry[]>>();
  for (const entry of registry.entries) {
    const kinds = types.get(entry.group) ?? new Map<string, SchemaIndexEntry[]>();
    types.set(entry.group, kinds.set(entry.kind, [...(kinds.get(entry.kind) ?? []), entry]));
  }
  typesByEntries.set(registry.entries, types);
  return types;
}

/** Where the version stands, what else there is, and how to repair it. */
interface VersionPlace {
  readonly versions: readonly SchemaIndexEntry[];
  readonly span: Span;
  readonly fixes: readonly Fix[];
}

function notInCluster({ group, version, kind }: Manifest["gvk"], found: ClusterVersions, span: Span): Finding {
  const served = found.versions.map((each) => apiVersionText({ group, version: each }));
  const message = `The cluster \`${found.context}\` does not serve \`${version}\` of ${kind}: its controller may be older or newer than this manifest. It serves ${names(served, "and")}.`;
  const [first] = served;
  const fixes =
    first === undefined || served.length > 1
      ? []
      : [{ title: `Change to \`${first}\``, edits: [{ span, newText: scalarText(first) }] }];
  return { code: "api/not-in-cluster", severity: "warning", message, span, fixes };
}

function unknownVersion(gvk: Manifest["gvk"], { versions, span, fixes }: VersionPlace): Finding {
  const served = versions.filter((entry) => entry.served).map(apiVersionText);
  const advice = served.length > 0 ? ` Use ${names(served, "or")}.` : "";
  const message = `There is no version \`${gvk.version}\` of ${gvk.kind} in \`${gvk.group}\`.${advice}`;
  return { code: "api/unknown-version", severity: "error", message, span, fixes };
}

function removedVersion(entry: SchemaIndexEntry, place: VersionPlace): Finding {
  const since = entry.removedIn === undefined ? "is no longer served" : `is not served since ${entry.removedIn}`;
  const message = `\`${apiVersionText(entry)}\` of ${entry.kind} ${since}. ${useInstead(entry, place)}`;
  return { code: "api/removed-version", severity: "error", message, span: place.span, fixes: place.fixes };
}

function deprecatedVersion(entry: SchemaIndexEntry, place: VersionPlace): Finding {
  const message = `\`${apiVersionText(entry)}\` of ${entry.kind} is deprecated. ${useInstead(entry, place)}`;
  const { span, fixes } = place;
  return { code: "api/deprecated-version", severity: "warning", message, span, fixes, tags: ["deprecated"] };
}

function useInstead({ replacement }: SchemaIndexEntry, { versions }: VersionPlace): string {
  const current = versions.find(({ served, deprecated }) => served && !deprecated);
  const next = replacement ?? (current && apiVersionText(current));
  return next === undefined ? "Remove it or pin an older release of the controller." : `Use \`${next}\`.`;
}

function changeVersion(span: Span, current: SchemaIndexEntry): Fix {
  const version = apiVersionText(current);
  return { title: `Change to \`${version}\``, edits: [{ span, newText: scalarText(version) }], preferred: true };
}

type Declared = Pick<Manifest, "gvk" | "apiVersion" | "kind" | "root">;

/** A kind or group that is one or two letters from a known one. */
function misspelt({ gvk, apiVersion, kind }: Declared, types: Types): readonly Finding[] {
  const kinds = types.get(gvk.group);
  if (kinds && kind) {
    const near = nearest(gvk.kind, kinds.keys());
    if (near === undefined) return [];
    const message = `\`${gvk.group}\` has no kind \`${gvk.kind}\`. Did you mean \`${near}\`?`;
    return [unknownKind(message, { span: spanOf(kind), newText: near })];
  }
  const groups = [...types].filter(([, known]) => known.has(gvk.kind)).map(([group]) => group);
  const near = nearest(gvk.group, groups);
  if (near === undefined || !apiVersion) return [];
  const message = `There is no API group \`${gvk.group}\`. Did you mean \`${near}\`?`;
  return [unknownKind(message, { span: spanOf(apiVersion), newText: `${near}/${gvk.version}` })];
}

function unknownKind(message: string, edit: { readonly span: Span; readonly newText: string }): Finding {
  const fix: Fix = { title: `Change to \`${edit.newText}\``, edits: [edit], preferred: true };
  return { code: "api/unknown-kind", severity: "error", message, span: edit.span, fixes: [fix] };
}

/** Nearer than a third of the word and two letters, so that real kinds that are not known here are left alone. */
function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const limit = Math.min(3, Math.floor(word.length / 3) + 1);
  let best: string | undefined;
  let bestDistance = limit;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase(), limit);
    if (distance < bestDistance && candidate !== word) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
