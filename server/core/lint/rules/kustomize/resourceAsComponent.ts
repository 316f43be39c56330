import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { kustomizeRootAt } from "../../../graph/kustomize/kustomizeRoot.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { moveEntry } from "./moveEntry.ts";
import { spanOf } from "./wording.ts";

/** `components` takes directories whose kustomization file is of kind Component (kustomize target.accumulateDirectory). */
export const resourceAsComponent = kustomizeRule({
  id: "KZ-RES-AS-COMPONENT",
  summary: "Something that is no Component is listed under `components`.",
  severity: "error",
  needs: "content",
  fields: ["components"],
  *check({ root, index, text }) {
    for (const entry of root.fields.components) {
      const found = targetOfEntry(entry.value, root, index);
      const target = found.type === "directory" ? kustomizeRootAt(found.uri, index) : undefined;
      if (!target || target.isComponent) continue;
      const message = `\`${entry.value}\` is a Kustomization, but \`components\` takes only kind \`Component\`. List it under \`resources\`, or make it a Component.`;
      yield {
        span: spanOf(entry),
        message,
        fixes: moveEntry({ root, text, entry, from: "components", to: "resources" }),
      };
    }
  },
});
