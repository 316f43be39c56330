import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { fieldValue } from "../../../graph/kustomize/fields.ts";
import { usesOf } from "../../../graph/kustomize/inclusion.ts";
import { kustomizeGroup, kustomizeRootAt } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { isKustomizationFileName } from "../../../manifest/manifest.ts";
import { baseName, directoryOf } from "../../../text/uri.ts";
import type { Fix } from "../../finding.ts";
import type { Rule } from "../../rule.ts";
import { addItems } from "../edits/lists.ts";
import { spanOf } from "./wording.ts";

/** With a kustomization file in the directory nothing is deployed that it does not list (fluxcd/pkg/kustomize generator). */
export const orphanFile: Rule = {
  id: "KZ-ORPHAN-FILE",
  summary: "A manifest stands beside a kustomization file that does not list it.",
  severity: "information",
  needs: "structure",
  isAbout: ({ group }) => group !== kustomizeGroup,
  appliesTo: ({ apiVersion, kind, name, uri }) =>
    apiVersion !== undefined && kind !== undefined && name !== undefined && !isKustomizationFileName(uri),
  *check({ manifest, index }) {
    const { uri, name, kind } = manifest;
    const file = index.kustomizeRoots().get(directoryOf(uri));
    if (file === undefined || !index.complete || !name || !kind || isTemplated(name.value)) return;
    if (usesOf(uri, index).length > 0 || index.manifests(uri)[0]?.document !== manifest.document) return;
    const listed = fieldValue(kustomizeRootAt(directoryOf(uri), index)?.fields.root, "resources");
    if (listed && listed.type !== "sequence") return;
    const message = `\`${baseName(file)}\` of this directory does not list this file, so it is not deployed. Add it to \`resources\`, or remove it.`;
    yield {
      code: "KZ-ORPHAN-FILE",
      severity: "information",
      span: spanOf(kind),
      message,
      // Asked for when the user wants it: the other file may have changed meanwhile.
      get fixes() {
        return addToResources(uri, index);
      },
    };
  },
};

function addToResources(uri: string, index: RepositoryIndex): readonly Fix[] {
  const root = kustomizeRootAt(directoryOf(uri), index);
  const entry = root && index.manifests(root.uri)[0];
  if (!root || !entry) return [];
  const edits = addItems(entry.document.text, root.fields.root, "resources", [[baseName(uri)]]);
  if (!edits) return [];
  const moved = edits.map(({ span, newText }) => ({
    span: { start: span.start + entry.offset, end: span.end + entry.offset },
    newText,
  }));
  return [
    {
      title: `Add to \`${baseName(root.uri)}\``,
      edits: [],
      files: [{ type: "edit", uri: root.uri, edits: moved }],
      preferred: true,
    },
  ];
}
