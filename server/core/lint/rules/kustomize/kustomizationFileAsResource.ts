import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { kustomizeGroup } from "../../../graph/kustomize/kustomizeRoot.ts";
import { isKustomizationFileName } from "../../../manifest/manifest.ts";
import { directoryOf, relativePath } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { replaceWith, spanOf } from "./wording.ts";

/** A kustomization file listed as a resource is read as an object without a name, which fails. */
export const kustomizationFileAsResource = kustomizeRule({
  id: "KZ-RES-KUSTFILE",
  summary: "An entry names a kustomization file instead of its directory.",
  severity: "error",
  needs: "content",
  fields: ["resources", "bases", "components"],
  *check({ root, index }) {
    const { resources, bases, components } = root.fields;
    for (const entry of [...resources, ...bases, ...components]) {
      const found = targetOfEntry(entry.value, root, index);
      if (found.type !== "file" || !isKustomizationFileName(found.uri)) continue;
      const manifest = index.manifests(found.uri)[0]?.manifest;
      // With a name of its own it is an object like any other, and kustomize passes it through.
      if (!manifest || manifest.gvk.group !== kustomizeGroup || manifest.name) continue;
      const directory = relativePath(root.directory, directoryOf(found.uri));
      const message = `\`${entry.value}\` is a kustomization file, which kustomize does not take as a resource. Name its directory: \`${directory}\`.`;
      yield { span: spanOf(entry), message, fixes: directory === "." ? [] : [replaceWith(entry, directory)] };
    }
  },
});
