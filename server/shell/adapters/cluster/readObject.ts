import type { ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { ApiAnswer } from "./apiClient.ts";
import type { Ask, Served } from "./discovery.ts";
import { resolvePath } from "./kindResolver.ts";

/** How the API server is asked, and what it serves; either is missing until the cluster was reached. */
export interface ObjectReader {
  readonly session: { readonly ask: Ask } | undefined;
  readonly served: Served | undefined;
}

/** Reads one object that is not watched; undefined when the cluster was not reached or does not serve its kind. */
export async function readObject({ session, served }: ObjectReader, key: ObjectKey): Promise<ApiAnswer | undefined> {
  const path = served && (await resolvePath(served, key));
  return path === undefined ? undefined : session?.ask({ method: "GET", path });
}

/** An object as messages name it: `ConfigMap argocd/argocd-cm`. */
export function placeOf({ kind, namespace, name }: ObjectKey): string {
  return `${kind} ${namespace}/${name}`;
}
