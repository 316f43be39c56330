import type { Settings } from "../features/environment.ts";
import type { ClusterSettings } from "../protocol/settings.ts";

/** Settings of the server: those of the features and those of the process. */
export interface ShellSettings extends Settings {
  /** Absolute path of a kustomize executable to render with; empty for the embedded engine. */
  readonly kustomizePath: string;
  /** Live clusters. */
  readonly cluster: Required<ClusterSettings>;
}

/** What counts where the editor says nothing. */
export const defaultSettings: ShellSettings = {
  rules: {},
  yamlNeighbour: false,
  loadRestrictor: "rootOnly",
  kustomizePath: "",
  cluster: { kubeconfig: "", protectedContexts: ["*prod*"], readOnly: false, lenses: true },
};

const severities = ["off", "error", "warning", "information", "hint"] as const;

/** Reads what an editor sends (see server/protocol/settings.ts); whatever has the wrong shape counts as not set. */
export function parseSettings(data: unknown): ShellSettings {
  if (!isRecord(data)) return defaultSettings;
  const { rules, yamlNeighbour, loadRestrictor, kustomizePath, cluster } = data;
  return {
    rules: isRecord(rules) ? parseRules(rules) : defaultSettings.rules,
    yamlNeighbour: yamlNeighbour === true,
    loadRestrictor: loadRestrictor === "none" ? "none" : "rootOnly",
    kustomizePath: typeof kustomizePath === "string" ? kustomizePath : "",
    cluster: isRecord(cluster) ? parseCluster(cluster) : defaultSettings.cluster,
  };
}

/** Patterns that cannot be read protect what they would by default: a mistake must not open a cluster to writes. */
function parseCluster(cluster: Readonly<Record<string, unknown>>): ShellSettings["cluster"] {
  const { kubeconfig, protectedContexts, readOnly, lenses } = cluster;
  return {
    kubeconfig: typeof kubeconfig === "string" ? kubeconfig : "",
    protectedContexts: Array.isArray(protectedContexts)
      ? protectedContexts.filter((pattern) => typeof pattern === "string")
      : defaultSettings.cluster.protectedContexts,
    readOnly: readOnly === true,
    lenses: lenses !== false,
  };
}

function parseRules(rules: Readonly<Record<string, unknown>>): Settings["rules"] {
  const entries = Object.entries(rules).flatMap(([id, value]) => {
    const severity = severities.find((each) => each === value);
    return severity === undefined ? [] : [[id, severity] as const];
  });
  return Object.fromEntries(entries);
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null && !Array.isArray(data);
}
