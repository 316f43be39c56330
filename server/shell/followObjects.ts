import type { Environment } from "../features/environment.ts";
import type { LanguageService } from "../features/languageService.ts";

/**
 * Tells the connected clusters which objects open files show, when that may have changed: with other files, other
 * identities in the repository, another connection, or other live objects that deliver them. Costs nothing without a connection.
 */
export function createFollower(
  { cluster, index }: Environment,
  language: Pick<LanguageService, "followedKeys">,
): (uris: readonly string[]) => void {
  const state = { told: "" };
  return (uris) => {
    if (cluster.connections.length === 0 && state.told === "") return;
    const contexts = cluster.connections.map(({ context, namespace }) => `${context}/${namespace ?? ""}`);
    const wanted =
      contexts.length === 0 ? "" : JSON.stringify([index.structureRevision, cluster.takersRevision, uris, contexts]);
    if (wanted === state.told) return;
    state.told = wanted;
    cluster.follow(language.followedKeys(uris));
  };
}
