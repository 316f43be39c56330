import type { Manifest } from "../../../manifest/manifest.ts";
import { asString, type ScalarNode, valueAt } from "../../../manifest/node.ts";
import { parseYamlFile } from "../../../manifest/parseYamlFile.ts";
import { isTemplated } from "../../../text/templated.ts";
import type { Fix } from "../../finding.ts";
import { releaseRule } from "./fluxRule.ts";

/** Anything but a mapping is dropped without a word (helm-controller api v2 HelmRelease.GetValues). */
export const valuesText = releaseRule({
  id: "HR-VALUES-TEXT",
  summary: "The values of a HelmRelease are text or a list, which Flux ignores.",
  severity: "warning",
  needs: "document",
  *check({ manifest }) {
    const values = valueAt(manifest.root, "spec", "values");
    if (!values || values.type === "mapping" || values.type === "alias") return;
    if (values.type === "sequence") {
      const message = "`values` is a list. Flux reads a mapping only and ignores anything else without a word.";
      yield { at: { start: values.start, end: values.start + 1 }, message };
      return;
    }
    if (values.value === null || isTemplated(String(values.value))) return;
    const message =
      "`values` is text. Flux reads a mapping only and ignores anything else without a word. Write the values as YAML below `values:`.";
    yield { at: { start: values.start, end: values.start + 1 }, message, fixes: unwrap(values, manifest) };
  },
});

/** Takes away the `|` of a block whose text is a mapping. */
function unwrap(values: ScalarNode, { document }: Manifest): readonly Fix[] {
  const text = asString(values)?.value ?? "";
  const [inner, ...more] = parseYamlFile("", text).entries.map((entry) => entry.document);
  if (values.style !== "literal" || more.length > 0 || inner?.root?.type !== "mapping") return [];
  if (inner.problems.length > 0) return [];
  const header = /^\|[-+\d]*/.exec(document.text.slice(values.start, values.end))?.[0] ?? "";
  const start = document.text.slice(0, values.start).trimEnd().length;
  const span = { start, end: values.start + header.length };
  return [{ title: "Write the values as YAML", edits: [{ span, newText: "" }], preferred: true }];
}
