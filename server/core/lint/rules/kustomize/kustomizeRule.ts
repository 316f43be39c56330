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
export interface KustomizeRule extends Pick<Rule, "id" | "summary" | "severity" | "needs" | "fields"> {
  check(context: KustomizeContext): Iterable<KustomizeFinding>;
}

const documentation = "https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/";

/** Makes a rule that runs on the first document of every kustomization file, the only one that kustomize reads. */
export function kustomizeRule(rule: KustomizeRule): Rule {
  const { id, summary, severity, needs, fields } = rule;
  return {
    id,
    summary,
    severity,
    needs,
    ...(fields && { fields }),
    documentation,
    isAbout: ({ group }) => group === "kustomize.config.k8s.io",
    appliesTo: isInKustomizationFile,
    *check({ manifest, index }) {
      const context = contextOf(manifest, index);
      if (!context) return;
      for (const finding of rule.check(context)) yield { code: id, severity, documentation, ...finding };
    },
  };
}

function isInKustomizationFile({ uri }: Manifest): boolean {
  return isKustomizationFileName(uri);
}

/** The last context that was made: all rules look at one manifest before they look at the next. */
interface LastContext {
  readonly manifest: Manifest;
  readonly contentRevision: number;
  readonly structureRevision: number;
  readonly context: KustomizeContext | undefined;
}

const lastContexts = new WeakMap<RepositoryIndex, LastContext>();

function contextOf(manifest: Manifest, index: RepositoryIndex): KustomizeContext | undefined {
  const { contentRevision, structureRevision } = index;
  const last = lastContexts.get(index);
  const isCurrent = last?.contentRevision === contentRevision && last.structureRevision === structureRevision;
  if (isCurrent && last.manifest === manifest) return last.context;
  const root = rootOf(manifest, index);
  const context = root && { root, index, text: manifest.document.text };
  lastContexts.set(index, { manifest, contentRevision, structureRevision, context });
  return context;
}

function rootOf(manifest: Manifest, index: RepositoryIndex): KustomizeRoot | undefined {
  const known = kustomizeRootOfFile(manifest.uri, index);
  if (known?.manifest.document === manifest.document) return known;
  const isFirst = index.manifests(manifest.uri)[0]?.document === manifest.document;
  return isFirst ? kustomizeRootOf(manifest) : undefined;
}
