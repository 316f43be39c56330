import { possibleRoots } from "../../core/graph/repositoryAddress.ts";
import type { PathRule } from "../../core/kinds/descriptor.ts";
import { isKustomizationFileName } from "../../core/manifest/manifest.ts";
import { matchesPath } from "../../core/schema/context/pathPattern.ts";
import { scalarAt } from "../../core/schema/context/scalarAt.ts";
import { scalarText } from "../../core/schema/edits.ts";
import { directoryOf, isWithin, joinUri, relativePath } from "../../core/text/uri.ts";
import { escapeSnippet, type Proposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import type { NewItemPlace, ValuePlace } from "./valueProposals.ts";

/** Files and directories that a path field may name, one level at a time, and whole paths of kustomize roots near by. */
export function pathProposals(site: CompletionSite, place: ValuePlace | NewItemPlace): readonly Proposal[] {
  const path = place.type === "newItem" ? [...place.path, place.items.length] : place.path;
  const rule = site.descriptor?.paths.find((each) => matchesPath(path, each.path));
  const base = rule && baseOf(site, rule);
  if (!rule || base === undefined) return [];
  const typed = rule.form === "keyed" ? site.context.typed.replace(/^[^=]*=/, "") : site.context.typed;
  const key = site.context.typed.slice(0, site.context.typed.length - typed.length);
  const search: Search = { site, rule, base, typed, key, listed: new Set(place.items.map((item) => plainPath(item))) };
  const found = [...children(search), ...roots(search)];
  return place.type === "value"
    ? found
    : found.map((each) => ({ ...each, snippet: `- ${each.snippet}`, filter: `- ${each.label}` }));
}

interface Search {
  readonly site: CompletionSite;
  readonly rule: PathRule;
  /** URI of the directory that the path counts from. */
  readonly base: string;
  /** What is typed of the path. */
  readonly typed: string;
  /** `key=` in front of the path, or nothing. */
  readonly key: string;
  readonly listed: ReadonlySet<string>;
}

function baseOf(site: CompletionSite, rule: PathRule): string | undefined {
  const { index } = site.environment;
  if (rule.from === "directory") return directoryOf(site.uri);
  const root = possibleRoots(site.uri, index)[0];
  if (rule.from === "repository" || root === undefined) return root;
  const directory = scalarAt(site.text, ...rule.path.split(".").slice(0, 2), "path");
  return directory === undefined ? undefined : joinUri(root, directory);
}

function plainPath(path: string): string {
  return path.replace(/^\.\//, "").replace(/\/$/, "");
}

/** What the directory that is typed so far holds. */
function children(search: Search): readonly Proposal[] {
  const { site, base, typed } = search;
  const { index } = site.environment;
  const written = typed.slice(0, typed.lastIndexOf("/") + 1);
  const directory = written === "" ? base : joinUri(base, written);
  const entries = index
    .children(directory)
    .flatMap((name) => entryProposal(search, { name, written, directory }) ?? []);
  const canClimb = search.rule.from === "directory" && /^(?:\.\.\/)*\.{0,2}$/.test(typed);
  const parent = joinUri(base, `${written}..`);
  if (!canClimb || !index.covers(parent)) return entries;
  return [...entries, proposal(search, { text: `${written}../`, kind: "folder", rank: 60 })];
}

interface Entry {
  readonly name: string;
  /** The typed path up to and including its last slash. */
  readonly written: string;
  readonly directory: string;
}

function entryProposal(search: Search, { name, written, directory }: Entry): Proposal | undefined {
  const { site, rule, listed } = search;
  const text = preferred(search, written + name);
  const uri = joinUri(directory, name);
  if (name.startsWith(".") || listed.has(plainPath(text))) return undefined;
  if (name.endsWith("/")) {
    const isTarget = rule.expects !== "file" && isKustomizeRoot(search, uri);
    if (isWithin(site.uri, uri) && rule.from === "directory") return undefined;
    return proposal(search, { text: isTarget ? text.slice(0, -1) : text, kind: "folder", rank: isTarget ? 20 : 40 });
  }
  if (rule.expects === "directory" || uri === site.uri || !isWanted(rule, name)) return undefined;
  return proposal(search, { text, kind: "file", rank: 30 });
}

/** Files that hold manifests or patches are YAML; what a generator reads may be anything. */
function isWanted(rule: PathRule, name: string): boolean {
  if (isKustomizationFileName(`/${name}`)) return false;
  return rule.role === "data" || /\.(?:ya?ml|json)$/.test(name);
}

function isKustomizeRoot({ site }: Search, uri: string): boolean {
  return site.environment.index.kustomizeRoots().has(uri);
}

/** Directories with a kustomization file, by their whole path: what overlays and Flux usually name. */
function roots(search: Search): readonly Proposal[] {
  const { site, rule, base, typed, listed } = search;
  if (rule.expects === "file") return [];
  const own = directoryOf(site.uri);
  const isNear = rule.from === "directory";
  const steps = base.split("/");
  return [...site.environment.index.kustomizeRoots().keys()]
    .filter((directory) => directory !== own && (isNear || isWithin(directory, base)))
    .map((directory) => ({ directory, distance: distanceFrom(steps, directory.split("/")) }))
    .filter(({ distance }) => !isNear || distance.up <= 4)
    .toSorted((a, b) => a.distance.up + a.distance.down - b.distance.up - b.distance.down)
    .slice(0, mostRoots)
    .map(({ directory }) => relativePath(base, directory))
    .filter((path) => !listed.has(path))
    .map((path) => preferred(search, path))
    .filter((path) => path.startsWith(typed))
    .map((text) => proposal(search, { text, kind: "folder", rank: 35 + Math.min(20, text.split("/").length) }));
}

/** How many segments lead up from one directory and down to the other. */
function distanceFrom(from: readonly string[], to: readonly string[]): { readonly up: number; readonly down: number } {
  let shared = 0;
  while (shared < from.length && from[shared] === to[shared]) shared++;
  return { up: from.length - shared, down: to.length - shared };
}

const mostRoots = 200;

/** Flux writes paths from the repository's root as `./path`; what is already typed wins. */
function preferred({ rule, typed }: Search, path: string): string {
  const isDotted = typed.startsWith("./") || (typed === "" && rule.repository?.type === "source");
  return isDotted && !path.startsWith("./") && !path.startsWith("../") ? `./${path}` : path;
}

function proposal(
  { site, key }: Search,
  { text, kind, rank }: { readonly text: string; readonly kind: "file" | "folder"; readonly rank: number },
): Proposal {
  const whole = key + text;
  return { label: whole, snippet: escapeSnippet(site.context.quote === "" ? scalarText(whole) : whole), kind, rank };
}
