import assert from "node:assert/strict";
import { cpSync, readFileSync } from "node:fs";
import { sep } from "node:path";
import { eventually, extension, fileUri, findings, open } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";

/** One line of contactLog.cjs. */
interface Contact {
  readonly what: string;
  readonly target: string;
  readonly program: readonly string[];
  readonly stack: string;
}

/** The lines of the contact log that our processes wrote, or our code in a shared process. */
function readOwnContacts(): readonly Contact[] {
  const file = process.env["GITOPS_CONTACT_LOG"] ?? "";
  const folder = extension().extensionPath + sep;
  const contacts: readonly Contact[] = readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return contacts.filter(({ program, stack }) => [...program, stack].join("\n").includes(`${folder}dist`));
}

/** Notes what this process and all that are started from here contact; see contactLog.cjs. */
async function watchContacts(): Promise<void> {
  const preload = process.env["GITOPS_CONTACT_PRELOAD"] ?? "";
  process.env["NODE_OPTIONS"] = `--require ${JSON.stringify(preload)}`;
  await import(preload);
}

/** In a folder without YAML. */
export const run = editorSuite([
  {
    title: "a plain text file in a folder without YAML does not start the extension",
    run: async () => {
      await open("notes.txt");
      assert.equal(extension().isActive, false);
    },
  },
  {
    title: "the first YAML file starts the extension, which contacts nothing and starts nothing but its server",
    run: async () => {
      await watchContacts();
      cpSync(process.env["GITOPS_EXAMPLES"] ?? "", fileUri("repository").fsPath, { recursive: true });
      // Its Application names a repository and a schema could be looked up for it: there is something to contact.
      const { document } = await open("repository/broken/application-unknown-field.yaml");
      await eventually("the extension is active", () => extension().isActive || undefined);
      await eventually("a finding of the server", () => findings(document.uri)[0]);
      const contacts = readOwnContacts();
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
