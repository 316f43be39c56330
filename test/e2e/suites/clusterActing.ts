import assert from "node:assert/strict";
import { type CodeLens, ConfigurationTarget, commands, env, window, workspace } from "vscode";
import { administrator, answerDialogs, clusterAccess, until, valueAt } from "../clusterEditor.ts";
import { eventually, fileUri, open, positionOf, select, textOfScheme } from "../editor.ts";
import { type EditorWindow, editorSuite } from "../editorSuite.ts";
import { layLine } from "../lineTo.ts";

const admin = administrator();
const applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

/** What the pick or box on top of the window shows. */
function question({ texts }: EditorWindow, pattern: RegExp): Promise<string> {
  return eventually(`a question ${pattern}`, async () =>
    (await texts(".quick-input-widget")).find((text) => pattern.test(text)),
  );
}

/** Chooses a line of the pick on top of the window by typing a part of it. */
async function choose(editor: EditorWindow, text: string): Promise<void> {
  await editor.type(text);
  await until(`the line ${text}`, async () =>
    (await editor.texts(".quick-input-widget .monaco-list-row.focused")).some((row) => row.includes(text)),
  );
  await editor.press("Enter");
}

/** In the examples, with a cluster in the kubeconfig that has their objects: actions with choices, and what goes wrong. */
export const run = editorSuite([
  {
    title: "a cluster that cannot be reached says why, in the view too, and is tried again",
    run: async (editor) => {
      const dialogs = answerDialogs(() => undefined);
      try {
        await commands.executeCommand("gitops.cluster.connect", "unreachable");
        assert.match(dialogs.asked[0]?.message ?? "", /^unreachable was not connected: ./);
        await until("the way to try again", async () =>
          (await editor.texts(".split-view-view .monaco-list-row")).some((text) => text.includes("Try again")),
        );
        await commands.executeCommand("gitops.cluster.disconnect");
      } finally {
        dialogs.restore();
      }
      await commands.executeCommand("gitops.cluster.connect", "bookshop");
    },
  },
  {
    title: "a line of the view has its main actions beside it, and opens the manifest",
    run: async (editor) => {
      await editor.click(".split-view-view .monaco-list-row .label-name", "storefront-staging");
      await eventually("the manifest", () =>
        window.activeTextEditor?.document.uri.path.endsWith("/storefront-staging.yaml") ? true : undefined,
      );
      const beside = (label: string) => editor.texts(`.monaco-list-row.selected .action-label[aria-label^="${label}"]`);
      await until("the actions", async () => (await beside("Sync")).length + (await beside("Run Action")).length === 2);
      assert.equal((await beside("Reconcile")).length, 0);
    },
  },
  {
    title: "all actions of the object at the cursor are offered, those not possible with the reason",
    run: async (editor) => {
      const { document } = await open("argocd/applications/storefront-production.yaml");
      select(positionOf(document, "targetRevision"));
      const done = commands.executeCommand("gitops.cluster.runAction");
      const offered = await question(editor, /Roll Back/);
      assert.match(offered, /Sync/);
      assert.match(offered, /Not now: .*auto-sync/i);
      await editor.press("Escape");
      await done;
    },
  },
  {
    title: "the options of a sync are asked one after the other, with a way back, and are what is sent",
    run: async (editor) => {
      const dialogs = answerDialogs(({ isModal, items }) => (isModal ? items[0] : undefined));
      try {
        const { document } = await open("argocd/applications/storefront-staging.yaml");
        select(positionOf(document, "targetRevision"));
        const running = commands.executeCommand("gitops.cluster.sync");
        await question(editor, /without .*Prune/);
        await choose(editor, "Choose options");
        await question(editor, /1\/3/);
        await editor.press("Enter");
        await question(editor, /2\/3/);
        await commands.executeCommand("workbench.action.quickInputBack");
        await question(editor, /1\/3/);
        await editor.press("Enter");
        await question(editor, /2\/3/);
        await editor.click(".quick-input-widget .monaco-list-row", "Prune");
        await editor.press("Enter");
        await question(editor, /3\/3/);
        await editor.press("Enter");
        const path = `${applications}/storefront-staging`;
        await until("the operation", async () => {
          return valueAt(await admin.must({ path }), "operation", "sync", "prune") === true;
        });
        assert.match(dialogs.asked[0]?.detail ?? "", /^Effect: .*prune/im);
        assert.match(dialogs.asked[0]?.message ?? "", /^This can delete objects\. Sync /);
        await finishOperation(path);
        await running;
        assert.match(dialogs.asked.at(-1)?.message ?? "", /^Sync .*storefront-staging: /);
      } finally {
        dialogs.restore();
      }
    },
  },
  {
    title: "a failed sync says what the controller says and where to look",
    run: async (editor) => {
      const dialogs = answerDialogs(({ isModal, items }) => (isModal ? items[0] : undefined));
      try {
        const path = `${applications}/catalog-development`;
        const object = { context: "bookshop", group: "argoproj.io", kind: "Application", namespace: "argocd" };
        const actions = commands.executeCommand(
          "gitops.cluster.runAction",
          { ...object, name: "catalog-development" },
          "argo.sync",
        );
        await question(editor, /without .*Prune/);
        await editor.press("Enter");
        await until(
          "the operation",
          async () => valueAt(await admin.must({ path }), "operation", "sync") !== undefined,
        );
        await finishOperation(path, { phase: "Failed", message: "one or more objects failed to apply" });
        await actions;
        const last = dialogs.asked.at(-1);
        assert.match(last?.message ?? "", /one or more objects failed to apply/);
        assert.deepEqual(last?.items, ["Show Object", "Show Events"]);
      } finally {
        dialogs.restore();
      }
    },
  },
  {
    title: "waiting can be ended, and what was written stays written",
    run: async (editor) => {
      const dialogs = answerDialogs(({ isModal, items }) => (isModal ? items[0] : undefined));
      try {
        const path = `${applications}/catalog-development`;
        const object = { context: "bookshop", group: "argoproj.io", kind: "Application", namespace: "argocd" };
        const running = commands.executeCommand("gitops.cluster.hardRefresh", {
          ...object,
          name: "catalog-development",
        });
        const annotation = async () =>
          valueAt(await admin.must({ path }), "metadata", "annotations", "argocd.argoproj.io/refresh");
        await until("the annotation", async () => (await annotation()) === "hard");
        await commands.executeCommand("notifications.showList");
        await editor.click(".notification-list-item .monaco-button", "Cancel");
        await running;
        assert.match(dialogs.asked.at(-1)?.message ?? "", /^Hard Refresh .*catalog-development: ./);
        assert.deepEqual(dialogs.asked.at(-1)?.items, ["Show Object"]);
        assert.equal(await annotation(), "hard");
        await commands.executeCommand("notifications.hideList");
      } finally {
        dialogs.restore();
      }
    },
  },
  {
    title: "the events about an object open as a text, the newest first",
    run: async () => {
      const object = {
        context: "bookshop",
        group: "argoproj.io",
        kind: "Application",
        namespace: "argocd",
        name: "root",
      };
      await addEvent("ResourceUpdated", "Updated sync status: OutOfSync -> Synced", "2026-01-02T10:00:00Z");
      await addEvent("OperationCompleted", "Sync operation to 3f2a1c0 succeeded", "2026-01-02T10:05:00Z");
      await commands.executeCommand("gitops.cluster.showEvents", object);
      const text = await eventually("the events", () => textOfScheme("gitops-live") || undefined);
      assert.match(text, /OperationCompleted ×1 {2}Sync operation to 3f2a1c0 succeeded\n.*ResourceUpdated/);
    },
  },
  {
    title: "the command line of an action is copied for a terminal",
    run: async (editor) => {
      const object = {
        context: "bookshop",
        group: "kustomize.toolkit.fluxcd.io",
        kind: "Kustomization",
        namespace: "flux-system",
        name: "tenants",
      };
      const running = commands.executeCommand("gitops.cluster.copyCommand", object);
      await question(editor, /flux reconcile kustomization tenants.*--context bookshop/);
      await editor.press("Enter");
      await running;
      await until("the text", async () =>
        (await env.clipboard.readText()).startsWith("flux reconcile kustomization tenants"),
      );
    },
  },
  {
    title: "a language server that is started again has the connections of before",
    run: async (editor) => {
      await commands.executeCommand("gitops.restartServer");
      await commands.executeCommand("gitops.cluster.applications.focus");
      await until("the lines", async () =>
        (await views(editor)).some((text) => /storefront-production.*Degraded/.test(text)),
      );
      const { document } = await open("argocd/root-application.yaml");
      await until("the lens", async () => {
        const lenses = await commands.executeCommand<readonly CodeLens[]>(
          "vscode.executeCodeLensProvider",
          document.uri,
          9,
        );
        return lenses.some(({ command }) => command?.title.includes("Healthy"));
      });
    },
  },
  {
    title: "while a connection is interrupted everything says as of when it is, and is current again afterwards",
    run: async (editor) => {
      await commands.executeCommand("gitops.cluster.disconnect");
      const line = await layLine(Number(new URL(clusterAccess().address).port));
      await useKubeconfig(line.port);
      await eventually("the context of the setting", async () => {
        await commands.executeCommand("gitops.cluster.connect", "distant");
        return barText(editor, "distant");
      });
      await until("the lines", async () =>
        (await views(editor)).some((text) => /storefront-production.*Degraded/.test(text)),
      );
      await line.cut();
      await until("the time it is of", async () =>
        (await views(editor)).some((text) => /distant: as of .*interrupted/.test(text)),
      );
      assert.ok((await views(editor)).some((text) => /storefront-production.*Degraded/.test(text)));
      await line.mend();
      await until("the end of that", async () => !(await views(editor)).some((text) => /as of/.test(text)));
      await commands.executeCommand("gitops.cluster.disconnect");
      await line.cut();
    },
  },
]);

/** Lines of the views, and what stands above them. */
async function views({ texts }: EditorWindow): Promise<readonly string[]> {
  return texts(".split-view-view .monaco-list-row, .split-view-view .message");
}

/** The entry of the status bar for clusters. */
async function barText({ texts }: EditorWindow, name: string): Promise<string | undefined> {
  return (await texts(".statusbar-item")).find((text) => text.includes(name));
}

/** Names a kubeconfig with the context `distant`, whose API server is reached through a port of this machine. */
async function useKubeconfig(port: number): Promise<void> {
  const { authority, token } = clusterAccess();
  const cluster = {
    server: `https://127.0.0.1:${port}`,
    "certificate-authority-data": Buffer.from(authority).toString("base64"),
  };
  const uri = fileUri("distant-kubeconfig.json");
  const config = {
    apiVersion: "v1",
    kind: "Config",
    clusters: [{ name: "distant", cluster }],
    users: [{ name: "admin", user: { token } }],
    contexts: [{ name: "distant", context: { cluster: "distant", user: "admin" } }],
    "current-context": "distant",
  };
  await workspace.fs.writeFile(uri, new TextEncoder().encode(JSON.stringify(config)));
  const settings = workspace.getConfiguration("gitops.cluster");
  await settings.update("kubeconfig", uri.fsPath, ConfigurationTarget.Workspace);
}

/** What the application controller does when an operation is over. */
async function finishOperation(
  path: string,
  result = { phase: "Succeeded", message: "successfully synced" },
): Promise<void> {
  const now = `${new Date(Date.now() + 1000).toISOString().slice(0, 19)}Z`;
  const body = {
    operation: null,
    status: { operationState: { operation: { sync: {} }, startedAt: now, finishedAt: now, ...result } },
  };
  await admin.must({ method: "PATCH", path, contentType: "application/merge-patch+json", body });
}

async function addEvent(reason: string, message: string, lastTimestamp: string): Promise<void> {
  const involvedObject = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", namespace: "argocd", name: "root" };
  const metadata = { generateName: "root.", namespace: "argocd" };
  const body = { metadata, involvedObject, reason, message, type: "Normal", count: 1, lastTimestamp };
  await admin.must({ method: "POST", path: "/api/v1/namespaces/argocd/events", body });
}
