import { asString, valueAt } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { isSetAt } from "../objectRule.ts";
import { releaseRule } from "./fluxRule.ts";

/** Helm allows names of releases this long; longer ones are cut and get a hash (helm-controller GetReleaseName). */
const longestName = 53;

/** The name that Helm uses differs from the one written, so that `helm` commands and labels do too. */
export const releaseName = releaseRule({
  id: "HR-RELNAME-LEN",
  summary: "The name of a Helm release is too long and gets shortened.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root, name } }) {
    const namespace = asString(valueAt(root, "spec", "targetNamespace"));
    if (!name || isSetAt(root, "spec", "releaseName") || isTemplated(name.value + (namespace?.value ?? ""))) return;
    const release = namespace && namespace.value !== "" ? `${namespace.value}-${name.value}` : name.value;
    if (release.length <= longestName) return;
    const message = `The release would be called \`${release}\`, which has ${release.length} characters; Helm takes ${longestName}. Flux cuts it and adds a hash. Set \`spec.releaseName\` to a name you choose.`;
    yield { at: name, message };
  },
});
