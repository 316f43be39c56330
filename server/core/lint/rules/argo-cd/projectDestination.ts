import { stringAt } from "../../../manifest/node.ts";
import { scalarText } from "../../../schema/edits.ts";
import { isTemplated } from "../../../text/templated.ts";
import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { isGiven, mappingAt, textAt } from "./fields.ts";
import { addToProject, permitsDestination, projectOf } from "./project.ts";

const own = { name: "in-cluster", server: "https://kubernetes.default.svc" };

/** Cluster and namespace have to be ones that the project allows (argo-cd util/argo ValidatePermissions). */
export const projectDestination = applicationRule({
  id: "ARGO-PROJ-DEST",
  summary: "The project of an Application does not allow its destination.",
  severity: "warning",
  judgesAbsence: true,
  *check({ spec, index }) {
    const destination = mappingAt(spec, "destination");
    const name = textAt(destination, "name");
    const server = textAt(destination, "server");
    const written = server ?? name;
    const namespace = stringAt(destination, "namespace")?.value ?? "";
    if (!written || (isGiven(destination, "name") && isGiven(destination, "server")) || isTemplated(namespace)) return;
    const project = projectOf(spec, index);
    if (!project) return;
    const place = {
      // The cluster of Argo CD has this address, but may have been given any name.
      server: name?.value === own.name ? own.server : server?.value.replace(/\/+$/, ""),
      name: name?.value,
      namespace,
    };
    if (permitsDestination(project.spec, place) !== false) return;
    const where = namespace === "" ? "without a namespace" : `and namespace \`${namespace}\``;
    const message = `Project \`${project.name}\` does not allow cluster \`${written.value}\` ${where}, and Argo CD refuses the Application. Add them to \`destinations\` of the project, or deploy to a place that it allows.`;
    const cluster = `${server ? "server" : "name"}: ${scalarText(written.value)}`;
    yield {
      span: spanOf(written),
      message,
      get fixes() {
        return namespace === ""
          ? []
          : addToProject(project, "destinations", [cluster, `namespace: ${scalarText(namespace)}`], index);
      },
    };
  },
});
