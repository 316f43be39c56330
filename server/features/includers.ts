import type { Location } from "vscode-languageserver-types";
import { includersOf } from "../core/graph/includers.ts";
import { directoryOf, displayPath } from "../core/text/uri.ts";
import type { Environment } from "./environment.ts";
import { locationOf } from "./manifestPlace.ts";

/** A place that brings a file in, ready to be listed. */
export interface IncluderLocation {
  readonly location: Location;
  /** The directory of the kustomization file, or the file of what deploys it; below the workspace folder. */
  readonly label: string;
  /** The field that names the file or its directory. */
  readonly field: string;
}

/** Who includes a file: kustomization files that name it, and what deploys its directory. */
export function provideIncluders({ index }: Environment, uri: string): readonly IncluderLocation[] {
  return includersOf(uri, index).map(({ uri: user, span, field, type }) => ({
    location: locationOf(index, user, span),
    label: displayPath(type === "kustomization" ? directoryOf(user) : user, index.folders),
    field,
  }));
}
