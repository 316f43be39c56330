import assert from "node:assert/strict";
import { type CodeLens, commands, TabInputTextDiff, window, workspace } from "vscode";
import { eventually, fileUri, findings, open, replace, textOfScheme } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

const overlay = "applications/storefront/overlays/production/kustomization.yaml";

/** The preview's text once it shows this. */
function shown(text: RegExp): Promise<string> {
  return eventually(`${text} in the preview`, () => {
    const preview = textOfScheme("gitops-rendered");
    return preview !== undefined && text.test(preview) ? preview : undefined;
  });
}

/** In the examples, with the embedded engine. */
export const run = editorSuite([
  {
    title: "a kustomization file has a lens that opens its preview",
    run: async () => {
      const { document } = await open(overlay);
      const lenses = await eventually("a lens", async () => {
        const found = await commands.executeCommand<readonly CodeLens[]>(
          "vscode.executeCodeLensProvider",
          document.uri,
          10,
        );
        return found.length > 0 ? found : undefined;
      });
      assert.ok(lenses.some(({ command }) => command?.command === "gitops.previewOverlay"));
    },
  },
  {
    title: "the preview shows the rendered overlay and follows unsaved edits",
    run: async () => {
      const { document } = await open(overlay);
      await commands.executeCommand("gitops.previewOverlay");
      const before = await shown(/^ {2}replicas: 3$/m);
      assert.match(before, /namespace: storefront-production/);
      await replace(document, "count: 3", "count: 7");
      await shown(/^ {2}replicas: 7$/m);
      assert.ok(document.isDirty);
      const saved = await workspace.fs.readFile(document.uri);
      assert.match(new TextDecoder().decode(saved), /count: 3/);
    },
  },
  {
    title: "an unsaved edit of a base changes the preview of the overlay",
    run: async () => {
      await open(overlay);
      const base = await workspace.openTextDocument(fileUri("applications/storefront/base/deployment.yaml"));
      const before = /containerPort: (\d+)/.exec(base.getText())?.[0];
      assert.ok(before);
      await replace(base, before, "containerPort: 4711");
      await shown(/containerPort: 4711/);
      await replace(base, "containerPort: 4711", before);
      await shown(new RegExp(before));
    },
  },
  {
    title: "a mistake is reported on its line and the last good preview stays",
    run: async () => {
      const { document } = await open(overlay);
      await replace(document, "- session-secret.yaml", "- session-sekret.yaml");
      const found = await eventually("the finding", () => {
        const seen = findings(document.uri).filter(({ message }) => message.includes("session-sekret.yaml"));
        return seen.length > 0 ? seen : undefined;
      });
      assert.equal(document.lineAt(found[0]?.range.start.line ?? 0).text, "  - session-sekret.yaml");
      const text = await shown(/session-sekret/);
      assert.match(text, /^kind: Deployment$/m);
      await replace(document, "- session-sekret.yaml", "- session-secret.yaml");
    },
  },
  {
    title: "compare with HEAD shows what the working copy changes in the rendered result",
    run: async ({ picture }) => {
      await commands.executeCommand("workbench.action.closeSidebar");
      await commands.executeCommand("workbench.action.closeEditorsInOtherGroups");
      await open(overlay);
      await commands.executeCommand("gitops.compareWithHead");
      const diff = await eventually("a comparison", () => {
        const input = window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof TabInputTextDiff ? input : undefined;
      });
      const original = await workspace.openTextDocument(diff.original);
      const modified = await workspace.openTextDocument(diff.modified);
      await eventually("both sides", () => (original.getText() && modified.getText() ? true : undefined));
      assert.match(original.getText(), /^ {2}replicas: 3$/m);
      assert.match(modified.getText(), /^ {2}replicas: 7$/m);
      await picture("compare-with-head", 640);
    },
  },
]);
