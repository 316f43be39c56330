import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { commands } from "vscode";
import { eventually, extension, findings, open, textOfScheme } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** In the examples, with the package installed as a user would; nothing runs from the project's folder. */
export const run = editorSuite([
  {
    title: "the installed package activates and validates",
    run: async () => {
      await eventually("the extension is active", () => extension().isActive || undefined);
      assert.match(extension().extensionPath, /extensions.gitops-authoring\.gitops-authoring-\d/);
      const { document } = await open("broken/application-unknown-field.yaml");
      await eventually("a finding", () => findings(document.uri)[0]);
    },
  },
  {
    title: "the installed package renders without any installed program",
    run: async () => {
      await open("applications/storefront/overlays/production/kustomization.yaml");
      await commands.executeCommand("gitops.previewOverlay");
      await eventually("the preview", () => /replicas: 3/.exec(textOfScheme("gitops-rendered") ?? "") ?? undefined);
    },
  },
  {
    title: "the installed package carries the licenses of what is inside and no node_modules",
    run: async () => {
      assert.ok(existsSync(join(extension().extensionPath, "dist", "THIRD-PARTY-NOTICES.txt")));
      assert.ok(!existsSync(join(extension().extensionPath, "node_modules")));
    },
  },
]);
