import { usesOf } from "../../../graph/kustomize/inclusion.ts";
import type { KustomizeRoot } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { Manifest } from "../../../manifest/manifest.ts";
import { type MappingNode, resolveAlias, valueAt } from "../../../manifest/node.ts";
import type { Finding, Severity } from "../../finding.ts";
import type { Rule } from "../../rule.ts";

/** What a rule about an Application or AppProject looks at. */
export interface ArgoContext {
  readonly manifest: Manifest;
  readonly index: RepositoryIndex;
  /** Text of the document, which the spans count in. */
  readonly text: string;
  readonly spec: MappingNode;
}

/** A finding without what the rule says for all of its findings. */
export type ArgoFinding = Omit<Finding, "code" | "severity"> & { readonly severity?: Severity };

/** A rule about one kind of Argo CD, before it is made a {@link Rule}. */
export interface ArgoRule extends Pick<Rule, "id" | "summary" | "severity"> {
  /** `document` when left out. */
  readonly needs?: Rule["needs"];
  /** Says that something is missing: no mistake where a patch may add it. Looks at the structure of the repository. */
  readonly judgesAbsence?: true;
  check(context: ArgoContext): Iterable<ArgoFinding>;
}

const pages = {
  Application: "https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/",
  AppProject: "https://argo-cd.readthedocs.io/en/stable/user-guide/projects/",
} as const;

/** Makes a rule that runs on every Application. */
export function applicationRule(rule: ArgoRule): Rule {
  return argoRule(rule, "Application");
}

/** Makes a rule that runs on every AppProject. */
export function projectRule(rule: ArgoRule): Rule {
  return argoRule(rule, "AppProject");
}

function argoRule(rule: ArgoRule, kind: keyof typeof pages): Rule {
  const { id, summary, severity, judgesAbsence } = rule;
  const documentation = pages[kind];
  return {
    id,
    summary,
    severity,
    needs: rule.needs ?? (judgesAbsence ? "structure" : "document"),
    documentation,
    isAbout: (gvk) => gvk.group === "argoproj.io" && gvk.kind === kind,
    *check({ manifest, index, partial }) {
      const spec = resolveAlias(valueAt(manifest.root, "spec"));
      if (spec?.type !== "mapping" || (judgesAbsence && (partial || isBroken(manifest)))) return;
      for (const finding of rule.check({ manifest, index, text: manifest.document.text, spec })) {
        if (judgesAbsence && isChangedByKustomize(manifest.uri, index)) return;
        const { message, span, tags } = finding;
        yield {
          code: id,
          severity: finding.severity ?? severity,
          message,
          span,
          documentation,
          ...(tags && { tags }),
          // Asked for when the user wants it: a fix may be for another file, which can change meanwhile.
          get fixes() {
            return finding.fixes ?? [];
          },
        };
      }
    },
  };
}

/** In YAML that does not parse nobody can tell what is missing. */
function isBroken({ document }: Manifest): boolean {
  return document.problems.some(({ code }) => code === "yaml/syntax");
}

/** Whether a kustomization that includes the file, directly or not, changes objects in ways of its own. */
export function isChangedByKustomize(uri: string, index: RepositoryIndex): boolean {
  const seen = new Set<string>();
  const pending = [uri];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    for (const { root } of usesOf(at, index)) {
      if (changesObjects(root)) return true;
      if (seen.has(root.directory)) continue;
      seen.add(root.directory);
      pending.push(root.directory);
    }
  }
  return false;
}

function changesObjects({ fields }: KustomizeRoot): boolean {
  const { patches, patchesStrategicMerge, patchesJson6902, components, transformers } = fields;
  const lists = [patches, patchesStrategicMerge, patchesJson6902, components, transformers];
  return lists.some(({ length }) => length > 0) || valueAt(fields.root, "replacements") !== undefined;
}
