import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { isWithin, joinUri, relativePath } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { replaceWith, spanOf } from "./wording.ts";

/** A base has to be named from where the kustomization is (kustomize fileloader New: root cannot be absolute). */
export const absoluteBase = kustomizeRule({
  id: "KZ-RESOURCE-ABS",
  summary: "An entry names its target by an absolute path.",
  severity: "error",
  needs: "structure",
  fields: ["resources", "bases", "components"],
  *check({ root, index }) {
    const { resources, bases, components } = root.fields;
    for (const entry of [...resources, ...bases, ...components]) {
      if (!entry.value.startsWith("/") || isTemplated(entry.value)) continue;
      const uri = joinUri(root.directory.replace(/^([a-z+.-]+:\/\/[^/]*).*$/i, "$1/"), entry.value);
      // An absolute path of a file inside the directory works, though on this machine only.
      if (index.hasFile(uri) && isWithin(uri, root.directory)) continue;
      const inside = index.folders
        .map((folder) => joinUri(folder, entry.value))
        .find((each) => index.hasFile(each) || index.hasDirectory(each));
      const target = index.hasFile(uri) || index.hasDirectory(uri) ? uri : inside;
      const relative = target && relativePath(root.directory, target);
      const advice = relative ? `Write \`${relative}\`.` : "Write it as seen from this directory.";
      const message = `kustomize refuses the absolute path \`${entry.value}\`. ${advice}`;
      yield { span: spanOf(entry), message, fixes: relative ? [replaceWith(entry, relative)] : [] };
    }
  },
});
