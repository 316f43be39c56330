import assert from "node:assert/strict";
import { languages, type TextDocument } from "vscode";
import { completions, eventually, hoverText, labelOf, openText, positionOf } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

const application = [
  "apiVersion: argoproj.io/v1alpha1",
  "kind: Application",
  "metadata: { name: shop, namespace: argocd }",
  "spec:",
  "  projekt: default",
  "  source: { repoURL: https://example.com/shop, path: [] }",
  "  $0",
  "",
].join("\n");

const withSchemaComment = `# yaml-language-server: $schema=https://schemas.example.com/application.json\n${application}`;

function messages(document: TextDocument): readonly string[] {
  return languages.getDiagnostics(document.uri).map(({ source, message }) => `${source}: ${message}`);
}

/** In the examples, with an extension of the name of the Red Hat YAML extension that answers everywhere. */
export const run = editorSuite([
  {
    title: "what the YAML extension reports is not reported again, everything else still is",
    run: async () => {
      const { document } = await openText(withSchemaComment);
      await eventually("our finding elsewhere", () => messages(document).find((each) => /^GitOps: .*path/.test(each)));
      // The two may come in any order; ours gives way as soon as the other one is there.
      const onField = await eventually("one report", () => {
        const seen = messages(document).filter((each) => each.includes("projekt"));
        return seen.length === 1 ? seen : undefined;
      });
      assert.deepEqual(onField, ["yaml-schema: somewhere: Property projekt is not allowed."]);
    },
  },
  {
    title: "what the YAML extension offers is not offered again, everything else still is",
    run: async () => {
      const { document, cursor } = await openText(withSchemaComment);
      const labels = (await completions(document, cursor)).map(labelOf);
      assert.equal(labels.filter((label) => label === "destination").length, 1, labels.join());
      assert.ok(labels.includes("syncPolicy"), `${labels.join()} ${messages(document).join()}`);
      assert.equal(await hoverText(document, positionOf(document, "repoURL")), "the neighbour's hover");
    },
  },
]);
