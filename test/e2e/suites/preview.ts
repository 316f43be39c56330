import assert from "node:assert/strict";
import { type CodeLens, commands, Range, TabInputTextDiff, TextEditorRevealType, window, workspace } from "vscode";
import { eventually, fileUri, findings, open, positionOf, replace, select } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

const overlay = "applications/storefront/overlays/production/kustomization.yaml";

/** The text of the preview that shows this, once there is one. */
function shown(text: RegExp): Promise<string> {
  return eventually(`${text} in a preview`, () =>
    workspace.textDocuments
      .filter(({ uri }) => uri.scheme === "gitops-rendered")
      .map((preview) => preview.getText())
      .find((shownText) => text.test(shownText)),
  );
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
    title: "the preview keeps its scroll position while it follows",
    run: async () => {
      const { document } = await open(overlay);
      const preview = await eventually("the preview's editor", () =>
        window.visibleTextEditors.find((editor) => editor.document.uri.scheme === "gitops-rendered"),
      );
      await eventually(
        "a render without mistakes",
        () =>
          (/^# .* as kustomize builds it/.test(preview.document.getText()) &&
            !/can't build/.test(preview.document.getText())) ||
          undefined,
      );
      const line = preview.document.lineCount - 1;
      preview.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.AtTop);
      const top = await eventually("a place further down", () => {
        const first = preview.visibleRanges[0]?.start.line ?? 0;
        return first > 5 ? first : undefined;
      });
      await replace(document, "count: 7", "count: 8");
      await shown(/^ {2}replicas: 8$/m);
      assert.equal(preview.visibleRanges[0]?.start.line, top);
      await replace(document, "count: 8", "count: 7");
      await shown(/^ {2}replicas: 7$/m);
    },
  },
  {
    title: "a Flux Kustomization has a lens that opens the preview of its path",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const lens = await eventually("a lens", async () => {
        const uri = document.uri;
        const found = await commands.executeCommand<readonly CodeLens[]>("vscode.executeCodeLensProvider", uri, 10);
        return found.find(({ command }) => command?.title.includes("infrastructure/controllers"));
      });
      assert.ok(lens.command?.arguments);
      await commands.executeCommand(lens.command.command, ...lens.command.arguments);
      await shown(/^# infrastructure\/controllers as Flux Kustomization[\s#]+flux-system\/infrastructure-controllers/);
    },
  },
  {
    title: "the preview of a Flux Kustomization shows its variables and patches, and follows unsaved edits of both",
    run: async (editor) => {
      const { document } = await open("clusters/production/monitoring.yaml");
      select(positionOf(document, "./monitoring/controllers"));
      await commands.executeCommand("gitops.previewOverlay");
      await shown(/applies it:[\s#]+2[\s#]+variables (?:.*\n)*^ +- grafana\.shop\.example\.com$/m);
      const settings = await workspace.openTextDocument(fileUri("clusters/production/cluster-settings.yaml"));
      await replace(settings, "shop.example.com", "books.example.com");
      await shown(/^ +- grafana\.books\.example\.com$/m);
      const operation = '{ "op": "add", "path": "/metadata/annotations", "value": { "team": "books" } }';
      const patch = `  patches:\n    - target: { kind: Namespace }\n      patch: '[${operation}]'\n`;
      await replace(document, "  postBuild:\n", `${patch}  postBuild:\n`);
      await shown(/applies it:[\s#]+1[\s#]+patch,[\s#]+2[\s#]+variables (?:.*\n)* +team: books$/m);
      select(positionOf(document, operation));
      await commands.executeCommand("workbench.action.closeSidebar");
      await editor.picture("preview-flux");
      await replace(document, patch, "");
      await replace(settings, "books.example.com", "shop.example.com");
    },
  },
  {
    title: "two rendered overlays are compared side by side",
    run: async () => {
      const overlays = "applications/storefront/overlays";
      const [left, right] = ["staging", "production"].map((name) => fileUri(`${overlays}/${name}`).toString());
      await commands.executeCommand("gitops.compareOverlays", left, right);
      const diff = await eventually("a comparison", () => {
        const input = window.tabGroups.activeTabGroup.activeTab?.input;
        return input instanceof TabInputTextDiff ? input : undefined;
      });
      const sides = [diff.original, diff.modified].map(async (uri) =>
        (await workspace.openTextDocument(uri)).getText(),
      );
      const [staging = "", production = ""] = await Promise.all(sides);
      assert.match(staging, /namespace: storefront-staging/);
      assert.match(production, /namespace: storefront-production/);
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
