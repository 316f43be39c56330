import { isPatchFile } from "../../../graph/kustomize/partialDocuments.ts";
import { itemsAt, pairOf, valueAt } from "../../../manifest/node.ts";
import { closest } from "../../../schema/suggest.ts";
import { mappingAt, plainStringAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";

const generators = "generators.external-secrets.io";

/** Generators work in `dataFrom` only (StoreSourceRef.GeneratorRef), and have to exist. */
export const generatorReference = externalSecretRule({
  id: "ES-GENREF",
  summary: "A generator is used where none works, or is not in the workspace.",
  severity: "error",
  needs: "structure",
  *check({ spec, index, manifest, partial }) {
    for (const item of itemsAt(spec, "data")) {
      const reference = pairOf(valueAt(item, "sourceRef"), "generatorRef");
      if (!reference) continue;
      const message =
        "A generator does nothing under `data`, and no value is found. Use it in `dataFrom`: `sourceRef: {generatorRef: …}`.";
      yield { at: reference.key, message };
    }
    if (!index.complete || partial || isPatchFile(manifest.uri, index)) return;
    const references = itemsAt(spec, "dataFrom").flatMap((item) => mappingAt(item, "sourceRef", "generatorRef") ?? []);
    if (references.length === 0) return;
    // A repository that declares no generator at all is not where they are kept.
    const known = index.objects({ group: generators });
    if (known.length === 0) return;
    for (const reference of references) {
      const kind = plainStringAt(reference, "kind")?.value;
      const name = plainStringAt(reference, "name");
      if (!kind || !name) continue;
      const ofKind = known.filter((each) => each.gvk.kind === kind).map((each) => each.name);
      if (ofKind.length === 0 || ofKind.some((each) => each === name.value || each.includes("${"))) continue;
      const near = closest(name.value, ofKind);
      const question = near === undefined ? "" : ` Did you mean \`${near}\`?`;
      const edits = [{ span: { start: name.start, end: name.end }, newText: near ?? "" }];
      yield {
        at: name,
        severity: "warning",
        message: `No ${kind} \`${name.value}\` in this workspace. Until it exists no Secret is made.${question}`,
        fixes: near === undefined ? [] : [{ title: `Change to \`${near}\``, edits, preferred: true }],
      };
    }
  },
});
