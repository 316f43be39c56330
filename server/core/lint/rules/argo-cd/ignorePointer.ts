import { spanOf } from "../kustomize/wording.ts";
import { applicationRule } from "./argoRule.ts";
import { mappingsAt, replaceText, textsAt } from "./fields.ts";

/** What is no JSON pointer points nowhere and ignores nothing (argo-cd util/argo/normalizers, RFC 6901). */
export const ignorePointer = applicationRule({
  id: "ARGO-IGN-POINTER",
  summary: "A JSON pointer of `ignoreDifferences` is none.",
  severity: "warning",
  *check({ spec }) {
    for (const entry of mappingsAt(spec, "ignoreDifferences")) {
      for (const pointer of textsAt(entry, "jsonPointers")) {
        const { value } = pointer;
        if (!value.startsWith("/")) {
          const isDotted = /^\.?[A-Za-z]\w*(?:[./]\w+)*$/.test(value);
          const fixed = isDotted ? `/${value.replace(/^\./, "").replaceAll(".", "/")}` : undefined;
          const advice = fixed ? ` Write \`${fixed}\`.` : "";
          const message = `A JSON pointer starts with a slash; \`${value}\` matches no field, so no difference is ignored.${advice}`;
          yield { span: spanOf(pointer), message, fixes: fixed ? [replaceText(pointer, fixed)] : [] };
        } else if (/~(?![01])/.test(value)) {
          const message = `In a JSON pointer \`~\` is written \`~0\` (and \`/\` in a key \`~1\`); \`${value}\` matches no field, so no difference is ignored.`;
          yield { span: spanOf(pointer), message, fixes: [replaceText(pointer, value.replaceAll(/~(?![01])/g, "~0"))] };
        }
      }
    }
  },
});
