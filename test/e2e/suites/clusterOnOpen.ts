import assert from "node:assert/strict";
import { commands } from "vscode";
import { eventually, open } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** In the examples, with a workspace setting that names a context of the kubeconfig. */
export const run = editorSuite([
  {
    title: "a workspace that wants a connection is asked for first, with the server it goes to",
    run: async ({ texts, click }) => {
      await open("clusters/production/infrastructure.yaml");
      await commands.executeCommand("notifications.showList");
      const question = await eventually("the question", async () =>
        (await texts(".notification-list-item")).find((text) => text.includes("asks to connect to bookshop")),
      );
      assert.match(question, /https:\/\/127\.0\.0\.1:\d+/);
      const isInBar = async () => (await texts(".statusbar-item")).some((text) => text.includes("bookshop"));
      assert.equal(await isInBar(), false);
      await click(".notification-list-item .monaco-button", "Connect");
      await eventually("the connection", async () => (await isInBar()) || undefined);
    },
  },
]);
