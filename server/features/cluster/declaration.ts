import type { ObjectKey } from "../../core/cluster/liveObject.ts";
import { declarationsOf } from "../../core/cluster/matching.ts";
import type { ClusterDeclaration, ClusterObjectId } from "../../protocol/cluster.ts";
import type { Environment } from "../environment.ts";
import { rangeOf } from "../manifestPlace.ts";
import { manifestsOf } from "./whichManifest.ts";

/**
 * Where the repository declares a live object: its own manifest, or that of the object that generates it, as an
 * ApplicationSet does with Applications. Null when neither is in the workspace.
 */
export function provideDeclaration(
  environment: Environment,
  { context, ...key }: ClusterObjectId,
): ClusterDeclaration | null {
  const { cluster, index } = environment;
  const known = cluster.find(key).find((each) => each.context === context);
  const object = known?.object;
  const owners = object?.metadata.ownerReferences?.filter(({ controller }) => controller) ?? [];
  const generators = owners.map(({ apiVersion, kind, name }): ObjectKey => {
    const slash = apiVersion.indexOf("/");
    return { group: slash < 0 ? "" : apiVersion.slice(0, slash), kind, namespace: key.namespace, name };
  });
  const own = known ? manifestsOf(environment, known) : declarationsOf(key, index);
  const [declared] = [...own, ...generators.flatMap((each) => declarationsOf(each, index))];
  if (!declared) return null;
  const { line, character } = rangeOf(index, declared.uri, declared.nameSpan).start;
  return { uri: declared.uri, line, character };
}
