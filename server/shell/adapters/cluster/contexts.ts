import { textAt } from "../../../core/cluster/liveObject.ts";
import type { ClusterContext, ClusterContextsResult } from "../../../protocol/cluster.ts";
import type { KubeConfigData } from "./kubeConfigFiles.ts";

/** The contexts of the kubeconfig for people to choose from, by name. */
export function listContexts(config: KubeConfigData, protectedContexts: readonly string[]): ClusterContextsResult {
  const names = [...config.contexts.keys()].sort((a, b) => a.localeCompare(b));
  return { contexts: names.map((name) => contextOf(name, config, protectedContexts)), problems: config.problems };
}

function contextOf(name: string, config: KubeConfigData, protectedContexts: readonly string[]): ClusterContext {
  const body = config.contexts.get(name);
  const user = config.users.get(textAt(body, "user") ?? "");
  const command = textAt(user, "exec", "command");
  return {
    name,
    server: textAt(config.clusters.get(textAt(body, "cluster") ?? ""), "server") ?? "",
    namespace: textAt(body, "namespace") || "default",
    isCurrent: name === config.currentContext,
    isProtected: isProtected(name, protectedContexts),
    // Its arguments may hold secrets.
    ...(command !== undefined && { execCommand: command }),
  };
}

/** Whether a context matches one of the patterns; `*` stands for anything, capitals do not matter. */
export function isProtected(context: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => globOf(pattern).test(context));
}

function globOf(pattern: string): RegExp {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "i");
}
