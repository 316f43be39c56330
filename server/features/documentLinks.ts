import type { DocumentLink } from "vscode-languageserver-types";
import { existingTarget, pathsOf } from "../core/graph/paths.ts";
import { displayPath } from "../core/text/uri.ts";
import { toRange } from "./convert.ts";
import { filesOf } from "./definition.ts";
import type { Environment } from "./environment.ts";

/** Links from the paths of a file to what they name: files, and directories by the file that describes them. */
export function provideDocumentLinks({ index }: Environment, uri: string): readonly DocumentLink[] {
  const file = index.file(uri);
  if (!file) return [];
  return index.manifests(uri).flatMap(({ manifest, ordinal }) => {
    const entry = file.entries[ordinal];
    if (!entry) return [];
    return pathsOf(manifest, index).flatMap((path) => {
      const target = existingTarget(path, index);
      const [opened] = target ? filesOf(target, index) : [];
      if (opened === undefined) return [];
      return [{ range: toRange(entry, path.span), target: opened, tooltip: displayPath(opened, index.folders) }];
    });
  });
}
