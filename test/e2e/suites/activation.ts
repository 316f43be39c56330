import assert from "node:assert/strict";
import { commands, workspace } from "vscode";
import { eventually, extension, open } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** In the examples, with nothing configured. */
export const run = editorSuite([
  {
    title: "a folder with kustomization files starts the extension and its language server",
    run: async () => {
      await eventually("the extension is active", () => extension().isActive || undefined);
      const api = await extension().activate();
      assert.ok(typeof api === "object" && api !== null && "ready" in api);
      await api.ready;
      assert.ok((await commands.getCommands()).includes("gitops.showLog"));
    },
  },
  {
    title: "a file named Kustomization is YAML",
    run: async () => {
      const document = await workspace.openTextDocument({ content: "" });
      assert.notEqual(document.languageId, "yaml");
      const { document: kustomization } = await open("applications/catalog/base/kustomization.yaml");
      assert.equal(kustomization.languageId, "yaml");
    },
  },
]);
