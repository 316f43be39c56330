import { commands, ViewColumn, window, workspace } from "vscode";
import { eventually, fileUri, findings, open, positionOf, replace, select, textOfScheme } from "../editor.ts";
import { type EditorWindow, editorSuite } from "../editorSuite.ts";
import { pressInEditor, seen, until } from "../steps.ts";

/**
 * Opens the menu of fixes. The editor gives a request for it up when it looks for fixes by itself, a moment after the
 * cursor has moved (VS Code 1.139, CodeActionOracle: 250 ms): then one asks again.
 */
async function showFixes({ texts }: EditorWindow): Promise<void> {
  await until("the menu of fixes", async () => {
    await commands.executeCommand("editor.action.quickFix");
    const isShown = async () => (await texts(".action-widget")).length > 0;
    for (let tries = 0; tries < 60 && !(await isShown()); tries++)
      await new Promise((resolve) => setTimeout(resolve, 50));
    return isShown();
  });
}

/** In the examples: what the extension is about in one picture, the README's first and that of `npm start -- --shot`. */
export const run = editorSuite([
  {
    title: "findings of a broken file and the rendered preview of an overlay are on screen together",
    run: async (editor) => {
      await commands.executeCommand("workbench.action.closeSidebar");
      await commands.executeCommand("vscode.setEditorLayout", {
        orientation: 0,
        groups: [{ size: 0.5, groups: [{ size: 0.45 }, { size: 0.55 }] }, { size: 0.5 }],
      });
      const broken = await workspace.openTextDocument(fileUri("broken/application-unknown-field.yaml"));
      await window.showTextDocument(broken, { viewColumn: ViewColumn.One, preview: false });
      await eventually("a finding", () => findings(broken.uri)[0]);
      const overlay = await workspace.openTextDocument(
        fileUri("applications/storefront/overlays/production/kustomization.yaml"),
      );
      await window.showTextDocument(overlay, { viewColumn: ViewColumn.Two, preview: false });
      await commands.executeCommand("gitops.previewOverlay");
      await eventually(
        "the rendered overlay",
        () => /kind: Deployment/.exec(textOfScheme("gitops-rendered") ?? "") ?? undefined,
      );
      await seen(editor, ".view-lines", /namespace: storefront-production/);
      await window.showTextDocument(broken, { viewColumn: ViewColumn.One, preview: false });
      select(positionOf(broken, "targetRevison").translate(0, 3));
      await commands.executeCommand("editor.action.showHover");
      await seen(editor, ".squiggly-error");
      await seen(editor, ".monaco-hover", /targetRevision/);
      await editor.picture("overview");
    },
  },
  {
    title: "completion, hover and quick fixes are on screen",
    run: async (editor) => {
      await commands.executeCommand("workbench.action.closeAllEditors");
      await commands.executeCommand("vscode.setEditorLayout", { orientation: 0, groups: [{}] });
      const file = await open("clusters/production/infrastructure.yaml");
      select(positionOf(file.document, "prune:").translate(0, 2));
      await commands.executeCommand("editor.action.showHover");
      await seen(editor, ".monaco-hover", /boolean/);
      await editor.picture("hover", 480);
      await pressInEditor(editor, "Escape");
      await replace(file.document, "  prune: true\n", "  \n");
      select(positionOf(file.document, "  \n").translate(0, 2));
      await pressInEditor(editor, "Control+Space");
      await seen(editor, ".suggest-widget .monaco-list-row", /prune/);
      await pressInEditor(editor, "Control+Space");
      await seen(editor, ".suggest-details", /./);
      await editor.picture("completion", 560);
      await pressInEditor(editor, "Escape");
      await pressInEditor(editor, "Escape");
      await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      const broken = await open("broken/flux-kustomization-unknown-field.yaml");
      const [finding] = await eventually("a finding", () => {
        const seen = findings(broken.document.uri);
        return seen.length > 0 ? seen : undefined;
      });
      if (finding !== undefined) select(finding.range.start.translate(0, 2));
      await seen(editor, ".squiggly-error");
      await showFixes(editor);
      await seen(editor, ".action-widget", /dependsOn/);
      await editor.picture("quick-fix", 440);
      await editor.press("Escape");
    },
  },
]);
