import { commands, window } from "vscode";
import { eventually } from "./editor.ts";
import type { EditorWindow } from "./editorSuite.ts";

/** Waits until a condition holds; `what` names it when it never does, with what `instead` gives then. */
export async function until(
  what: string,
  probe: () => boolean | Promise<boolean>,
  instead?: () => unknown,
): Promise<void> {
  await eventually(what, async () => ((await probe()) ? true : undefined), instead);
}

/** Waits until one of the texts at a CSS selector, with single spaces, matches, or any is there; resolves with it. */
export async function seen({ texts }: EditorWindow, selector: string, pattern = /^/): Promise<string> {
  const all = () => calmTexts(texts(selector));
  return eventually(`${pattern} at ${selector}`, async () => (await all()).find((text) => pattern.test(text)), all);
}

/** Waits until none of the texts at a CSS selector, with single spaces, matches. */
export async function gone({ texts }: EditorWindow, selector: string, pattern: RegExp): Promise<void> {
  const all = () => calmTexts(texts(selector));
  await until(
    `no ${pattern} at ${selector}`,
    async () => !(await all()).some((text) => pattern.test(text)),
    async () => (await all()).filter((text) => pattern.test(text)),
  );
}

/**
 * Looks into the list of notifications until one matches; the list stays open. Each look opens it: the editor closes it
 * when the last of the notifications before goes, and shows one that came while it was open nowhere else.
 */
export async function seenNotification(editor: EditorWindow, pattern: RegExp): Promise<string> {
  const all = async () => {
    await commands.executeCommand("notifications.showList");
    return calmTexts(editor.texts(".notification-list-item"));
  };
  return eventually(`a notification ${pattern}`, async () => (await all()).find((text) => pattern.test(text)), all);
}

/** Texts with single spaces, and none around them. */
export async function calmTexts(texts: Promise<readonly string[]>): Promise<readonly string[]> {
  return (await texts).map((text) => text.replaceAll(/\s+/g, " ").trim());
}

/** The text editor that has the focus. */
export const focusedEditor = ".editor-group-container.active .monaco-editor.focused";

/** Presses keys in the text editor that is active, once they go there. */
export async function pressInEditor(editor: EditorWindow, keys: string): Promise<void> {
  await seen(editor, focusedEditor);
  await editor.press(keys);
}

/** Types into the text editor that is active, once the text goes there. */
export async function typeInEditor(editor: EditorWindow, text: string): Promise<void> {
  await seen(editor, focusedEditor);
  await editor.type(text);
}

/** The names of the lines of the views. */
export const lineLabels = ".split-view-view .monaco-list-row .label-name";

/** What the status bar shows. */
export const statusBar = ".statusbar-item";

/** Gives the focus to the view of the applications and waits until keys go to its lines. */
export async function focusApplications(editor: EditorWindow): Promise<void> {
  await commands.executeCommand("gitops.cluster.applications.focus");
  await seen(editor, ".split-view-view .monaco-list:focus");
}

/**
 * Clicks a line of a view until its manifest is open and has the focus: while a cluster is being loaded lines move, and a
 * click may hit another one. Each click gets much time, because what it opens takes the focus whenever it comes.
 */
export async function openLine(editor: EditorWindow, text: string, file: RegExp): Promise<void> {
  const path = () => window.activeTextEditor?.document.uri.path ?? "";
  await until(
    `${file}`,
    async () => {
      await editor.click(lineLabels, text);
      for (let tries = 0; tries < 200 && !file.test(path()); tries++)
        await new Promise((resolve) => setTimeout(resolve, 50));
      return file.test(path());
    },
    path,
  );
  await seen(editor, focusedEditor);
}
