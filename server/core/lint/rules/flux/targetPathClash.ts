import { itemsAt } from "../../../manifest/node.ts";
import { isSetAt, plainStringAt } from "../objectRule.ts";
import { releaseRule } from "./fluxRule.ts";

/** `values` are merged once more at the very end (fluxcd/pkg/chartutil values.go), so which one wins depends on the path. */
export const targetPathClash = releaseRule({
  id: "FLUX-HR-TARGETPATH-CLASH",
  summary: "A value of a HelmRelease comes from two places.",
  severity: "warning",
  needs: "document",
  *check({ manifest: { root } }) {
    const paths = itemsAt(root, "spec", "valuesFrom").flatMap((item) => plainStringAt(item, "targetPath") ?? []);
    for (const [at, path] of paths.entries()) {
      // Indexes and escapes address what keys alone cannot.
      if (/[[\]\\]/.test(path.value)) continue;
      if (isSetAt(root, "spec", "values", ...path.value.split("."))) {
        const message = `\`${path.value}\` is set in \`values\` too, and which of the two wins depends on how deep it is. Remove one of them.`;
        yield { at: path, message };
      } else if (paths.slice(at + 1).some(({ value }) => value === path.value)) {
        const message = `A later entry of \`valuesFrom\` sets \`${path.value}\` as well, and the later one wins. Remove one of them.`;
        yield { at: path, message };
      }
    }
  },
});
