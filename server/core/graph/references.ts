import type { GroupKind, ReferenceRule } from "../kinds/descriptor.ts";
import { type FieldMatch, fieldsAt } from "../kinds/fieldPath.ts";
import { descriptorOf } from "../kinds/registry.ts";
import type { Manifest, StringNode } from "../manifest/manifest.ts";
import { type MappingNode, resolveAlias, stringAt, valueAt, type YamlNode } from "../manifest/node.ts";

/** A place in a manifest that names another object. Spans are relative to the document. */
export interface Reference {
  readonly rule: ReferenceRule;
  readonly name: StringNode;
  readonly kind: StringNode | undefined;
  readonly namespace: StringNode | undefined;
  /** The mapping with name, kind and namespace; undefined when the name stands alone. */
  readonly mapping: MappingNode | undefined;
  /** The types that the reference may mean as it is written; none when the kind is none of those allowed. */
  readonly to: readonly GroupKind[];
  /** The reference allows its target to be missing. */
  readonly isOptional: boolean;
}

const read = new WeakMap<YamlNode, readonly Reference[]>();
const none: readonly Reference[] = [];

/** Every reference that a manifest makes, in the order of its descriptor. */
export function referencesOf(manifest: Manifest): readonly Reference[] {
  const known = read.get(manifest.root);
  if (known) return known;
  const rules = descriptorOf(manifest.gvk)?.references ?? [];
  const found = rules.flatMap((rule) =>
    fieldsAt(manifest.root, rule.path).flatMap((match) => readReference(match, rule) ?? []),
  );
  const references = found.length > 0 ? found : none;
  read.set(manifest.root, references);
  return references;
}

/** The reference whose name, kind or namespace is under an offset of the document. */
export function referenceAt(manifest: Manifest, offset: number): Reference | undefined {
  return referencesOf(manifest).find(({ name, kind, namespace }) =>
    [name, kind, namespace].some((node) => node && offset >= node.start && offset <= node.end),
  );
}

/** The namespace a reference names or implies; undefined where its rule allows any, `own` where it is the referrer's. */
export function writtenNamespace(reference: Pick<Reference, "rule" | "namespace">): string | "own" | undefined {
  if (reference.namespace && reference.namespace.value !== "") return reference.namespace.value;
  const { namespace } = reference.rule;
  if (namespace === "any") return undefined;
  return namespace === "own" ? "own" : namespace.fixed;
}

function readReference({ node }: FieldMatch, rule: ReferenceRule): Reference | undefined {
  const value = resolveAlias(node);
  const name = rule.nameField === undefined ? stringAt(value) : stringAt(value, rule.nameField);
  if (!name || (name.value === "" && !rule.known?.includes(""))) return undefined;
  const mapping = value?.type === "mapping" ? value : undefined;
  const kind = rule.kindField === undefined ? undefined : stringAt(mapping, rule.kindField);
  const namespace = rule.namespaceField === undefined ? undefined : stringAt(mapping, rule.namespaceField);
  const isOptional = rule.optionalField !== undefined && isTrue(valueAt(mapping, rule.optionalField));
  return { rule, name, kind, namespace, mapping, to: targetKinds(rule, kind, mapping), isOptional };
}

function targetKinds(
  rule: ReferenceRule,
  kind: StringNode | undefined,
  mapping: MappingNode | undefined,
): readonly GroupKind[] {
  if (rule.kindField === undefined) return rule.to;
  if (rule.to.length === 0)
    return kind ? [{ group: groupOf(stringAt(mapping, "apiVersion")?.value), kind: kind.value }] : [];
  return kind ? rule.to.filter((each) => each.kind === kind.value) : rule.to.slice(0, 1);
}

function groupOf(apiVersion: string | undefined): string {
  return apiVersion?.includes("/") ? apiVersion.slice(0, apiVersion.indexOf("/")) : "";
}

function isTrue(node: YamlNode | undefined): boolean {
  const value = resolveAlias(node);
  return value?.type === "scalar" && value.value === true;
}
