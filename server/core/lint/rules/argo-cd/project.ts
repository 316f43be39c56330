import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { asString, itemsAt, type MappingNode, valueAt } from "../../../manifest/node.ts";
import { shift } from "../../../text/span.ts";
import { isTemplated } from "../../../text/templated.ts";
import type { Fix } from "../../finding.ts";
import { addItems } from "../edits/lists.ts";
import { isChangedByKustomize } from "./argoRule.ts";
import { mappingAt, mappingsAt, textAt } from "./fields.ts";
import { comparableAddress, matchesPattern, type Verdict } from "./globs.ts";

/** A project of the workspace. */
export interface FoundProject {
  readonly name: string;
  readonly uri: string;
  readonly ordinal: number;
  readonly spec: MappingNode;
}

/** The project of an Application, where exactly one of this name is in the workspace and nothing changes it. */
export function projectOf(spec: MappingNode, index: RepositoryIndex): FoundProject | undefined {
  const name = textAt(spec, "project")?.value;
  if (name === undefined || !index.complete) return undefined;
  const [project, ...others] = index.objects({ group: "argoproj.io", kind: "AppProject", name });
  if (!project || others.length > 0 || isChangedByKustomize(project.uri, index) || hasGlobalProjects(index))
    return undefined;
  const manifest = index.manifestAt(project.uri, project.ordinal)?.manifest;
  const found = mappingAt(manifest?.root, "spec");
  return found && { name, uri: project.uri, ordinal: project.ordinal, spec: found };
}

/** Adds an item, given as its lines, to a list of a project that has items already. Offsets are those of this moment. */
export function addToProject(
  { name, uri, ordinal }: FoundProject,
  field: "sourceRepos" | "destinations",
  lines: readonly string[],
  index: RepositoryIndex,
): readonly Fix[] {
  const entry = index.manifestAt(uri, ordinal);
  const spec = mappingAt(entry?.manifest.root, "spec");
  if (!entry || !spec || itemsAt(spec, field).length === 0) return [];
  const edits = addItems(entry.document.text, spec, field, [lines]);
  const moved = edits?.map(({ span, newText }) => ({ span: shift(span, entry.offset), newText }));
  if (!moved) return [];
  return [
    { title: `Add to \`${field}\` of project \`${name}\``, edits: [], files: [{ type: "edit", uri, edits: moved }] },
  ];
}

/** Global projects lend their lists to others (argo-cd util/argo GetAppVirtualProject). */
function hasGlobalProjects(index: RepositoryIndex): boolean {
  const settings = index.objects({ group: "", kind: "ConfigMap", name: "argocd-cm" });
  return settings.some(({ uri }) => index.text(uri)?.includes("globalProjects") ?? false);
}

/** Whether a project lets an Application take from a repository (AppProject.IsSourcePermitted); no list is no answer. */
export function permitsRepository(project: MappingNode, address: string): Verdict {
  if (isUnreadable(project, "sourceRepos")) return undefined;
  const patterns = itemsAt(project, "sourceRepos").map((item) => asString(item)?.value);
  const wanted = comparableAddress(address);
  let answer: Verdict = false;
  for (const pattern of patterns) {
    if (pattern === undefined || isTemplated(pattern)) return undefined;
    const isDenial = pattern.startsWith("!");
    const normal = isDenial ? `!${comparableAddress(pattern.slice(1))}` : comparableAddress(pattern);
    const isMatch = matchesPattern(normal, wanted, "/");
    if (isMatch === undefined) return undefined;
    if (isMatch) answer = true;
    else if (isDenial) return false;
  }
  return answer;
}

/** Where an Application deploys to; a part that the manifest does not tell is undefined. */
export interface Place {
  readonly server: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string;
}

/** Whether a project lets an Application deploy there (AppProject.isDestinationMatched). */
export function permitsDestination(project: MappingNode, place: Place): Verdict {
  if (isUnreadable(project, "destinations")) return undefined;
  let answer: Verdict = false;
  for (const item of mappingsAt(project, "destinations")) {
    const server = patternAt(item, "server");
    const name = patternAt(item, "name");
    const namespace = patternAt(item, "namespace");
    const patterns = [server, name, namespace];
    if (patterns.some((pattern) => pattern === undefined || pattern.startsWith("!"))) return undefined;
    const isCluster = either(matchesPattern(name ?? "", place.name), matchesPattern(server ?? "", place.server));
    const verdict = both(isCluster, matchesPattern(namespace ?? "", place.namespace));
    if (verdict) return true;
    if (verdict === undefined) answer = undefined;
  }
  return answer;
}

/** Whether a field holds something else than a list, which is told as a mistake of its own. */
function isUnreadable(project: MappingNode, field: string): boolean {
  const node = valueAt(project, field);
  return node !== undefined && node.type !== "sequence" && !(node.type === "scalar" && node.value === null);
}

/** A pattern as written, empty when absent; undefined when it is none or another tool fills it in. */
function patternAt(item: MappingNode, field: string): string | undefined {
  const node = valueAt(item, field);
  if (!node) return "";
  const text = asString(node)?.value;
  return text === undefined || isTemplated(text) ? undefined : text;
}

function either(a: Verdict, b: Verdict): Verdict {
  if (a || b) return true;
  return a === undefined || b === undefined ? undefined : false;
}

function both(a: Verdict, b: Verdict): Verdict {
  if (a === false || b === false) return false;
  return a === undefined || b === undefined ? undefined : true;
}
