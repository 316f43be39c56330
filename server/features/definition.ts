import type { LocationLink, Range } from "vscode-languageserver-types";
import { includersOf } from "../core/graph/includers.ts";
import { sharedLength } from "../core/graph/nearness.ts";
import { existingTarget, pathAt } from "../core/graph/paths.ts";
import { type Reference, referenceAt } from "../core/graph/references.ts";
import { referrersOf } from "../core/graph/referrers.ts";
import type { DeclaredObject, ManifestEntry, RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import { resolve, type Target } from "../core/graph/resolve.ts";
import type { Span } from "../core/text/span.ts";
import { joinUri } from "../core/text/uri.ts";
import { toRange } from "./convert.ts";
import type { Environment } from "./environment.ts";
import {
  isOnName,
  isOnType,
  type ManifestPlace,
  manifestAt,
  type PositionRequest,
  rangeOf,
  startOfFile,
} from "./manifestPlace.ts";

/**
 * Where the thing under the cursor is declared: the object that a reference names, the file or directory of a path. On
 * the name of an object, which is its own declaration, and on the type of a manifest: who uses it.
 */
export function provideDefinition(environment: Environment, request: PositionRequest): readonly LocationLink[] {
  const { index } = environment;
  const place = manifestAt(index, request);
  if (!place) return [];
  const { declared, entry, offset } = place;
  const reference = referenceAt(declared.manifest, offset);
  if (reference) return linksOfReference(reference, place, index);
  const path = pathAt(declared.manifest, offset, index);
  const target = path && existingTarget(path, index);
  if (path && target) {
    const origin = toRange(entry, path.span);
    return filesOf(target, index).map((uri) => fileLink(origin, uri));
  }
  return linksToUsers(place, index);
}

function linksOfReference(
  reference: Reference,
  { declared, entry }: ManifestPlace,
  index: RepositoryIndex,
): readonly LocationLink[] {
  const { targets, elsewhere } = resolve(reference, declared.manifest, index);
  const { start, end } = reference.name;
  const origin = toRange(entry, { start, end });
  return nearestFirst(targets.length > 0 ? targets : elsewhere, declared.manifest.uri).map((target) => ({
    originSelectionRange: origin,
    targetUri: target.uri,
    targetRange: rangeOf(index, target.uri, documentSpan(target, index)),
    targetSelectionRange: rangeOf(index, target.uri, target.span),
  }));
}

/** What surrounds the name: the whole document, or the name alone where a generator makes the object. */
function documentSpan({ object, span }: Target, index: RepositoryIndex): Span {
  if (!object) return span;
  // The line break at the end belongs to the next document in the eyes of an editor.
  const text = index.text(object.uri) ?? "";
  const end =
    object.span.end > object.span.start && text[object.span.end - 1] === "\n" ? object.span.end - 1 : object.span.end;
  return { start: object.span.start, end };
}

/** Objects of the same cluster first: they share most of their path with the reference. */
function nearestFirst(targets: readonly Target[], uri: string): readonly Target[] {
  return targets.toSorted((a, b) => sharedLength(uri, b.uri) - sharedLength(uri, a.uri));
}

/** The files to open for a path: of a directory the kustomization file, the chart, or every YAML file in it. */
export function filesOf(
  { type, uri }: { readonly type: "file" | "directory"; readonly uri: string },
  index: RepositoryIndex,
): readonly string[] {
  if (type === "file") return [uri];
  const main = index.kustomizeRoots().get(uri) ?? [`${uri}/Chart.yaml`].find((file) => index.hasFile(file));
  if (main !== undefined) return [main];
  return index.children(uri).flatMap((name) => (/\.ya?ml$/.test(name) ? [joinUri(uri, name)] : []));
}

function linksToUsers(place: ManifestPlace, index: RepositoryIndex): readonly LocationLink[] {
  const { declared, entry } = place;
  const { manifest } = declared;
  const node = isOnName(place) ? manifest.name : isOnType(place) ? (manifest.kind ?? manifest.root) : undefined;
  if (!node) return [];
  const object = isOnName(place) ? objectOf(declared, index) : undefined;
  const users = [...(object ? referrersOf(object, index) : []), ...includersOf(manifest.uri, index)];
  const origin = toRange(entry, { start: node.start, end: node.end });
  return users.map(({ uri, span }) => {
    const range = rangeOf(index, uri, span);
    return { originSelectionRange: origin, targetUri: uri, targetRange: range, targetSelectionRange: range };
  });
}

/** The object that a manifest declares. */
export function objectOf({ manifest, ordinal }: ManifestEntry, index: RepositoryIndex): DeclaredObject | undefined {
  const { gvk, name, uri } = manifest;
  if (!name) return undefined;
  const named = index.objects({ group: gvk.group, kind: gvk.kind, name: name.value });
  return named.find((each) => each.uri === uri && each.ordinal === ordinal);
}

function fileLink(origin: Range, uri: string): LocationLink {
  return { originSelectionRange: origin, targetUri: uri, targetRange: startOfFile, targetSelectionRange: startOfFile };
}
