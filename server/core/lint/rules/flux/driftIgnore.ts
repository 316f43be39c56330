import { asString, itemsAt } from "../../../manifest/node.ts";
import { isTemplated } from "../../../text/templated.ts";
import { releaseRule } from "./fluxRule.ts";

/** Paths are JSON pointers (helm-controller IgnoreRule.Paths); others match nothing. */
export const driftIgnore = releaseRule({
  id: "HR-DRIFT-IGNORE",
  summary: "A path that drift detection is to ignore is no JSON pointer.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root } }) {
    const rules = itemsAt(root, "spec", "driftDetection", "ignore");
    for (const item of rules.flatMap((rule) => itemsAt(rule, "paths"))) {
      const path = asString(item);
      if (!path || isTemplated(path.value) || path.value === "" || path.value.startsWith("/")) continue;
      const pointer = pointerOf(path.value);
      const message = `\`${path.value}\` is no JSON pointer, so nothing is ignored. Write it with slashes, for example \`${pointer ?? "/spec/replicas"}\`.`;
      const edits = [{ span: { start: path.start, end: path.end }, newText: pointer ?? "" }];
      yield {
        at: path,
        message,
        fixes: pointer === undefined ? [] : [{ title: `Change to \`${pointer}\``, edits, preferred: true }],
      };
    }
  },
});

/** What was meant by a path of plain keys; keys with dots or brackets leave more than one reading. */
function pointerOf(path: string): string | undefined {
  if (/^\.?[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(path)) return `/${path.replace(/^\./, "").replaceAll(".", "/")}`;
  return /^[A-Za-z]\w*(?:\/[\w-]+)*$/.test(path) ? `/${path}` : undefined;
}
