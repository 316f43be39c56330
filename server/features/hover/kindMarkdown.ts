import type { GroupKind } from "../../core/kinds/descriptor.ts";
import { descriptorOf } from "../../core/kinds/registry.ts";
import { apiVersionText } from "../../core/manifest/manifest.ts";
import type { SchemaIndexEntry, SchemaRegistry } from "../../core/schema/model.ts";

/** A kind as Markdown: what it is called, which versions there are and whether they may still be used. */
export function kindMarkdown(type: GroupKind, schemas: SchemaRegistry): string | undefined {
  const descriptor = descriptorOf(type);
  const versions = schemas.entries.filter((entry) => entry.group === type.group && entry.kind === type.kind);
  if (!descriptor && versions.length === 0) return undefined;
  const list = versions.map((entry) => `- \`${apiVersionText(entry)}\`: ${versionFacts(entry)}`).join("\n");
  const scope = descriptor && scopeText[descriptor.scope];
  const link = descriptor ? `[Documentation](${descriptor.documentation})` : "";
  return [`**${descriptor?.title ?? type.kind}**${scope ? ` · ${scope}` : ""}`, list, link]
    .filter((part) => part !== "")
    .join("\n\n");
}

const scopeText = {
  Namespaced: "in a namespace",
  Cluster: "for the whole cluster",
  File: "a file, not an object of a cluster",
} as const;

/** One version of a kind as Markdown. */
export function versionMarkdown(entry: SchemaIndexEntry): string {
  const descriptor = descriptorOf(entry);
  const head = `**${descriptor?.title ?? entry.kind}** \`${apiVersionText(entry)}\``;
  const link = descriptor ? `[Documentation](${descriptor.documentation})` : "";
  return [head, `${capital(versionFacts(entry))}.`, link].filter((part) => part !== "").join("\n\n");
}

/** Whether a version may still be used, in words. */
function versionFacts({ served, deprecated, removedIn, replacement }: SchemaIndexEntry): string {
  const instead = replacement === undefined ? "" : `, use \`${replacement}\``;
  if (removedIn !== undefined) return `removed in ${removedIn}${instead}`;
  if (!served) return `no longer served${instead}`;
  return deprecated ? `deprecated${instead}` : "served";
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
