import { env, type Uri } from "vscode";
import type { EditorWindow } from "./editorSuite.ts";
import { focusApplications, lineLabels, openLine, seen, until } from "./steps.ts";

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

const menuItem = ".monaco-menu .action-item";
const focusedLine = ".split-view-view .monaco-list:focus .monaco-list-row.focused .label-name";

/** Opens the page of a resource by the menu of its line below its Application, as a user does. */
export async function openFromTree(editor: EditorWindow, application: string, resource: string): Promise<void> {
  await openLine(editor, application, new RegExp(`/${application}\\.yaml$`));
  await focusApplications(editor);
  await seen(editor, focusedLine, new RegExp(`^${application}$`));
  await editor.press("ArrowRight");
  await seen(editor, lineLabels, new RegExp(`^${resource}$`));
  await openLine(editor, resource, /\/base\/[\w-]+\.yaml$/);
  // Not with the keyboard: a view that is refreshed may put its cursor elsewhere.
  await editor.click(lineLabels, resource, "right");
  const title = "Open in Argo CD";
  await seen(editor, menuItem, new RegExp(`^${title}$`));
  const chosen = () => editor.texts(`${menuItem}.focused`);
  await until(
    `${title} under the cursor`,
    async () => {
      await editor.press("ArrowDown");
      return (await chosen()).some((text) => text.trim() === title);
    },
    chosen,
  );
  await editor.press("Enter");
}
