import { commands, ViewColumn, window, workspace } from "vscode";
import { eventually, fileUri, findings, open, positionOf, replace, select, textOfScheme } from "../editor.ts";
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
  {
    title: "completion, hover and quick fixes are on screen",
    run: async ({ picture, press, texts }) => {
      await commands.executeCommand("workbench.action.closeAllEditors");
      await commands.executeCommand("vscode.setEditorLayout", { orientation: 0, groups: [{}] });
      const file = await open("clusters/production/infrastructure.yaml");
      select(positionOf(file.document, "prune:").translate(0, 2));
      await commands.executeCommand("editor.action.showHover");
      await eventually("the hover", async () =>
        (await texts(".monaco-hover")).find((text) => text.includes("boolean")),
      );
      await picture("hover", 480);
      await press("Escape");
      await replace(file.document, "  prune: true\n", "  \n");
      select(positionOf(file.document, "  \n").translate(0, 2));
      await press("Control+Space");
      await eventually("the list", async () =>
        (await texts(".suggest-widget .monaco-list-row")).find((row) => row.includes("prune")),
      );
      await press("Control+Space");
      await eventually("the documentation beside it", async () =>
        (await texts(".suggest-details")).find((text) => text !== ""),
      );
      await picture("completion", 560);
      await press("Escape");
      await press("Escape");
      await commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
      const broken = await open("broken/flux-kustomization-unknown-field.yaml");
      const [finding] = await eventually("a finding", () => {
        const seen = findings(broken.document.uri);
        return seen.length > 0 ? seen : undefined;
      });
      if (finding !== undefined) select(finding.range.start.translate(0, 2));
      await commands.executeCommand("editor.action.quickFix");
      await eventually("the menu", async () =>
        (await texts(".action-widget")).find((text) => text.includes("dependsOn")),
      );
      await picture("quick-fix", 440);
      await press("Escape");
    },
  },
]);
