import assert from "node:assert/strict";
import { commands, workspace } from "vscode";
import { eventually, extension, fileUri, findings, open } from "../editor.ts";
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
    title: "a file named Kustomization is YAML and a kustomization",
    run: async () => {
      const uri = fileUri("applications/named/Kustomization");
      await workspace.fs.writeFile(uri, new TextEncoder().encode("resourcez: []\n"));
      const { document } = await open("applications/named/Kustomization");
      assert.equal(document.languageId, "yaml");
      await eventually("the finding", () => findings(uri).find(({ message }) => message.includes("resourcez")));
    },
  },
]);
