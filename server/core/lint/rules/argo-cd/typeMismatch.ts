import { kustomizationFileNames } from "../../../manifest/manifest.ts";
import { pairOf } from "../../../manifest/node.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { ownDirectory } from "./ownDirectory.ts";
import { sourcesOf, toolsOf } from "./sources.ts";

const needed = {
  helm: { files: ["Chart.yaml"], what: "no `Chart.yaml`", tool: "Helm" },
  kustomize: { files: kustomizationFileNames, what: "no kustomization file", tool: "kustomize" },
} as const;

/** The tool that a source asks for is used whatever the directory holds (ApplicationSource.ExplicitType). */
export const typeMismatch = applicationRule({
  id: "ARGO-TYPE-MISMATCH",
  summary: "A source asks for a tool that can't render its directory.",
  severity: "error",
  needs: "structure",
  *check({ spec, index }) {
    for (const { node } of sourcesOf(spec)) {
      const [tool, ...others] = toolsOf(node);
      const pair = tool === undefined ? undefined : pairOf(node, tool);
      if (!pair || others.length > 0 || (tool !== "helm" && tool !== "kustomize")) continue;
      const directory = ownDirectory(node, index);
      const { files, what, tool: name } = needed[tool];
      if (!directory || index.children(directory.uri).some((child) => files.some((file) => file === child))) continue;
      const message = `The directory of this source has ${what}, but \`${tool}\` makes Argo CD render it with ${name}, which fails. Change the path, or remove \`${tool}\`.`;
      yield { span: spanOf(pair.key), message, severity: directory.isSameRevision ? "error" : "warning" };
    }
  },
});
