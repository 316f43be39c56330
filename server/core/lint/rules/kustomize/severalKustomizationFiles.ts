import { kustomizationFileNames } from "../../../manifest/manifest.ts";
import { baseName } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";

/** kustomize refuses a directory with more than one of its file names (target.LoadKustFile). */
export const severalKustomizationFiles = kustomizeRule({
  id: "KZ-MULTI-FILE",
  summary: "A directory holds several kustomization files.",
  severity: "error",
  needs: "structure",
  *check({ root, index, text }) {
    const own = baseName(root.uri);
    const others = kustomizationFileNames.filter((name) => name !== own && index.hasFile(`${root.directory}/${name}`));
    if (others.length === 0) return;
    const names = others.map((name) => `\`${name}\``).join(" and ");
    const start = root.fields.root.start;
    const end = text.indexOf("\n", start);
    yield {
      span: { start, end: end < 0 ? text.length : end },
      message: `This directory also holds ${names}. kustomize refuses several kustomization files in one directory: keep one.`,
      fixes: others.map((name) => ({
        title: `Delete \`${name}\``,
        edits: [],
        files: [{ type: "delete", uri: `${root.directory}/${name}` }],
      })),
    };
  },
});
