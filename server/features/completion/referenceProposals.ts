import { labelledObjects } from "../../core/graph/dataKeys.ts";
import { namespacesOf } from "../../core/graph/namespaces.ts";
import type { DeclaredObject, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { namespace as namespaceDescriptor } from "../../core/kinds/core/targets.ts";
import type { GroupKind, ReferenceRule } from "../../core/kinds/descriptor.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import { matchesPath } from "../../core/schema/context/pathPattern.ts";
import { scalarAt } from "../../core/schema/context/scalarAt.ts";
import { scalarText } from "../../core/schema/edits.ts";
import { displayPath } from "../../core/text/uri.ts";
import { producedNames } from "./producedNames.ts";
import { escapeSnippet, mayBecome, type Proposal, textProposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/** What a reference may name, read from the whole workspace: the name, the kind or the namespace under the cursor. */
export function referenceProposals(site: CompletionSite, place: ValuePlace): Cut {
  for (const rule of site.descriptor?.references ?? []) {
    const at = (field: string | undefined): boolean =>
      field !== undefined && matchesPath(place.path, `${rule.path}.${field}`);
    if (rule.nameField === undefined ? matchesPath(place.path, rule.path) : at(rule.nameField))
      return names(site, place, rule);
    if (at(rule.kindField)) return whole(kinds(rule));
    if (at(rule.namespaceField)) return whole(namespaces(site, written(site, place, rule)));
  }
  const last = place.path.at(-1);
  const isNamespace = typeof last === "string" && /^(?:namespace|targetNamespace|storageNamespace)$/.test(last);
  return whole(isNamespace ? namespaces(site, { kind: undefined, namespace: undefined, targets: [] }) : []);
}

/** Proposals, and whether there are more that what is typed may still become. */
export interface Cut {
  readonly proposals: readonly Proposal[];
  readonly isCut: boolean;
}

/** Proposals that nothing is missing from. */
export function whole(proposals: readonly Proposal[]): Cut {
  return { proposals, isCut: false };
}

/** What the fields beside the cursor say about the target. */
interface Written {
  readonly kind: string | undefined;
  readonly namespace: string | undefined;
  readonly targets: readonly GroupKind[];
}

function written(site: CompletionSite, place: ValuePlace, rule: ReferenceRule): Written {
  const siblings = [...place.siblings.before, ...place.siblings.after];
  const textOf = (field: string | undefined): string | undefined =>
    field === undefined ? undefined : siblings.find(({ key }) => key === field)?.value || undefined;
  const kind = textOf(rule.kindField);
  const byKind = kind === undefined ? rule.to : rule.to.filter((each) => each.kind === kind);
  // References to any type are told apart by what is written; the group is not worth asking for.
  const targets = rule.to.length === 0 && kind !== undefined ? typesNamed(site, kind) : byKind;
  return { kind, namespace: textOf(rule.namespaceField), targets };
}

function typesNamed({ environment }: CompletionSite, kind: string): readonly GroupKind[] {
  const objects = environment.index.objects({ kind });
  return [...new Set(objects.map(({ gvk }) => gvk.group))].map((group) => ({ group, kind }));
}

function kinds(rule: ReferenceRule): readonly Proposal[] {
  return rule.to.map(({ kind, group }, at) => ({
    label: kind,
    snippet: kind,
    kind: "value",
    rank: at,
    detail: group || "core",
  }));
}

function names(site: CompletionSite, place: ValuePlace, rule: ReferenceRule): Cut {
  const known = written(site, place, rule);
  if (rule.dataKey) return { proposals: dataKeys(site, rule), isCut: false };
  const candidates = known.targets.flatMap((target) => objectsNamed(site, target));
  const near = nearest(site, candidates);
  const { index } = site.environment;
  const declared = near.flatMap((object) => {
    const homes = namespacesOf(object.uri, object.namespace, index);
    const target = { type: object.gvk, name: object.name, homes, documentation: placeText(object, index) };
    return nameProposal(site, { target, place, rule, known }) ?? [];
  });
  const names = new Set(declared.map(({ label }) => label));
  const inClusters = known.targets.flatMap((target) => liveTargetsNamed(site, target));
  const live = inClusters
    .filter(({ name }) => !names.has(name))
    .slice(0, mostTargets)
    .flatMap((target) => nameProposal(site, { target, place, rule, known }) ?? []);
  const made = known.targets.flatMap((target) =>
    producedNames(site, target).map((name) =>
      textProposal(site, name, { detail: `${target.kind}, generated`, rank: 20 }),
    ),
  );
  const always = (rule.known ?? []).filter((name) => name !== "");
  const builtIn = always.map((name) => textProposal(site, name, { detail: "built in", rank: 15 }));
  const isCut =
    Math.max(candidates.length - near.length, made.length - mostTargets, inClusters.length - mostTargets) > 0;
  return { proposals: [...declared, ...live, ...made.slice(0, mostTargets), ...builtIn], isCut };
}

/** The objects of a type that what is typed may become, but the object itself. */
function objectsNamed(
  { environment, context, uri, text, kindName }: CompletionSite,
  target: GroupKind,
): readonly DeclaredObject[] {
  const own = scalarAt(text, "metadata", "name");
  return environment.index
    .objects(target)
    .filter(({ name }) => mayBecome(context.typed, name))
    .filter((each) => !(each.uri === uri && each.name === own && each.gvk.kind === kindName));
}

/** Where an object really ends up takes a walk through the repository, so that only the likeliest are looked at. */
function nearest({ namespace }: CompletionSite, objects: readonly DeclaredObject[]): readonly DeclaredObject[] {
  if (objects.length <= mostTargets) return objects;
  const distance = (each: DeclaredObject): number =>
    each.namespace === namespace ? 0 : each.namespace === undefined ? 1 : 2;
  return objects.toSorted((a, b) => distance(a) - distance(b)).slice(0, mostTargets);
}

/** More names than these nobody reads; the next keystroke asks again. */
const mostTargets = 100;

/** An object that a reference may name. */
interface NamedTarget {
  readonly type: GroupKind;
  readonly name: string;
  /** The namespaces it may end up in; an empty string where nobody in the workspace decides. */
  readonly homes: readonly string[];
  readonly documentation: string;
  /** The connected context that has it, when no manifest of the workspace declares it. */
  readonly context?: string;
}

/** The objects of a type in connected clusters that what is typed may become; the workspace need not declare them. */
function liveTargetsNamed(
  { environment, context: { typed } }: CompletionSite,
  type: GroupKind,
): readonly NamedTarget[] {
  if (environment.cluster.connections.length === 0) return [];
  const found = environment.cluster.objectsOf(type).filter(({ key: { name } }) => mayBecome(typed, name));
  const named = found.map(({ key: { name, namespace }, context }): NamedTarget => {
    const documentation = `\`${type.kind}\` **${name}**\n\nLive in \`${context}\`; the workspace does not declare it.`;
    return { type, name, homes: [namespace], documentation, context };
  });
  return [...new Map(named.map((each) => [`${each.homes[0]}/${each.name}`, each])).values()];
}

interface Candidate {
  readonly target: NamedTarget;
  readonly place: ValuePlace;
  readonly rule: ReferenceRule;
  readonly known: Written;
}

function nameProposal(site: CompletionSite, { target, place, rule, known }: Candidate): Proposal | undefined {
  const { type, name, homes, documentation, context } = target;
  const isCluster = descriptorOf(type)?.scope === "Cluster";
  const isHere = isCluster || rule.namespace === "any" || fits(homes, wanted(site, rule, known));
  const canNameNamespace = rule.namespaceField !== undefined && known.namespace === undefined;
  const home = homes.find((each) => each !== "");
  if (!isHere && !(canNameNamespace && home !== undefined)) return undefined;
  const needsKind = rule.kindField !== undefined && known.kind === undefined;
  const extra = [
    ...(needsKind ? [`${rule.kindField}: ${type.kind}`] : []),
    ...(isHere ? [] : [`${rule.namespaceField}: ${scalarText(home ?? "")}`]),
  ];
  // Inside quotes and on top of other text there is no room for more lines.
  const rest = site.context.quote === "" ? extra.map((text) => joiner(site, place) + escapeSnippet(text)).join("") : "";
  const where = [type.kind, ...homes.filter((each) => each !== "").slice(0, 1)].join(" in ");
  const detail = context === undefined ? where : `${where}, live in ${context}`;
  const rank = (isHere ? 10 : 30) + (context === undefined ? 0 : 5);
  const proposal = textProposal(site, name, { detail, rank });
  return { ...proposal, snippet: proposal.snippet + rest, documentation };
}

function joiner({ context }: CompletionSite, place: ValuePlace): string {
  return context.isFlow ? ", " : `\n${" ".repeat(place.column)}`;
}

function placeText({ gvk, name, uri }: DeclaredObject, index: RepositoryIndex): string {
  return `\`${gvk.kind}\` **${name}**\n\n${displayPath(uri, index.folders)}`;
}

/** The namespaces that the reference looks in; undefined for any. */
function wanted(site: CompletionSite, { namespace }: ReferenceRule, known: Written): readonly string[] | undefined {
  if (known.namespace !== undefined) return [known.namespace];
  if (namespace === "any") return undefined;
  return namespace === "own" ? namespacesOf(site.uri, site.namespace, site.environment.index) : [namespace.fixed];
}

/** An empty namespace is one that the workspace does not decide: it may be any. */
function fits(homes: readonly string[], wantedNamespaces: readonly string[] | undefined): boolean {
  if (!wantedNamespaces || wantedNamespaces.includes("") || homes.includes("")) return true;
  return homes.some((home) => wantedNamespaces.includes(home));
}

function namespaces(site: CompletionSite, known: Written): readonly Proposal[] {
  const { index } = site.environment;
  const ofTargets = known.targets.flatMap((target) => index.objects(target).map(({ namespace }) => namespace));
  const declared = index
    .objects({ group: namespaceDescriptor.group, kind: namespaceDescriptor.kind })
    .map(({ name }) => name);
  // Objects of the same kind and of those it refers to; looking at all would take too long in a large workspace.
  const types = [...(site.gvk ? [site.gvk] : []), ...(site.descriptor?.references ?? []).flatMap(({ to }) => to)];
  const used = types.flatMap(({ group, kind }) => index.objects({ group, kind }).map(({ namespace }) => namespace));
  const target = unique(ofTargets).map((name) => textProposal(site, name, { detail: "of a target", rank: 10 }));
  const real = unique(declared).map((name) => textProposal(site, name, { detail: namespaceDescriptor.kind, rank: 20 }));
  const others = unique(used).map((name) => textProposal(site, name, { detail: "used in the workspace", rank: 30 }));
  return [...target, ...real, ...others];
}

function unique(values: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== undefined && value !== ""))].filter(
    (value) => value !== undefined,
  );
}

/** The values of a data field of the objects that carry the rule's label (the names and addresses of clusters). */
function dataKeys(site: CompletionSite, rule: ReferenceRule): readonly Proposal[] {
  const { index } = site.environment;
  const { dataKey } = rule;
  const known = (rule.known ?? []).filter((name) => name !== "");
  const found = dataKey
    ? rule.to
        .flatMap((target) => labelledObjects(target, dataKey, index))
        .map((object) => dataValue(object, dataKey.key, index))
    : [];
  return unique([...found, ...known]).map((name) => textProposal(site, name, { detail: rule.role, rank: 10 }));
}

function dataValue({ uri, span }: DeclaredObject, key: string, index: RepositoryIndex): string | undefined {
  return scalarAt(index.text(uri)?.slice(span.start, span.end) ?? "", "stringData", key);
}
