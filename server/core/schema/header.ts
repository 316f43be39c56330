import type { Finding } from "../lint/finding.ts";
import type { YamlDocument } from "../manifest/document.ts";
import { keyText, type MappingNode, type Pair, type YamlNode } from "../manifest/node.ts";
import type { Span } from "../text/span.ts";
import { renameKey } from "./edits.ts";
import type { SchemaRegistry } from "./model.ts";
import { closest } from "./suggest.ts";

/**
 * What is wrong with a document that is no manifest although it looks like one of a known kind: it has an `apiVersion`
 * of a known group but no usable `kind`, or the other way round.
 */
export function validateHeader({ root }: YamlDocument, registry: SchemaRegistry): readonly Finding[] {
  if (root?.type !== "mapping") return [];
  const apiVersion = headerField(root, "apiVersion");
  const kind = headerField(root, "kind");
  if (!apiVersion && !kind) return [];
  if (apiVersion && kind) {
    const isKnown = knowsGroup(registry, apiVersion.value) || knowsKind(registry, kind.value);
    return isKnown ? [...notText("apiVersion", apiVersion), ...notText("kind", kind)] : [];
  }
  if (apiVersion) return knowsGroup(registry, apiVersion.value) ? [missing("kind", root, apiVersion)] : [];
  const looksLikeObject = root.pairs.some(({ key }) => key.value === "metadata");
  return kind && looksLikeObject && knowsKind(registry, kind.value) ? [missing("apiVersion", root, kind)] : [];
}

function headerField(root: MappingNode, name: string): Pair | undefined {
  return root.pairs.find(({ key }) => key.value === name);
}

function knowsGroup({ entries }: SchemaRegistry, node: YamlNode): boolean {
  if (node.type !== "scalar" || typeof node.value !== "string") return false;
  const [group, version] = node.value.split("/", 2);
  return version !== undefined && entries.some((entry) => entry.group === group);
}

function knowsKind({ entries }: SchemaRegistry, node: YamlNode): boolean {
  return node.type === "scalar" && entries.some(({ kind }) => kind === node.value);
}

function missing(name: "apiVersion" | "kind", root: MappingNode, other: Pair): Finding {
  const candidates = root.pairs.filter((pair) => closest(keyText(pair), [name]) === name);
  const slip = candidates[0];
  const span = spanOf(slip?.key ?? other.key);
  const message = slip
    ? `\`${keyText(slip)}\` is not a field of a Kubernetes object. Did you mean \`${name}\`?`
    : `This object lacks \`${name}\`, which is required. Add it.`;
  const fix = slip && ({ title: `Rename to \`${name}\``, edits: renameKey(slip, name), preferred: true } as const);
  const code = slip ? "schema/unknown-field" : "schema/missing-required";
  return { code, severity: "error", message, span, ...(fix && { fixes: [fix] }) };
}

function notText(name: "apiVersion" | "kind", { key, value }: Pair): readonly Finding[] {
  const isText = value.type === "scalar" && typeof value.value === "string";
  if (isText || value.type === "alias") return [];
  const isEmpty = value.type === "scalar" && value.value === null;
  const message = isEmpty ? `\`${name}\` is required but has no value.` : `\`${name}\` must be a string.`;
  const code = isEmpty ? "schema/missing-required" : "schema/wrong-type";
  return [{ code, severity: "error", message, span: spanOf(isEmpty ? key : value) }];
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}
