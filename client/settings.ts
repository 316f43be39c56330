import { extensions, workspace } from "vscode";
import type { ServerSettings } from "../server/protocol/settings.ts";

const neighbourId = "redhat.vscode-yaml";
const severities = ["off", "error", "warning", "information", "hint"] as const;

/** All `gitops.*` settings the server needs; the only place where they are read. */
export function readSettings(): ServerSettings {
  const configuration = workspace.getConfiguration("gitops");
  const kustomizePath = configuration.get<string>("kustomize.path", "").trim();
  return {
    rules: readRules(configuration.get<unknown>("rules")),
    loadRestrictor: configuration.get<string>("kustomize.loadRestrictor") === "none" ? "none" : "rootOnly",
    yamlNeighbour: hasNeighbour(configuration.get<string>("neighbour", "auto")),
    // VS Code already ignores the workspace's value before trust; this also covers a value of the user.
    ...(kustomizePath !== "" && workspace.isTrusted ? { kustomizePath } : {}),
  };
}

/** Drops what settings.json holds but the setting does not allow. */
function readRules(value: unknown): NonNullable<ServerSettings["rules"]> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).flatMap(([rule, wanted]) => {
      const severity = severities.find((candidate) => candidate === wanted);
      return severity === undefined ? [] : [[rule, severity]];
    }),
  );
}

/** An enabled extension is known to `getExtension` before it is active, so start order does not matter. */
function hasNeighbour(setting: string): boolean {
  if (setting === "on") return true;
  return setting !== "off" && extensions.getExtension(neighbourId) !== undefined;
}
