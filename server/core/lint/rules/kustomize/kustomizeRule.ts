import { type KustomizeRoot, kustomizeRootOf, kustomizeRootOfFile } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { isKustomizationFileName, type Manifest } from "../../../manifest/manifest.ts";
import type { Finding, Severity } from "../../finding.ts";
import type { Rule } from "../../rule.ts";

/** What a rule about a kustomization file looks at. */
export interface KustomizeContext {
  readonly root: KustomizeRoot;
  readonly index: RepositoryIndex;
  /** Text of the document, which the spans count in. */
  readonly text: string;
}

/** A finding without what the rule says for all of its findings. */
export type KustomizeFinding = Omit<Finding, "code" | "severity"> & { readonly severity?: Severity };

/** A rule about a kustomization file, before it is made a {@link Rule}. */
export interface KustomizeRule extends Pick<Rule, "id" | "summary" | "severity" | "needs"> {
  check(context: KustomizeContext): Iterable<KustomizeFinding>;
}

const documentation = "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/";

/** Makes a rule that runs on the first document of every kustomization file, the only one that kustomize reads. */
export function kustomizeRule(rule: KustomizeRule): Rule {
  const { id, summary, severity, needs } = rule;
  return {
    id,
    summary,
    severity,
    needs,
    documentation,
    isAbout: ({ group }) => group === "kustomize.config.k8s.io",
    appliesTo: ({ uri }) => isKustomizationFileName(uri),
    *check({ manifest, index }) {
      const root = rootOf(manifest, index);
      if (!root) return;
      for (const finding of rule.check({ root, index, text: manifest.document.text })) {
        yield { code: id, severity, documentation, ...finding };
      }
    },
  };
}

function rootOf(manifest: Manifest, index: RepositoryIndex): KustomizeRoot | undefined {
  const known = kustomizeRootOfFile(manifest.uri, index);
  if (known?.manifest.document === manifest.document) return known;
  const isFirst = index.manifests(manifest.uri)[0]?.document === manifest.document;
  return isFirst ? kustomizeRootOf(manifest) : undefined;
}
