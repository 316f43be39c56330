import assert from "node:assert/strict";
import { commands, workspace } from "vscode";
import { answerDialogs } from "../clusterEditor.ts";
import { open } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";
import { seen } from "../steps.ts";

/** In the examples as a workspace that the user does not trust, with a kubeconfig that works. */
export const run = editorSuite([
  {
    title: "a workspace that is not trusted is told why it gets no cluster, and none is connected",
    run: async (editor) => {
      assert.equal(workspace.isTrusted, false);
      await open("argocd/applications/storefront-production.yaml");
      await commands.executeCommand("gitops.cluster.applications.focus");
      await seen(editor, ".welcome-view", /trusted workspaces only/);
      const dialogs = answerDialogs(() => undefined);
      try {
        await commands.executeCommand("gitops.cluster.connect", "bookshop");
      } finally {
        dialogs.restore();
      }
      assert.match(dialogs.asked[0]?.message ?? "", /trusted workspaces only/);
      assert.ok(!(await editor.texts(".statusbar-item")).some((text) => text.includes("bookshop")));
    },
  },
]);
