import { templatingKinds } from "../kinds/core/products.ts";
import type { GroupKind } from "../kinds/descriptor.ts";
import { descriptorOf, kinds } from "../kinds/registry.ts";
import type { Finding, Fix } from "../lint/finding.ts";
import type { Rule, RuleContext } from "../lint/rule.ts";
import { columnOf, insertLines, lineEnd } from "../lint/rules/edits/lines.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { closest } from "../schema/suggest.ts";
import type { TextEdit } from "../text/span.ts";
import { isTemplated } from "../text/templated.ts";
import { displayPath } from "../text/uri.ts";
import { labelledObjects } from "./dataKeys.ts";
import { deploymentsOf } from "./deployments.ts";
import { kustomizeRootOfFile } from "./kustomize/kustomizeRoot.ts";
import { type DeclaredName, namesOfKind, startOf } from "./namesOfKind.ts";
import { perStructure } from "./perRevision.ts";
import { type Reference, referencesOf } from "./references.ts";
import type { RepositoryIndex } from "./repositoryIndex.ts";
import { nearestTarget, type Resolution, resolve, type Target, wantedNamespaces } from "./resolve.ts";

/** What follows from a missing target, by the role of the reference. */
const consequences: ReadonlyMap<string, string> = new Map([
  ["source", "Until it exists nothing is applied."],
  ["dependency", "Until it exists and is ready this object waits."],
  ["project", "Argo CD refuses an Application whose project does not exist."],
  ["secret-store", "Until it exists no Secret is made."],
]);

const mayExist = "If nothing else creates it, this object never becomes ready.";

/** One rule for each role of references: the target has to be somewhere in the workspace. */
export const danglingRules: readonly Rule[] = roles().map(([role, severity]) => ({
  id: `ref/dangling-${role}`,
  summary: `A reference (${role}) names an object that is not in the workspace.`,
  severity,
  needs: "structure",
  isAbout: (gvk) => descriptorOf(gvk)?.references.some((rule) => rule.role === role && rule.whenMissing) ?? false,
  check: (context) => checkReferences(role, context),
}));

function roles(): readonly (readonly [role: string, severity: "warning" | "information"])[] {
  const rules = kinds.flatMap(({ references }) => references);
  return [...new Map(rules.flatMap(({ role, whenMissing }) => (whenMissing ? [[role, whenMissing] as const] : [])))];
}

function* checkReferences(role: string, { manifest, index, partial }: RuleContext): Iterable<Finding> {
  // A patch is completed by what it patches, and its namespace is that of its target.
  if (!index.complete || partial) return;
  for (const reference of referencesOf(manifest)) {
    if (reference.rule.role !== role) continue;
    const finding = checkReference(reference, manifest, index);
    if (finding) yield finding;
  }
}

function checkReference(reference: Reference, manifest: Manifest, index: RepositoryIndex): Finding | undefined {
  const { rule, name, to } = reference;
  if (!rule.whenMissing || reference.isOptional || to.length === 0) return undefined;
  if (isFilledInLater(reference, manifest)) return undefined;
  if (nearestTarget(reference, manifest, index)) return undefined;
  const resolution = resolve(reference, manifest, index);
  const isKnown = resolution.elsewhere.length === 0 && rule.known?.includes(name.value);
  if (isKnown || resolution.targets.length > 0 || mayComeFromElsewhere(reference, index)) return undefined;
  const { message, fixes, severity = rule.whenMissing } = describe(reference, resolution, manifest, index);
  const span = { start: name.start, end: name.end };
  return {
    code: `ref/dangling-${rule.role}`,
    severity,
    message,
    span,
    fixes,
    // What labels say about objects is not known of live ones.
    ...(!rule.dataKey && {
      absent: { kinds: to, name: name.value, namespaces: wantedNamespaces(reference, manifest, index) },
    }),
    related: resolution.elsewhere.map((target) => ({
      uri: target.uri,
      span: target.span,
      message: `\`${name.value}\` is declared here.`,
    })),
  };
}

/**
 * Whether the workspace is a place where such targets are kept. A repository of one application often names a store, a
 * project or a source that another repository declares: there a missing one is no sign of a mistake.
 */
function declaresOthers({ rule, to }: Reference, { gvk }: Manifest, index: RepositoryIndex): boolean {
  if (rule.whenMissing !== "warning") return true;
  const isOwnKind = to.some(({ group, kind }) => group === gvk.group && kind === gvk.kind);
  const declared = to.reduce((sum, kind) => sum + namesOfKind(kind, index).declared.length, 0);
  return declared > (isOwnKind ? 1 : 0);
}

function fromElsewhere({ rule, name, to }: Reference): Description {
  const kindName = to[0]?.kind ?? rule.role;
  const where = `This workspace declares no such ${kindName}, nor any other, so \`${name.value}\` has to come from elsewhere.`;
  return { message: `${where} ${consequences.get(rule.role) ?? mayExist}`, fixes: [], severity: "information" };
}

/** Values that another tool fills in before anybody reads them. */
function isFilledInLater({ name, namespace, kind }: Reference, manifest: Manifest): boolean {
  return [name, namespace, kind, manifest.namespace].some((node) => node !== undefined && isTemplated(node.value));
}

/** Whether the target may well exist although no manifest declares it under this name. */
function mayComeFromElsewhere({ rule, to, name }: Reference, index: RepositoryIndex): boolean {
  // A repository that declares no such target at all is not where they are kept.
  const { dataKey } = rule;
  if (dataKey) return !to.some((kind) => labelledObjects(kind, dataKey, index).length > 0);
  return to.some(
    (kind) =>
      hasTemplatedName(kind, name.value, index) ||
      hasPrefixedName(kind, name.value, index) ||
      isTemplateProduct(kind, index),
  );
}

/** A declared name such as `${tenant}-source` becomes the wanted one once it is filled in. */
function hasTemplatedName(kind: GroupKind, name: string, index: RepositoryIndex): boolean {
  return namesOfKind(kind, index).templated.some((fixed) => {
    const [first = ""] = fixed;
    return name.startsWith(first) && name.endsWith(fixed.at(-1) ?? "") && name.length >= fixed.join("").length;
  });
}

interface Affixes {
  readonly prefix: string;
  readonly suffix: string;
}

/** Every different pair of prefix and suffix that kustomization files and deployments put around names. */
const affixesOf = perStructure((index): readonly Affixes[] => {
  const ofRoots = [...index.kustomizeRoots().values()].map((uri): Affixes => {
    const fields = kustomizeRootOfFile(uri, index)?.fields;
    return { prefix: fields?.namePrefix?.value ?? "", suffix: fields?.nameSuffix?.value ?? "" };
  });
  const all = [...ofRoots, ...deploymentsOf(index)].filter(({ prefix, suffix }) => prefix !== "" || suffix !== "");
  return [...new Map(all.map(({ prefix, suffix }) => [`${prefix} ${suffix}`, { prefix, suffix }])).values()];
});

/** kustomize and Flux put prefixes and suffixes around names, but do not follow references in custom resources. */
function hasPrefixedName(kind: GroupKind, name: string, index: RepositoryIndex): boolean {
  return affixesOf(index).some(({ prefix, suffix }) => {
    if (!name.startsWith(prefix) || !name.endsWith(suffix)) return false;
    const bare = name.slice(prefix.length, name.length - suffix.length);
    return index.objects({ ...kind, name: bare }).length > 0 || isTemplated(prefix) || isTemplated(suffix);
  });
}

/** The texts of all files that declare an object which makes others from a template. */
const templateTexts = perStructure((index): readonly string[] => {
  const files = new Set(templatingKinds.flatMap((maker) => index.objects(maker).map(({ uri }) => uri)));
  return [...files].flatMap((uri) => index.text(uri) ?? []);
});

/** Whether a template of the workspace makes objects of this type, under names that nobody can tell. */
function isTemplateProduct({ kind }: GroupKind, index: RepositoryIndex): boolean {
  return templateTexts(index).some((text) => text.includes(`kind: ${kind}`));
}

interface Description {
  readonly message: string;
  readonly fixes: readonly Fix[];
  /** Where it differs from that of the rule. */
  readonly severity?: "information";
}

function describe(
  reference: Reference,
  { elsewhere }: Resolution,
  manifest: Manifest,
  index: RepositoryIndex,
): Description {
  const { name, rule } = reference;
  const kindName = reference.to[0]?.kind ?? rule.role;
  const [place] = elsewhere;
  if (place) return inOtherNamespace(reference, kindName, place, manifest, index);
  const other = otherKind(reference, manifest, index);
  if (other) return ofOtherKind(reference, kindName, other, manifest);
  const suggestion = suggestionFor(reference, manifest, index);
  if (suggestion === undefined && !declaresOthers(reference, manifest, index)) return fromElsewhere(reference);
  const reason = rule.whenMissing === "warning" ? (consequences.get(rule.role) ?? mayExist) : mayExist;
  const what = rule.dataKey ? `cluster ${kindName} with ${rule.dataKey.key}` : kindName;
  const found = `No ${what} \`${name.value}\`${inNamespace(reference, manifest, index)} in this workspace.`;
  if (suggestion === undefined) return { message: `${found} ${reason}`, fixes: [] };
  return {
    message: `${found} ${reason} Did you mean \`${suggestion}\`?`,
    fixes: [replaceName(reference, suggestion)],
  };
}

/** ` in namespace …` where that is certain and matters. */
function inNamespace(reference: Reference, manifest: Manifest, index: RepositoryIndex): string {
  const wanted = wantedNamespaces(reference, manifest, index);
  const isCluster = reference.to.some((kind) => descriptorOf(kind)?.scope === "Cluster");
  const [only] = wanted ?? [];
  return isCluster || wanted?.length !== 1 || !only ? "" : ` in namespace \`${only}\``;
}

function inOtherNamespace(
  reference: Reference,
  kindName: string,
  target: Target,
  manifest: Manifest,
  index: RepositoryIndex,
): Description {
  const [namespace = ""] = target.namespaces;
  const wanted = wantedNamespaces(reference, manifest, index)?.join("`, `") ?? "";
  const path = displayPath(target.uri, index.folders);
  const found = `${kindName} \`${reference.name.value}\` is in namespace \`${namespace}\` (${path}), but this reference looks in \`${wanted}\`.`;
  if (reference.rule.namespaceField === undefined) {
    return { message: `${found} It can only name objects of its own namespace.`, fixes: [] };
  }
  const edit = setField(reference, reference.rule.namespaceField, reference.namespace, namespace, manifest);
  const title = `Set the namespace to \`${namespace}\``;
  return {
    message: `${found} Set \`namespace: ${namespace}\`.`,
    fixes: edit ? [{ title, edits: [edit], preferred: true }] : [],
  };
}

/** An object of the same name among the other types that the field allows. */
function otherKind(reference: Reference, manifest: Manifest, index: RepositoryIndex): GroupKind | undefined {
  if (reference.rule.kindField === undefined) return undefined;
  const others = reference.rule.to.filter((kind) => !reference.to.includes(kind));
  return others.find((kind) => resolve({ ...reference, to: [kind] }, manifest, index).targets.length > 0);
}

function ofOtherKind(reference: Reference, kindName: string, { kind }: GroupKind, manifest: Manifest): Description {
  const edit = setField(reference, reference.rule.kindField ?? "kind", reference.kind, kind, manifest);
  const said = reference.kind ? "" : ` (which is meant when \`${reference.rule.kindField}\` is left out)`;
  return {
    message: `\`${reference.name.value}\` is a ${kind}, not a ${kindName}${said}. Set \`kind: ${kind}\`.`,
    fixes: edit ? [{ title: `Change the kind to \`${kind}\``, edits: [edit], preferred: true }] : [],
  };
}

/** With more names than this a suggestion has to begin like the word and be about as long. */
const manyNames = 300;

/** The name that was most likely meant. */
function suggestionFor(reference: Reference, manifest: Manifest, index: RepositoryIndex): string | undefined {
  if (reference.rule.dataKey) return undefined;
  const word = reference.name.value;
  const wanted = wantedNamespaces(reference, manifest, index);
  const isReachable = ({ namespaces }: DeclaredName): boolean => {
    if (!wanted || !namespaces || wanted.includes("") || namespaces.includes("")) return true;
    return namespaces.some((namespace) => wanted.includes(namespace));
  };
  const names = reference.to.flatMap((kind) => {
    const { declared, byStart, produced } = namesOfKind(kind, index);
    const near = declared.length > manyNames ? (byStart.get(startOf(word)) ?? []) : declared;
    return [...near.filter(isReachable).map(({ name }) => name), ...produced, ...(reference.rule.known ?? [])];
  });
  return closest(
    word,
    names.length > manyNames ? names.filter(({ length }) => Math.abs(length - word.length) <= 2) : names,
  );
}

function replaceName({ name }: Reference, suggestion: string): Fix {
  const edits: readonly TextEdit[] = [{ span: { start: name.start, end: name.end }, newText: suggestion }];
  return { title: `Change to \`${suggestion}\``, edits, preferred: true };
}

/** Sets a field beside the name: replaces its value or adds it on the line below. */
function setField(
  { name, mapping }: Reference,
  field: string,
  current: Reference["name"] | undefined,
  value: string,
  { document }: Manifest,
): TextEdit | undefined {
  if (current) return { span: { start: current.start, end: current.end }, newText: value };
  const [first] = mapping?.pairs ?? [];
  if (!mapping || !first) return undefined;
  if (mapping.flow) return { span: { start: name.end, end: name.end }, newText: `, ${field}: ${value}` };
  const column = columnOf(document.text, first.key.start);
  return insertLines(document.text, lineEnd(document.text, name.end), [`${" ".repeat(column)}${field}: ${value}`]);
}
