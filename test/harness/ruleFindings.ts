import { isPatchFile } from "../../server/core/graph/kustomize/partialDocuments.ts";
import type { RepositoryIndex } from "../../server/core/graph/repositoryIndex.ts";
import type { Finding } from "../../server/core/lint/finding.ts";
import { applies, type Rule } from "../../server/core/lint/rule.ts";
import { relativePath } from "../../server/core/text/uri.ts";
import { repositoryRoot } from "./workspace.ts";

/** A finding with what a test wants to say about its place. */
export interface PlacedFinding extends Finding {
  /** Path below the root of the repository. */
  readonly path: string;
  /** The text under the span. */
  readonly marked: string;
}

/** What some rules find in a workspace, in the order of files and documents. */
export function findingsOfRules(rules: readonly Rule[], index: RepositoryIndex): readonly PlacedFinding[] {
  return [...index.yamlFiles()].flatMap((uri) =>
    index.manifests(uri).flatMap(({ manifest, document }) => {
      const context = { manifest, index, partial: isPatchFile(uri, index) };
      return rules
        .filter((rule) => applies(rule, manifest))
        .flatMap((rule) => [...rule.check(context)])
        .map((finding) => {
          const marked = document.text.slice(finding.span.start, finding.span.end);
          return { ...finding, path: relativePath(repositoryRoot, uri), marked };
        });
    }),
  );
}
