import { commands, env, type Uri } from "vscode";
import { lineLabels, openLine, until } from "./clusterEditor.ts";
import type { EditorWindow } from "./editorSuite.ts";

/** Takes the place of the browser: the addresses that would have been opened, decoded, in their order. */
export function openedPages(): { readonly urls: readonly string[]; readonly restore: () => void } {
  const urls: string[] = [];
  const original = env.openExternal;
  const value = (uri: Uri) => Promise.resolve(urls.push(uri.toString(true)) > 0);
  Object.defineProperty(env, "openExternal", { value, configurable: true, writable: true });
  const restore = () =>
    Object.defineProperty(env, "openExternal", { value: original, configurable: true, writable: true });
  return { urls, restore };
}

/** Opens the page of a resource by the menu of its line below its Application, as a user does. */
export async function openFromTree(editor: EditorWindow, application: string, resource: string): Promise<void> {
  await openLine(editor, application, new RegExp(`/${application}\\.yaml$`));
  await commands.executeCommand("gitops.cluster.applications.focus");
  await editor.press("ArrowRight");
  await until(resource, async () => (await editor.texts(lineLabels)).includes(resource));
  await openLine(editor, resource, /\/base\/[\w-]+\.yaml$/);
  await commands.executeCommand("gitops.cluster.applications.focus");
  await editor.press("Shift+F10");
  await editor.click(".monaco-menu .action-label", "Open in Argo CD");
}
