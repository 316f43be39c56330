import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { mappingsAt, replaceText, textAt } from "./fields.ts";

/** The group is compared with that of objects, which has no version (argo-cd v1alpha1 ResourceIgnoreDifferences.Group). */
export const ignoreGroup = applicationRule({
  id: "ARGO-IGN-GROUP",
  summary: "The group of an entry of `ignoreDifferences` has a version.",
  severity: "warning",
  *check({ spec }) {
    for (const entry of mappingsAt(spec, "ignoreDifferences")) {
      const group = textAt(entry, "group");
      const found = /^(?:([a-z0-9.-]+)\/)?v\d+(?:(?:alpha|beta)\d+)?$/.exec(group?.value ?? "");
      if (!group || !found) continue;
      const [, name = ""] = found;
      const right = name === "" ? 'the group of the core API is `""`' : `write \`${name}\``;
      const message = `\`group\` is a group without version, and no object is in a group \`${group.value}\`, so no difference is ignored: ${right}.`;
      yield {
        span: spanOf(group),
        message,
        fixes: [name === "" ? { ...replaceText(group, name), title: 'Change to `""`' } : replaceText(group, name)],
      };
    }
  },
});
