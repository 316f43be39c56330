import type { Location } from "vscode-languageserver-types";
import { includersOf, includersOfDirectory } from "../core/graph/includers.ts";
import { existingTarget, pathAt } from "../core/graph/paths.ts";
import { referenceAt } from "../core/graph/references.ts";
import { referrersOf } from "../core/graph/referrers.ts";
import type { DeclaredObject, RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import { resolve } from "../core/graph/resolve.ts";
import type { Span } from "../core/text/span.ts";
import { objectOf } from "./definition.ts";
import type { Environment } from "./environment.ts";
import {
  isOnName,
  isOnType,
  locationOf,
  type ManifestPlace,
  manifestAt,
  type PositionRequest,
} from "./manifestPlace.ts";

/** A cursor, and whether the declaration itself belongs into the answer. */
export interface ReferencesRequest extends PositionRequest {
  readonly includeDeclaration: boolean;
}

/** Everything that names the object, file or directory under the cursor, on a reference as well as on the thing itself. */
export function provideReferences(environment: Environment, request: ReferencesRequest): readonly Location[] {
  const { index } = environment;
  const place = manifestAt(index, request);
  if (!place) return [];
  const found = usersOf(place, request.includeDeclaration, index);
  return unique(found).map(({ uri, span }) => locationOf(index, uri, span));
}

interface Place {
  readonly uri: string;
  readonly span: Span;
}

function usersOf(place: ManifestPlace, includeDeclaration: boolean, index: RepositoryIndex): readonly Place[] {
  const { declared, offset } = place;
  const { manifest } = declared;
  const reference = referenceAt(manifest, offset);
  if (reference) {
    const { targets } = resolve(reference, manifest, index);
    return targets.flatMap((target) =>
      target.object ? usersOfObject(target.object, includeDeclaration, index) : includeDeclaration ? [target] : [],
    );
  }
  const path = pathAt(manifest, offset, index);
  const target = path && existingTarget(path, index);
  if (target) return target.type === "file" ? includersOf(target.uri, index) : includersOfDirectory(target.uri, index);
  if (isOnType(place)) return includersOf(manifest.uri, index);
  const object = isOnName(place) ? objectOf(declared, index) : undefined;
  return object ? usersOfObject(object, includeDeclaration, index) : [];
}

function usersOfObject(object: DeclaredObject, includeDeclaration: boolean, index: RepositoryIndex): readonly Place[] {
  const declaration = includeDeclaration ? [{ uri: object.uri, span: object.nameSpan }] : [];
  return [...declaration, ...referrersOf(object, index)];
}

function unique(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.uri}#${place.span.start}`, place])).values()];
}
