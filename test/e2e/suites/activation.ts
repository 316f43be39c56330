import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { sep } from "node:path";
import { commands, workspace } from "vscode";
import { eventually, extension, open } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** One line of contactLog.cjs. */
interface Contact {
  readonly what: string;
  readonly target: string;
  readonly program: readonly string[];
  readonly stack: string;
}

/** The lines of the contact log that our processes wrote, or our code in a shared process. */
function ownContacts(): readonly Contact[] {
  const file = process.env["GITOPS_CONTACT_LOG"] ?? "";
  const folder = extension().extensionPath + sep;
  const contacts: readonly Contact[] = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return contacts.filter(({ program, stack }) => [...program, stack].join("\n").includes(`${folder}dist`));
}

/** In the examples, with nothing configured. */
export const run = editorSuite([
  {
    title: "a folder with kustomization files starts the extension and its language server",
    run: async () => {
      await eventually("the extension is active", () => extension().isActive || undefined);
      const api = await extension().activate();
      assert.ok(typeof api === "object" && api !== null && "ready" in api);
      await api.ready;
      assert.ok((await commands.getCommands()).includes("gitops.showLog"));
    },
  },
  {
    title: "a file named Kustomization is YAML",
    run: async () => {
      const document = await workspace.openTextDocument({ content: "" });
      assert.notEqual(document.languageId, "yaml");
      const { document: kustomization } = await open("applications/catalog/base/kustomization.yaml");
      assert.equal(kustomization.languageId, "yaml");
    },
  },
  {
    title: "nothing is contacted and no program is started beside the language server",
    run: async () => {
      await open("clusters/production/infrastructure.yaml");
      const contacts = await eventually("the start of the language server", () => {
        const seen = ownContacts();
        return seen.length > 0 ? seen : undefined;
      });
      assert.deepEqual(
        contacts.filter(({ what }) => what === "connect"),
        [],
      );
      const started = contacts.filter(({ what }) => what === "spawn").map(({ target }) => target);
      assert.equal(started.length, 1, started.join("\n"));
      assert.match(started[0] ?? "", /dist.server\.mjs/);
    },
  },
]);
