import assert from "node:assert/strict";
import { ConfigurationTarget, commands, workspace } from "vscode";
import { open } from "../editor.ts";
import { type EditorWindow, editorSuite } from "../editorSuite.ts";
import { question } from "../quickInput.ts";
import { seen, seenNotification, statusBar, until } from "../steps.ts";

/** The question that names a context, once it is asked. */
function requestFor(editor: EditorWindow, context: string): Promise<string> {
  return seenNotification(editor, new RegExp(`asks to connect to ${context} `));
}

async function answer({ click }: EditorWindow, button: string): Promise<void> {
  await click(".notification-list-item .monaco-button", button);
}

/** Whether anything asks for a connection. */
async function isAsking({ texts }: EditorWindow): Promise<boolean> {
  await commands.executeCommand("notifications.showList");
  return (await texts(".notification-list-item")).some((text) => text.includes("asks to connect"));
}

/** Whether the status bar shows a connection. */
async function isConnected({ texts }: EditorWindow): Promise<boolean> {
  return (await texts(statusBar)).some((text) => text.includes("bookshop"));
}

/** The server answers in order, so that what it was asked at the start has been answered when it shows the contexts. */
async function untilStarted(editor: EditorWindow): Promise<void> {
  const picked = commands.executeCommand("gitops.cluster.connect");
  await question(editor, /bookshop-production/, /unreachable/, /with-login/);
  await editor.press("Escape");
  await picked;
}

function wish(context: string): Thenable<void> {
  const settings = workspace.getConfiguration("gitops.cluster");
  return settings.update("connectOnOpen", context, ConfigurationTarget.Workspace);
}

const manifest = "clusters/production/infrastructure.yaml";

/** In the examples, with a workspace setting that names a context of the kubeconfig. */
export const run = editorSuite(
  [
    {
      title: "a workspace that wants a connection is asked for first, with the server it goes to",
      run: async (editor) => {
        await open(manifest);
        assert.match(await requestFor(editor, "bookshop"), /https:\/\/127\.0\.0\.1:\d+/);
        assert.equal(await isConnected(editor), false);
        await answer(editor, "Connect");
        await seen(editor, statusBar, /bookshop/);
        await until("the answer in the memory", () => editor.isStored('connectOnOpen.accepted":"bookshop"'));
      },
    },
  ],
  [
    {
      title: "what was accepted holds when the window opens again, without another question",
      run: async (editor) => {
        await open(manifest);
        await seen(editor, statusBar, /bookshop/);
        assert.equal(await isAsking(editor), false);
        await wish("bookshop-production");
      },
    },
  ],
  [
    {
      title: "another context in the setting is asked for anew, and can be refused for good",
      run: async (editor) => {
        await open(manifest);
        await requestFor(editor, "bookshop-production");
        assert.equal(await isConnected(editor), false);
        await answer(editor, "Never in This Workspace");
        await until("the answer in the memory", () => editor.isStored("not bookshop-production"));
      },
    },
  ],
  [
    {
      title: "what was refused stays refused when the window opens again, without another question",
      run: async (editor) => {
        await open(manifest);
        await untilStarted(editor);
        assert.deepEqual([await isAsking(editor), await isConnected(editor)], [false, false]);
        await wish("bookshop");
      },
    },
  ],
  [
    {
      title: "a context that was accepted before another one was refused is asked for again",
      run: async (editor) => {
        await open(manifest);
        await requestFor(editor, "bookshop");
        assert.equal(await isConnected(editor), false);
      },
    },
  ],
);
