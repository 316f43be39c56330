import { commands, ViewColumn, window, workspace } from "vscode";
import { eventually, fileUri, findings, positionOf, select, textOfScheme } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** In the examples: what the extension is about in one picture, the README's first and that of `npm start -- --shot`. */
export const run = editorSuite([
  {
    title: "findings of a broken file and the rendered preview of an overlay are on screen together",
    run: async ({ picture, texts }) => {
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
      await eventually("the preview on screen", async () =>
        (await texts(".view-lines")).find((lines) => /storefront-production/.test(lines.replaceAll("\u00a0", " "))),
      );
      await window.showTextDocument(broken, { viewColumn: ViewColumn.One, preview: false });
      select(positionOf(broken, "targetRevison").translate(0, 3));
      await commands.executeCommand("editor.action.showHover");
      await eventually("the underlined place", async () =>
        (await texts(".squiggly-error")).length > 0 ? true : undefined,
      );
      await picture("overview");
    },
  },
]);
