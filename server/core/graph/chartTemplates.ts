import type { RepositoryIndex } from "./repositoryIndex.ts";

/**
 * Whether a file is a template of a Helm chart: somewhere below `templates/` beside a `Chart.yaml`. Such files are Go
 * templates whose output is YAML; read as YAML they mean nothing.
 */
export function isChartTemplate(uri: string, index: Pick<RepositoryIndex, "hasFile">): boolean {
  for (let at = uri.indexOf("/templates/"); at >= 0; at = uri.indexOf("/templates/", at + 1)) {
    if (index.hasFile(`${uri.slice(0, at)}/Chart.yaml`)) return true;
  }
  return false;
}
