import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { mappingsAt, replaceText, textsAt } from "./fields.ts";

/** The values of these mappings are strings, below which there is nothing: further slashes belong to the key. */
const stringMaps = /^((?:\/spec\/(?:jobTemplate\/spec\/)?template)?\/metadata\/(?:labels|annotations)\/)([^/]+\/.+)$/;

/** A slash inside a key has to be escaped (RFC 6901). */
export const ignorePointerKey = applicationRule({
  id: "ARGO-IGN-POINTER-LABEL",
  summary: "A JSON pointer to a label or annotation has a slash that is not escaped.",
  severity: "warning",
  *check({ spec }) {
    for (const entry of mappingsAt(spec, "ignoreDifferences")) {
      for (const pointer of textsAt(entry, "jsonPointers")) {
        const [, map, key] = stringMaps.exec(pointer.value) ?? [];
        if (map === undefined || key === undefined) continue;
        const fixed = `${map}${key.replaceAll("/", "~1")}`;
        const message = `A slash in a key is written \`~1\` in a JSON pointer; as it is, no difference is ignored. Write \`${fixed}\`.`;
        yield { span: spanOf(pointer), message, fixes: [replaceText(pointer, fixed)] };
      }
    }
  },
});
