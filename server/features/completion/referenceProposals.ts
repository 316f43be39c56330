import { labelledObjects } from "../../core/graph/dataKeys.ts";
import { namespacesOf } from "../../core/graph/namespaces.ts";
import { productNames } from "../../core/graph/products.ts";
import type { DeclaredObject, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { namespace as namespaceDescriptor } from "../../core/kinds/core/targets.ts";
import type { GroupKind, ReferenceRule } from "../../core/kinds/descriptor.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import { matchesPath } from "../../core/schema/context/pathPattern.ts";
import { scalarAt } from "../../core/schema/context/scalarAt.ts";
import { scalarText } from "../../core/schema/edits.ts";
import { displayPath } from "../../core/text/uri.ts";
import { fieldPathOf } from "./fieldOrder.ts";
import { escapeSnippet, type Proposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/** What a reference may name, read from the whole workspace: the name, the kind or the namespace under the cursor. */
export function referenceProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  for (const rule of site.descriptor?.references ?? []) {
    const at = (field: string | undefined): boolean =>
      field !== undefined && matchesPath(place.path, `${rule.path}.${field}`);
    if (rule.nameField === undefined ? matchesPath(place.path, rule.path) : at(rule.nameField))
      return names(site, place, rule);
    if (at(rule.kindField)) return kinds(rule);
    if (at(rule.namespaceField)) return namespaces(site, written(site, place, rule));
  }
  const last = place.path.at(-1);
  const isNamespace = typeof last === "string" && /^(?:namespace|targetNamespace|storageNamespace)$/.test(last);
  return isNamespace ? namespaces(site, { kind: undefined, namespace: undefined, targets: [] }) : [];
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

function names(site: CompletionSite, place: ValuePlace, rule: ReferenceRule): readonly Proposal[] {
  const { index } = site.environment;
  const known = written(site, place, rule);
  if (rule.dataKey) return dataKeys(site, rule);
  const own = scalarAt(site.text, "metadata", "name");
  const declared = known.targets.flatMap((target) =>
    index
      .objects(target)
      .filter((each) => !(each.uri === site.uri && each.name === own && each.gvk.kind === site.kindName))
      .flatMap((each) => nameProposal(site, { object: each, place, rule, known }) ?? []),
  );
  const made = known.targets.flatMap((target) =>
    productNames(target, index).map((name) =>
      textProposal(site, name, { detail: `${target.kind}, generated`, rank: 20 }),
    ),
  );
  const always = (rule.known ?? [])
    .filter((name) => name !== "")
    .map((name) => textProposal(site, name, { detail: "built in", rank: 15 }));
  return [...declared, ...made, ...always];
}

interface Candidate {
  readonly object: DeclaredObject;
  readonly place: ValuePlace;
  readonly rule: ReferenceRule;
  readonly known: Written;
}

function nameProposal(site: CompletionSite, { object, place, rule, known }: Candidate): Proposal | undefined {
  const { index } = site.environment;
  const homes = namespacesOf(object.uri, object.namespace, index);
  const isCluster = descriptorOf(object.gvk)?.scope === "Cluster";
  const isHere = isCluster || rule.namespace === "any" || fits(homes, wanted(site, rule, known));
  const canNameNamespace = rule.namespaceField !== undefined && known.namespace === undefined;
  const home = homes.find((each) => each !== "");
  if (!isHere && !(canNameNamespace && home !== undefined)) return undefined;
  const needsKind = rule.kindField !== undefined && known.kind === undefined;
  const extra = [
    ...(needsKind ? [`${rule.kindField}: ${object.gvk.kind}`] : []),
    ...(isHere ? [] : [`${rule.namespaceField}: ${scalarText(home ?? "")}`]),
  ];
  // Inside quotes and on top of other text there is no room for more lines.
  const rest = site.context.quote === "" ? extra.map((text) => joiner(site, place) + escapeSnippet(text)).join("") : "";
  const detail = [object.gvk.kind, ...homes.filter((each) => each !== "").slice(0, 1)].join(" in ");
  const proposal = textProposal(site, object.name, { detail, rank: isHere ? 10 : 30 });
  return { ...proposal, snippet: proposal.snippet + rest, documentation: placeText(object, index) };
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
  const used = index.objects({}).map(({ namespace }) => namespace);
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

/** A plain value, quoted where YAML needs it. */
export function textProposal(
  { context }: CompletionSite,
  text: string,
  { detail, rank }: { readonly detail: string; readonly rank: number },
): Proposal {
  const newText = context.quote === "" ? scalarText(text) : text;
  return { label: text, snippet: escapeSnippet(newText), kind: "reference", rank, detail };
}

/** The values that other objects of the same kind have in this field: charts, addresses, revisions, intervals. */
export function usedProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  const { gvk, environment, uri } = site;
  const keys = place.path.filter((step) => typeof step === "string");
  const [top] = keys;
  // Values of Secrets must never show up elsewhere; a name is never meant to be the same again.
  const isForbidden = top === "data" || top === "stringData" || fieldPathOf(place.path) === "metadata.name";
  if (!gvk || keys.length !== place.path.length || isForbidden) return [];
  const sources = sourceNames(site, site.text);
  const counts = new Map<string, number>();
  for (const object of environment.index.objects({ group: gvk.group, kind: gvk.kind }).slice(0, mostObjects)) {
    const text = environment.index.text(object.uri)?.slice(object.span.start, object.span.end) ?? "";
    const value = object.uri === uri ? undefined : scalarAt(text, ...keys);
    if (value === undefined || value.length > 120) continue;
    const weight = sources !== "" && sourceNames(site, text) === sources ? 1_000 : 1;
    counts.set(value, (counts.get(value) ?? 0) + weight);
  }
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .slice(0, mostValues)
    .map(([value], at) => ({
      ...textProposal(site, value, { detail: "used in the workspace", rank: 60 + at }),
      snippet: escapeSnippet(value),
      kind: "used",
    }));
}

const mostObjects = 200;
const mostValues = 20;

/** What the sources of an object are called: a chart of the same repository is the likelier one. */
function sourceNames({ descriptor }: CompletionSite, text: string): string {
  const rules = descriptor?.references.filter(({ role, path }) => role === "source" && !path.includes("[")) ?? [];
  return rules
    .map(({ path, nameField }) => scalarAt(text, ...path.split("."), nameField ?? "name") ?? "")
    .join(" ")
    .trim();
}
