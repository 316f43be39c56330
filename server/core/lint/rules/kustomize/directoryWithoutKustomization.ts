import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { Fix } from "../../finding.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A directory that is no kustomize root cannot be a resource (kustomize target.NewErrMissingKustomization). */
export const directoryWithoutKustomization = kustomizeRule({
  id: "KZ-RES-DIR-NO-KUST",
  summary: "An entry names a directory that has no kustomization file.",
  severity: "error",
  needs: "structure",
  fields: ["resources", "bases", "components"],
  *check({ root: { fields, directory }, root, index }) {
    for (const entry of [...fields.resources, ...fields.bases, ...fields.components]) {
      const found = targetOfEntry(entry.value, root, index);
      // The directory itself is a cycle, which another rule tells.
      if (found.type !== "directory" || found.uri === directory || index.kustomizeRoots().has(found.uri)) continue;
      const message = `The directory \`${entry.value}\` has no kustomization file, so kustomize cannot build it. Add a \`kustomization.yaml\` to it, or list its files.`;
      yield { span: spanOf(entry), message, fixes: createKustomization(found.uri, index) };
    }
  },
});

function createKustomization(directory: string, index: RepositoryIndex): readonly Fix[] {
  const files = index.children(directory).filter((name) => /\.ya?ml$/.test(name));
  if (files.length === 0) return [];
  const head = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n";
  const text = head + files.map((name) => `  - ${name}\n`).join("");
  const uri = `${directory}/kustomization.yaml`;
  return [
    {
      title: "Create a kustomization file that lists its files",
      edits: [],
      files: [{ type: "create", uri, text }],
      preferred: true,
    },
  ];
}
