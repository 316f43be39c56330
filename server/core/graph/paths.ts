import type { PathRule } from "../kinds/descriptor.ts";
import { type FieldMatch, fieldsAt, stringsAt } from "../kinds/fieldPath.ts";
import { descriptorOf } from "../kinds/registry.ts";
import type { Manifest, StringNode } from "../manifest/manifest.ts";
import {
  asString,
  itemsAt,
  type MappingNode,
  pairOf,
  resolveAlias,
  stringAt,
  valueAt,
  type YamlNode,
} from "../manifest/node.ts";
import type { Span } from "../text/span.ts";
import { isTemplated } from "../text/templated.ts";
import { directoryOf, isAbsolutePath, joinUri } from "../text/uri.ts";
import { addressOfSource, nameOfSource, sourceReference } from "./deployments.ts";
import { generatorFilePath } from "./kustomize/entries.ts";
import { isLocalEntry } from "./kustomize/remote.ts";
import { referencesOf } from "./references.ts";
import { possibleRoots, workTreeOf } from "./repositoryAddress.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";

/** A place in a manifest that names a file or directory of the workspace, whether it exists or not. */
export interface PathReference {
  readonly rule: PathRule;
  readonly node: StringNode;
  /** The path itself: what follows `key=` or `$ref/`. */
  readonly path: string;
  /** The place of the path, relative to the document. */
  readonly span: Span;
  /** What the path may name, the most likely first; exactly one where the repository is known. */
  readonly candidates: readonly string[];
  /** Whether the path certainly counts from a directory of this workspace. */
  readonly isOwn: boolean;
  /** The directory that the path counts from, for the first candidate. */
  readonly base: string;
  /** The manifest allows the path to be missing. */
  readonly isOptional: boolean;
}

/** Every path that a manifest names; remote, absolute and templated ones are left out. */
export function pathsOf(manifest: Manifest, index: RepositoryIndex): readonly PathReference[] {
  const fields = pathFields.get(manifest.root) ?? findPathFields(manifest);
  pathFields.set(manifest.root, fields);
  return fields.flatMap(({ rule, match }) => readPath(match, rule, manifest, index) ?? []);
}

interface PathField {
  readonly rule: PathRule;
  readonly match: FieldMatch;
}

/** The fields with paths in a document; what they lead to depends on the workspace. */
const pathFields = new WeakMap<YamlNode, readonly PathField[]>();

function findPathFields({ gvk, root }: Manifest): readonly PathField[] {
  const rules = descriptorOf(gvk)?.paths ?? [];
  return rules.flatMap((rule) => fieldsAt(root, rule.path).map((match) => ({ rule, match })));
}

/** The path under an offset of the document. */
export function pathAt(manifest: Manifest, offset: number, index: RepositoryIndex): PathReference | undefined {
  return pathsOf(manifest, index).find(({ node }) => offset >= node.start && offset <= node.end);
}

/** The file or directory that a path names, where it exists. */
export function existingTarget(
  { candidates, rule }: Pick<PathReference, "candidates" | "rule">,
  index: RepositoryIndex,
): { readonly type: "file" | "directory"; readonly uri: string } | undefined {
  for (const uri of candidates) {
    if (rule.expects !== "directory" && index.hasFile(uri)) return { type: "file", uri };
    if (rule.expects !== "file" && index.hasDirectory(uri)) return { type: "directory", uri };
  }
  return undefined;
}

/** Where a path counts from. */
interface Base {
  readonly directories: readonly string[];
  readonly path: string;
  readonly isOwn: boolean;
}

function readPath(
  match: FieldMatch,
  rule: PathRule,
  manifest: Manifest,
  index: RepositoryIndex,
): PathReference | undefined {
  const node = asString(match.node);
  if (!node || isTemplated(node.value)) return undefined;
  if (rule.form === "inline" && (node.value.includes("\n") || node.value.startsWith("{"))) return undefined;
  const written = rule.form === "keyed" ? generatorFilePath(node.value) : node.value;
  if (written === undefined || written === "") return undefined;
  const base = baseOf(written, match, rule, manifest, index);
  if (!base) return undefined;
  const [first] = base.directories;
  if (first === undefined) return undefined;
  return {
    rule,
    node,
    path: base.path,
    span: spanOfEnding(node, base.path),
    candidates: base.directories.map((directory) => joinUri(directory, base.path)),
    isOwn: base.isOwn,
    base: first,
    isOptional:
      rule.optionalField !== undefined &&
      match.mappings.some((each) => isTrue(valueAt(each, rule.optionalField ?? ""))),
  };
}

function baseOf(
  path: string,
  match: FieldMatch,
  rule: PathRule,
  manifest: Manifest,
  index: RepositoryIndex,
): Base | undefined {
  switch (rule.from) {
    case "directory":
      return isLocalEntry(path) ? { directories: [directoryOf(manifest.uri)], path, isOwn: true } : undefined;
    case "repository":
      return isAbsolutePath(path) ? undefined : fromRepository(path, match, rule, manifest, index);
    case "source":
      return fromSource(path, match, rule, manifest, index);
  }
}

function fromRepository(
  path: string,
  match: FieldMatch,
  rule: PathRule,
  manifest: Manifest,
  index: RepositoryIndex,
): Base | undefined {
  if (rule.onlyOfFiles && !namesSourceOfFiles(manifest, rule)) return undefined;
  const roots = rootsOf(addressOf(match, rule, manifest, index), manifest.uri, index);
  if (rule.baseField === undefined) return { ...roots, path };
  const base = stringsAt(manifest.root, rule.baseField)[0]?.value ?? "";
  if (isTemplated(base)) return undefined;
  return { ...roots, directories: roots.directories.map((root) => joinUri(root, base)), path };
}

/** Value files of Argo CD: `$name/` is another source of the list, `/` the root of the repository. */
function fromSource(
  path: string,
  match: FieldMatch,
  rule: PathRule,
  manifest: Manifest,
  index: RepositoryIndex,
): Base | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path) || /[*?[]/.test(path)) return undefined;
  const source = sourceAround(match, rule);
  const [, name, rest = ""] = /^\$([A-Za-z0-9_-]+)\/(.*)$/.exec(path) ?? [];
  if (name !== undefined) {
    const other = itemsAt(manifest.root, "spec", "sources").find((item) => stringAt(item, "ref")?.value === name);
    return other ? { ...rootsOf(addressIn(other, rule), manifest.uri, index), path: rest } : undefined;
  }
  const roots = rootsOf(addressIn(source, rule), manifest.uri, index);
  if (path.startsWith("/")) return { ...roots, path: path.replace(/^\/+/, "") };
  const directory = stringAt(source, "path")?.value;
  if (directory === undefined || isTemplated(directory)) return undefined;
  return { ...roots, directories: roots.directories.map((root) => joinUri(root, directory)), path };
}

function rootsOf(
  address: string | undefined,
  uri: string,
  index: RepositoryIndex,
): Pick<Base, "directories" | "isOwn"> {
  const tree = address === undefined ? undefined : workTreeOf(address, index);
  return tree === undefined
    ? { directories: possibleRoots(uri, index), isOwn: false }
    : { directories: [tree], isOwn: true };
}

/** The address of the repository that a path belongs to, where the manifest or its source tells. */
export function addressOf(
  match: Pick<FieldMatch, "mappings">,
  rule: PathRule,
  manifest: Manifest,
  index: RepositoryIndex,
): string | undefined {
  const source = nameOfSource(sourceReference(manifest, rule));
  return source ? addressOfSource(source, index) : addressIn(sourceAround(match, rule), rule);
}

function sourceAround({ mappings }: Pick<FieldMatch, "mappings">, { repository }: PathRule): MappingNode | undefined {
  if (repository?.type !== "address") return undefined;
  return mappings.findLast((mapping) => pairOf(mapping, repository.field));
}

function addressIn(source: YamlNode | undefined, { repository }: PathRule): string | undefined {
  return repository?.type === "address" ? stringAt(source, repository.field)?.value : undefined;
}

/** Whether the source of a path holds the files of a repository, so that the value is a path and not a name. */
function namesSourceOfFiles(manifest: Manifest, rule: PathRule): boolean {
  const { repository } = rule;
  if (repository?.type !== "source") return false;
  const reference = referencesOf(manifest).find((each) => each.rule.path === repository.reference);
  return reference?.to.some((kind) => descriptorOf(kind)?.repositoryAddress !== undefined) ?? false;
}

/** The span of the last part of a scalar; the whole scalar where its text is not written as it is read. */
function spanOfEnding(node: StringNode, ending: string): Span {
  const quote = node.style === "plain" ? 0 : 1;
  const isLiteral = node.end - node.start === node.value.length + 2 * quote;
  if (!isLiteral || !node.value.endsWith(ending)) return { start: node.start, end: node.end };
  return { start: node.end - quote - ending.length, end: node.end - quote };
}

function isTrue(node: YamlNode | undefined): boolean {
  const value = resolveAlias(node);
  return value?.type === "scalar" && value.value === true;
}
