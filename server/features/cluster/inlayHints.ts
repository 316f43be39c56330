import type { InlayHint, Range } from "vscode-languageserver-types";
import { identityIn } from "../../core/cluster/matching.ts";
import { resolveAlias, valueAt } from "../../core/manifest/node.ts";
import { toPosition } from "../convert.ts";
import type { Environment } from "../environment.ts";
import { liveObjectsOf } from "./liveObjects.ts";

/** Live values behind fields: the commit of a branch, the version of a range, the weight of a canary. */
export function provideInlayHints(environment: Environment, uri: string, range: Range): readonly InlayHint[] {
  const { cluster, index } = environment;
  const file = cluster.connections.length === 0 ? undefined : index.file(uri);
  if (!file) return [];
  const several = cluster.connections.length > 1;
  return index.manifests(uri).flatMap(({ manifest, ordinal, document }) => {
    const entry = file.entries[ordinal];
    if (!entry || entry.line > range.end.line) return [];
    return liveObjectsOf(environment, identityIn(manifest)).flatMap(({ live, object, context }) =>
      (object ? live.hintsOf(object) : []).flatMap(({ path, text }) => {
        const node = resolveAlias(valueAt(document.root, ...path));
        if (!node || (node.type === "scalar" && node.value === text)) return [];
        const end = node.type === "scalar" ? node.end : endOfLine(document.text, node.start);
        const position = toPosition(entry, end);
        if (position.line < range.start.line || position.line > range.end.line) return [];
        const label = several ? `${context}: ${text}` : text;
        return [{ position, label, paddingLeft: true, tooltip: `Live in the context ${context}` }];
      }),
    );
  });
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? text.length : end;
}
