import type { CodeLens } from "vscode-languageserver-types";
import { usesOf } from "../../core/graph/kustomize/inclusion.ts";
import type { DocumentEntry } from "../../core/manifest/document.ts";
import { isKustomizationFileName } from "../../core/manifest/manifest.ts";
import { directoryOf, displayPath } from "../../core/text/uri.ts";
import { toFileRange, toRange } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { deployedDirectories } from "./previewTargets.ts";

/** Command of the client that shows a rendered overlay; its argument is the URI of the directory. */
export const previewCommand = "gitops.previewOverlay";
/** Command of the client that lists places; its arguments are a URI, a position and the locations. */
export const showLocationsCommand = "gitops.showIncluders";

/** Lenses of a file: "Preview" where something can be rendered, and who includes a kustomization file. */
export function provideCodeLenses(environment: Environment, uri: string): readonly CodeLens[] {
  const { index } = environment;
  const file = index.file(uri);
  if (!file) return [];
  if (isKustomizationFileName(uri)) return kustomizationLenses(environment, uri);
  return deployedDirectories(uri, index).flatMap(({ ordinal, directory, deployer }) => {
    const entry = file.entries[ordinal];
    if (!entry) return [];
    const title = `$(open-preview) Preview ${displayPath(directory, index.folders)}`;
    return [
      {
        range: firstKey(entry),
        command: { title, command: previewCommand, arguments: deployer ? [directory, deployer] : [directory] },
      },
    ];
  });
}

function kustomizationLenses({ index }: Environment, uri: string): readonly CodeLens[] {
  const entry = index.file(uri)?.entries[0];
  if (!entry) return [];
  const range = firstKey(entry);
  const directory = directoryOf(uri);
  const title = "$(open-preview) Preview rendered overlay";
  const preview = { range, command: { title, command: previewCommand, arguments: [directory] } };
  const uses = usesOf(directory, index);
  if (uses.length === 0) return [preview];
  const locations = uses.flatMap(({ root, entry: { start, end } }) => {
    const user = index.file(root.uri);
    const document = user?.entries[0];
    return user && document
      ? [{ uri: root.uri, range: toFileRange(user, { start: start + document.offset, end: end + document.offset }) }]
      : [];
  });
  const count = `${uses.length} ${uses.length === 1 ? "kustomization includes" : "kustomizations include"} this`;
  const includers = { title: count, command: showLocationsCommand, arguments: [uri, range.start, locations] };
  return [preview, { range, command: includers }];
}

/** The line of the first key, below the comments that open the document. */
function firstKey(entry: DocumentEntry): CodeLens["range"] {
  const start = entry.document.root?.start ?? 0;
  return toRange(entry, { start, end: start });
}
