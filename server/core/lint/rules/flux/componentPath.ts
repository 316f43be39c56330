import { asString, itemsAt } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { kustomizationRule } from "./fluxRule.ts";

const remote = /^(?:git::|gh:|ssh:\/\/|https?:\/\/|git@|github\.com[:/])./i;
const absolute = /^(?:file:\/\/)?\//i;

/** Components are local directories (fluxcd/pkg/kustomize IsLocalRelativePath). */
export const componentPath = kustomizationRule({
  id: "FLUX-COMPONENT-ABS",
  summary: "A component of a Flux Kustomization is remote or an absolute path.",
  severity: "error",
  needs: "document",
  *check({ manifest: { root } }) {
    for (const item of itemsAt(root, "spec", "components")) {
      const path = asString(item);
      if (!path || isTemplated(path.value) || !(remote.test(path.value) || absolute.test(path.value))) continue;
      const what = remote.test(path.value) ? "a remote address" : "an absolute path";
      const message = `Flux takes components from its source only, but \`${path.value}\` is ${what}: the build fails. Write a path that counts from \`spec.path\`, such as \`../components/name\`.`;
      yield { at: path, message };
    }
  },
});
