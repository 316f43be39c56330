import { extensions, workspace } from "vscode";
import type { ClusterSettings, ServerSettings } from "../server/protocol/settings.ts";
import { addressFor } from "./cluster/argoCdPage.ts";

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
    cluster: readClusterSettings(),
  };
}

/** The workspace may make writing to clusters harder than the user wants, never easier. */
function readClusterSettings(): ClusterSettings {
  const configuration = workspace.getConfiguration("gitops.cluster");
  const kubeconfig = configuration.get<string>("kubeconfig", "").trim();
  const protectedContexts = configuration.inspect<readonly string[]>("protectedContexts");
  const readOnly = configuration.inspect<boolean>("readOnly");
  return {
    ...(kubeconfig !== "" && workspace.isTrusted ? { kubeconfig } : {}),
    protectedContexts: [
      ...new Set([
        ...(protectedContexts?.globalValue ?? protectedContexts?.defaultValue ?? []),
        ...(protectedContexts?.workspaceValue ?? []),
      ]),
    ],
    readOnly: readOnly?.globalValue === true || readOnly?.workspaceValue === true,
    lenses: configuration.get<boolean>("lenses", true),
  };
}

/** The context to connect to when the workspace opens, and whether only the workspace asks for it; undefined for none. */
export function readConnectOnOpen(): { readonly context: string; readonly isOwn: boolean } | undefined {
  const configuration = workspace.getConfiguration("gitops.cluster");
  const context = configuration.get<string>("connectOnOpen", "").trim();
  if (context === "" || !workspace.isTrusted) return undefined;
  return { context, isOwn: configuration.inspect<string>("connectOnOpen")?.globalValue === context };
}

/** Address of the web interface of Argo CD for a context, without the slash at its end; undefined when none is set. */
export function readArgoCdUrl(context: string): string | undefined {
  return addressFor(workspace.getConfiguration("gitops.cluster").get<unknown>("argoCdUrl"), context);
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
