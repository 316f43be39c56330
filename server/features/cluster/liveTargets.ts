import { hasNoNamespace, inNamespaces } from "../../core/cluster/matching.ts";
import { liveKindOf } from "../../core/kinds/liveKinds.ts";
import type { AbsentObject } from "../../core/lint/finding.ts";
import type { DocumentFindings } from "../../core/lint/runner.ts";
import type { Environment } from "../environment.ts";
import { namespacesOf } from "./namesakes.ts";

/**
 * Findings without those that say that an object is missing which a connected cluster has: a repository need not declare
 * everything that its objects refer to. Without a connection the same list.
 */
export function withoutLiveTargets(
  environment: Environment,
  found: readonly DocumentFindings[],
): readonly DocumentFindings[] {
  if (environment.cluster.connections.length === 0) return found;
  return found.flatMap(({ entry, findings }) => {
    const kept = findings.filter(({ absent }) => !absent || !isLive(environment, absent));
    return kept.length > 0 ? [{ entry, findings: kept }] : [];
  });
}

function isLive({ cluster }: Environment, { kinds, name, namespaces }: AbsentObject): boolean {
  return kinds.some((type) => {
    const live = liveKindOf(type);
    if (!live) return false;
    const wanted = hasNoNamespace(type) ? [""] : (namespaces ?? [""]);
    return cluster.connections.some((connection) => {
      const keys = wanted.flatMap((namespace) =>
        inNamespaces({ ...type, namespace, name }, namespacesOf(connection, live)),
      );
      return keys.some((key) => cluster.find(key).some(({ context }) => context === connection.context));
    });
  });
}
