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

const menuItems = ".monaco-menu .action-label";

/** Opens the page of a resource by the menu of its line below its Application, as a user does. */
export async function openFromTree(editor: EditorWindow, application: string, resource: string): Promise<void> {
  await openLine(editor, application, new RegExp(`/${application}\\.yaml$`));
  await commands.executeCommand("gitops.cluster.applications.focus");
  await editor.press("ArrowRight");
  await until(resource, async () => (await editor.texts(lineLabels)).includes(resource));
  await openLine(editor, resource, /\/base\/[\w-]+\.yaml$/);
  await commands.executeCommand("gitops.cluster.applications.focus");
  await editor.press("Shift+F10");
  const title = "Open in Argo CD";
  const items = () => editor.texts(menuItems);
  await until(title, async () => (await items()).includes(title));
  // A menu that has just opened takes no click for a moment (VS Code's Menu: 100 ms).
  await until("the end of the menu", async () => {
    if ((await items()).length === 0) return true;
    await editor.click(menuItems, title);
    await new Promise((resolve) => setTimeout(resolve, 300));
    return (await items()).length === 0;
  });
}
