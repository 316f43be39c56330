import { spanOf } from "../kustomize/wording.ts";
import { listedValues } from "./annotations.ts";
import { projectRule } from "./argoRule.ts";
import { mappingsAt, textAt, textsAt } from "./fields.ts";

/** argo-cd util/rbac ProjectScoped. */
const resources = ["applications", "applicationsets", "repositories", "clusters", "logs", "exec"];
/** argo-cd v1alpha1 validActions and validActionPatterns. */
const actions = /^(?:get|create|update|delete|sync|override|\*)$|(?:action|update|delete)\//;

/** A policy grants something only when it has this form (argo-cd v1alpha1 validatePolicy, util/rbac loadPolicyLine). */
export const projectPolicy = projectRule({
  id: "PROJ-POLICY",
  summary: "A policy of a role does not have the form that it needs.",
  severity: "warning",
  *check({ manifest, spec }) {
    const project = textAt(manifest.root, "metadata", "name")?.value;
    if (project === undefined) return;
    for (const role of mappingsAt(spec, "roles")) {
      const name = textAt(role, "name")?.value;
      if (name === undefined) continue;
      for (const policy of textsAt(role, "policies")) {
        if (policy.value.includes("\n")) continue;
        const problem = problemOf(policy.value, project, name);
        if (!problem) continue;
        const subject = problem.subject === undefined ? undefined : listedValues(policy)[1];
        const fixes = subject && problem.subject !== undefined ? [subject.replace(problem.subject)] : [];
        yield { span: spanOf(policy), message: problem.message, fixes };
      }
    }
  },
});

interface PolicyProblem {
  readonly message: string;
  /** The right subject, where that is all that is wrong. */
  readonly subject?: string;
}

function problemOf(policy: string, project: string, role: string): PolicyProblem | undefined {
  const parts = policy.split(",").map((part) => part.trim());
  const [type, subject = "", resource = "", action = "", object = "", effect = ""] = parts;
  const wanted = `proj:${project}:${role}`;
  if (parts.length !== 6 || type !== "p") {
    const form = `p, ${wanted}, applications, get, ${project}/*, allow`;
    return {
      message: `A policy has six parts, as in \`${form}\`; with this one no policy of the project can be read.`,
    };
  }
  if (subject !== wanted) {
    return {
      message: `The subject of a policy is its own role, here \`${wanted}\`: this one grants nothing to it.`,
      subject: wanted,
    };
  }
  const quiet = "so this policy grants nothing, and Argo CD's API and UI refuse the project.";
  if (!resources.includes(resource))
    return { message: `\`${resource}\` is none of \`${resources.join("`, `")}\`, ${quiet}` };
  if (!actions.test(action)) return { message: `There is no action \`${action}\`, ${quiet}` };
  if (!isObject(object, project))
    return { message: `The object \`${object}\` is not of this project, as \`${project}/*\` is, ${quiet}` };
  if (effect !== "allow" && effect !== "deny")
    return { message: `The last part of a policy is \`allow\` or \`deny\`, not \`${effect}\`, ${quiet}` };
  return undefined;
}

function isObject(object: string, project: string): boolean {
  return object.startsWith(`${project}/`) && /^\/(?:[*\w.-]+\/)?[*\w.-]+$/.test(object.slice(project.length));
}
