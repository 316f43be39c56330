import { scalarText } from "../../../schema/edits.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { mappingAt, textAt } from "./fields.ts";
import { addToProject, permitsRepository, projectOf } from "./project.ts";
import { sourcesOf } from "./sources.ts";

/** A source has to be one that the project allows (argo-cd util/argo ValidatePermissions). */
export const projectRepository = applicationRule({
  id: "ARGO-PROJ-REPO",
  summary: "The project of an Application does not allow its repository.",
  severity: "warning",
  judgesAbsence: true,
  *check({ spec, index }) {
    const project = projectOf(spec, index);
    if (!project) return;
    const sources = [...sourcesOf(spec).map(({ node }) => node), mappingAt(spec, "sourceHydrator", "syncSource")];
    for (const source of sources) {
      const address = textAt(source, "repoURL");
      if (!address || permitsRepository(project.spec, address.value.replace(/\/+$/, "")) !== false) continue;
      if (permitsRepository(project.spec, address.value) !== false) continue;
      const message = `Project \`${project.name}\` does not allow this repository, and Argo CD refuses the Application. Add it to \`sourceRepos\` of the project, unless it is registered there as a repository of the project.`;
      yield {
        span: spanOf(address),
        message,
        get fixes() {
          return addToProject(project, "sourceRepos", [scalarText(address.value)], index);
        },
      };
    }
  },
});
