import { itemsAt, type MappingNode, pairOf, valueAt } from "../../../manifest/node.ts";
import { isGiven, mappingAt, mappingsAt } from "./fields.ts";

/** One source of an Application and where it stands. */
export interface ArgoSource {
  readonly node: MappingNode;
  readonly role: "single" | "listed" | "dry";
}

/** The field that decides: `sourceHydrator`, then `sources`, then `source` (ApplicationSpec.GetSources). */
export function decidingField(spec: MappingNode): "sourceHydrator" | "sources" | "source" | undefined {
  if (mappingAt(spec, "sourceHydrator")) return "sourceHydrator";
  if (itemsAt(spec, "sources").length > 0) return "sources";
  // A `sources` that is no list is a mistake of its own.
  return mappingAt(spec, "source") || isGiven(spec, "sources") ? "source" : undefined;
}

/** The sources that Argo CD uses. */
export function sourcesOf(spec: MappingNode): readonly ArgoSource[] {
  const field = decidingField(spec);
  if (field === "sources") return mappingsAt(spec, "sources").map((node) => ({ node, role: "listed" }));
  const node = field === "sourceHydrator" ? mappingAt(spec, field, "drySource") : mappingAt(spec, "source");
  return node ? [{ node, role: field === "sourceHydrator" ? "dry" : "single" }] : [];
}

/** What an application source may be rendered with, each with the field that says so. */
export const toolFields = ["helm", "kustomize", "directory", "plugin"] as const;

/** The tools that a source asks for; fields with nothing in them do not count (argo-cd util/argo NormalizeSource). */
export function toolsOf(source: MappingNode): readonly (typeof toolFields)[number][] {
  return toolFields.filter((field) =>
    field === "plugin" ? valueAt(source, field) !== undefined && mappingAt(source, field) : isGiven(source, field),
  );
}

/** Whether a source names its chart, so that `path` does not count (ApplicationSource.IsHelm). */
export function isChart(source: MappingNode): boolean {
  return pairOf(source, "chart") !== undefined && isGiven(source, "chart");
}
