import { Disposable, EventEmitter, type Uri, workspace } from "vscode";
import { comparedScheme, followsObject, LiveDocuments, liveScheme } from "../cluster/clusterDocuments.ts";
import { keyOf, readObjectId } from "../cluster/identity.ts";
import type { Feature } from "../feature.ts";

/** Serves the read-only documents about live objects and comparisons; a live object that is open stays current. */
export const clusterDocuments: Feature = ({ cluster, compared }) => {
  const changed = new EventEmitter<Uri>();
  const live = new LiveDocuments(cluster, changed.event);
  return Disposable.from(
    changed,
    workspace.registerTextDocumentContentProvider(liveScheme, live),
    workspace.registerTextDocumentContentProvider(comparedScheme, compared),
    cluster.onDidChangeItems((change) => {
      const open = workspace.textDocuments.filter(({ uri }) => uri.scheme === liveScheme && followsObject(uri));
      if (open.length === 0) return;
      const keys = new Set([...change.changed, ...change.removed].map(keyOf));
      for (const { uri } of open) {
        const object = readObjectId(JSON.parse(uri.query || "null"));
        if (change.reset || (object !== undefined && keys.has(keyOf(object)))) changed.fire(uri);
      }
    }),
  );
};
