import type { Finding } from "../lint/finding.ts";
import type { Rule, RuleContext } from "../lint/rule.ts";
import { isTemplated } from "../text/templated.ts";
import { displayPath } from "../text/uri.ts";
import { deploymentsCollecting } from "./deployments.ts";
import { usesOf } from "./kustomize/inclusion.ts";
import type { DeclaredObject, RepositoryIndex } from "./repositoryIndex.ts";

/**
 * The same object declared twice where both are applied together. Copies for several clusters, and base and patch, are
 * normal; what a kustomization file includes is judged by kustomize's own rule.
 */
export const duplicateIdentityRule: Rule = {
  id: "graph/duplicate-identity",
  summary: "The same object is declared twice in files that are applied together.",
  severity: "warning",
  needs: "structure",
  appliesTo: ({ name }) => name !== undefined && !isTemplated(name.value),
  check: checkIdentity,
};

/** So many objects of one name are generated, and comparing each with each would take seconds. */
const mostDuplicates = 500;

function* checkIdentity({ manifest, index, partial }: RuleContext): Iterable<Finding> {
  const { gvk, name, namespace, uri } = manifest;
  if (partial || !name || isBuiltByKustomize(uri, index)) return;
  const all = index.objects({
    group: gvk.group,
    kind: gvk.kind,
    name: name.value,
    namespace: namespace?.value ?? "",
  });
  if (all.length < 2 || all.length > mostDuplicates) return;
  const ordinal = index.manifests(uri).find((entry) => entry.manifest.root === manifest.root)?.ordinal;
  if (ordinal === undefined) return;
  // In one file the later document is the one too many; of two files nobody can tell.
  const same = all.filter((each) => (each.uri === uri ? each.ordinal < ordinal : isAppliedWith(uri, each, index)));
  const [other] = same;
  if (!other) return;
  const place = other.uri === uri ? "this file above" : `\`${displayPath(other.uri, index.folders)}\``;
  yield {
    code: duplicateIdentityRule.id,
    severity: "warning",
    message: `${gvk.kind} \`${name.value}\` is also declared in ${place}, and both are applied together: one overwrites the other. Rename or remove one of them.`,
    span: { start: name.start, end: name.end },
    related: same.map((each) => ({ uri: each.uri, span: each.nameSpan, message: "The same object is declared here." })),
  };
}

function isAppliedWith(uri: string, other: DeclaredObject, index: RepositoryIndex): boolean {
  if (isBuiltByKustomize(other.uri, index)) return false;
  const deployments = deploymentsCollecting(uri, index).filter(({ isOwn, rule }) => isOwn && rule.collects);
  return deploymentsCollecting(other.uri, index).some((each) => deployments.includes(each));
}

function isBuiltByKustomize(uri: string, index: RepositoryIndex): boolean {
  return usesOf(uri, index).length > 0;
}
