import assert from "node:assert/strict";
import { cpSync, existsSync, readFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { sep } from "node:path";
import { commands, workspace } from "vscode";
import { eventually, extension, fileUri, findings, open, replace, textOfScheme } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";
import { seen } from "../steps.ts";

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

/** Connections to the API server of the kubeconfig; there is one that anything could reach. */
const reached = { count: 0 };

/** The program that the kubeconfig names for logging in leaves this file behind. */
const loginMark = "logged-in";

/** A kubeconfig for everything that is started from here, with a server that listens and a program that works. */
async function offerCluster(): Promise<void> {
  const server = createServer((socket) => {
    reached.count += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: AddressInfo | string | null = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const user = {
    exec: { apiVersion: "client.authentication.k8s.io/v1", command: "touch", args: [mark()], interactiveMode: "Never" },
  };
  const kubeconfig = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "near", cluster: { server: `https://127.0.0.1:${address.port}` } }],
    users: [{ name: "me", user }],
    contexts: [{ name: "near", context: { cluster: "near", user: "me" } }],
    "current-context": "near",
  };
  const uri = fileUri("kubeconfig.json");
  await workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(kubeconfig)));
  process.env["KUBECONFIG"] = uri.fsPath;
}

function mark(): string {
  return fileUri(loginMark).fsPath;
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
      await offerCluster();
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
  {
    title: "opening, editing and previewing, and a look at the views, reach no cluster before the user connects",
    run: async (editor) => {
      await commands.executeCommand("gitops.cluster.applications.focus");
      await seen(editor, ".welcome-view", /Connect to Cluster/);
      const { document } = await open("repository/argocd/applications/storefront-production.yaml");
      await replace(document, "targetRevision: main", "targetRevison: main");
      await eventually("a finding", () => findings(document.uri)[0]);
      await open("repository/applications/storefront/overlays/production/kustomization.yaml");
      await commands.executeCommand("gitops.previewOverlay");
      await eventually("an answer of the preview", () => textOfScheme("gitops-rendered") || undefined);
      assert.equal(reached.count, 0);
      assert.ok(!existsSync(mark()), "a program of the kubeconfig was started");
      const contacts = readOwnContacts();
      assert.deepEqual(
        contacts.filter(({ what, target }) => what === "connect" || !/dist.server\.mjs/.test(target)),
        [],
      );
    },
  },
]);
