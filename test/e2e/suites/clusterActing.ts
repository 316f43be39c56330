import assert from "node:assert/strict";
import { type CodeLens, commands, env, window, workspace } from "vscode";
import { openedPages, openFromTree } from "../argoCdPages.ts";
import { administrator, answerDialogs, clusterAccess, valueAt } from "../clusterEditor.ts";
import { addEvent, connectDistant, finishOperation, useKubeconfig } from "../clusterParts.ts";
import { eventually, open, positionOf, select, textOfScheme } from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";
import { layLine } from "../lineTo.ts";
import { answer, question } from "../quickInput.ts";
import { recordChannel } from "../recordChannel.ts";
import { focusApplications, focusedEditor, gone, openLine, seen, seenNotification, until } from "../steps.ts";

const admin = administrator();
const audit = recordChannel("GitOps Cluster");
const applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

/** Lines of the views, and what stands above them. */
const views = ".split-view-view .monaco-list-row, .split-view-view .message";

function activePath(): string | undefined {
  return window.activeTextEditor?.document.uri.path;
}

/** In the examples, with a cluster in the kubeconfig that has their objects: actions with choices, and what goes wrong. */
export const run = editorSuite([
  {
    title: "there is no log of writes before the first one",
    run: async () => assert.equal(audit.made, 0),
  },
  {
    title: "a cluster that cannot be reached says why, in the view too, and is tried again",
    run: async (editor) => {
      const dialogs = answerDialogs(() => undefined);
      try {
        await commands.executeCommand("gitops.cluster.connect", "unreachable");
        assert.match(dialogs.asked[0]?.message ?? "", /^unreachable was not connected: ./);
        await seen(editor, views, /Try again/);
        await commands.executeCommand("gitops.cluster.disconnect");
      } finally {
        dialogs.restore();
      }
      await commands.executeCommand("gitops.cluster.connect", "bookshop");
    },
  },
  {
    title: "connecting shows the view and leaves the focus in the text editor",
    run: async (editor) => {
      await commands.executeCommand("gitops.cluster.disconnect");
      await commands.executeCommand("workbench.view.explorer");
      await open("argocd/root-application.yaml");
      await seen(editor, focusedEditor);
      await commands.executeCommand("gitops.cluster.connect", "bookshop");
      await seen(editor, views, /storefront-production/);
      await seen(editor, focusedEditor);
    },
  },
  {
    title: "a line of the view has its main actions beside it, and opens the manifest",
    run: async (editor) => {
      await openLine(editor, "storefront-staging", /\/storefront-staging\.yaml$/);
      const beside = (label: string) => editor.texts(`.monaco-list-row.selected .action-label[aria-label^="${label}"]`);
      const main = async () => [...(await beside("Sync")), ...(await beside("Run Action"))];
      await until("the actions", async () => (await main()).length === 2, main);
      assert.equal((await beside("Reconcile")).length, 0);
    },
  },
  {
    title: "all actions of the object at the cursor are offered, those not possible with the reason",
    run: async (editor) => {
      const { document } = await open("argocd/applications/storefront-production.yaml");
      select(positionOf(document, "targetRevision"));
      const done = commands.executeCommand("gitops.cluster.runAction");
      await question(editor, /Roll Back/, /Sync/, /Not now: .*auto-sync/i);
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
        await answer(editor, { shown: [/without .*Prune/], text: "Choose options", line: /Choose options/ });
        await answer(editor, { shown: [/1\/3/] });
        await question(editor, /2\/3/);
        await commands.executeCommand("workbench.action.quickInputBack");
        await answer(editor, { shown: [/1\/3/] });
        await question(editor, /2\/3/);
        await editor.click(".quick-input-widget .monaco-list-row", "Prune");
        await answer(editor, { shown: [/2\/3/] });
        await answer(editor, { shown: [/3\/3/] });
        const path = `${applications}/storefront-staging`;
        await until("the operation", async () => {
          return valueAt(await admin.must({ path }), "operation", "sync", "prune") === true;
        });
        assert.match(dialogs.asked[0]?.detail ?? "", /^Effect: .*prune/im);
        assert.match(dialogs.asked[0]?.message ?? "", /^This can delete objects\. Sync /);
        await finishOperation(path);
        await running;
        assert.match(dialogs.asked.at(-1)?.message ?? "", /^Sync .*storefront-staging in bookshop: /);
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
        await answer(editor, { shown: [/without .*Prune/] });
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
        await seenNotification(editor, /catalog-development/);
        await editor.click(".notification-list-item .monaco-button", "Cancel");
        await running;
        assert.match(dialogs.asked.at(-1)?.message ?? "", /^Hard Refresh .*catalog-development in bookshop: ./);
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
    title: "without an address of Argo CD the command says why it is not known and what to set",
    run: async () => {
      const dialogs = answerDialogs(({ items }) => items[0]);
      const browser = openedPages();
      try {
        await commands.executeCommand("gitops.cluster.openInArgoCd", rootApplication);
        const [asked] = dialogs.asked;
        assert.match(asked?.message ?? "", /ConfigMap argocd\/argocd-cm cannot be read: .*not found/);
        assert.match(asked?.message ?? "", /Set gitops\.cluster\.argoCdUrl to its address\.$/);
        assert.deepEqual(asked?.items, ["Open Settings"]);
        assert.deepEqual(browser.urls, []);
        const active = () => window.tabGroups.activeTabGroup.activeTab?.label;
        await until("the settings", () => active() === "Settings", active);
      } finally {
        dialogs.restore();
        browser.restore();
      }
    },
  },
  {
    title: "an Application, and a resource of one, open in Argo CD where the cluster or the setting says it is",
    run: async (editor) => {
      const dialogs = answerDialogs(() => undefined);
      const browser = openedPages();
      const settings = workspace.getConfiguration("gitops.cluster");
      const opened = async (...args: readonly unknown[]) => {
        await commands.executeCommand("gitops.cluster.openInArgoCd", ...args);
        return browser.urls.at(-1);
      };
      try {
        const metadata = { name: "argocd-cm", namespace: "argocd" };
        const body = { metadata, data: { url: "https://argocd.bookshop.example.org/" } };
        await admin.must({ method: "POST", path: "/api/v1/namespaces/argocd/configmaps", body });
        const { document } = await open("argocd/applications/storefront-staging.yaml");
        select(positionOf(document, "targetRevision"));
        assert.equal(await opened(), "https://argocd.bookshop.example.org/applications/argocd/storefront-staging");
        await settings.update("argoCdUrl", {
          bookshop: "https://cd.example.org/argo",
          other: "https://other.example.org",
        });
        assert.equal(await opened(rootApplication), "https://cd.example.org/argo/applications/argocd/root");
        await openFromTree(editor, "catalog-production", "Deployment catalog");
        await until(
          "the page of the resource",
          () => browser.urls.length === 3,
          () => browser.urls,
        );
        assert.match(
          browser.urls.at(-1) ?? "",
          /^https:\/\/cd\.example\.org\/argo\/applications\/argocd\/catalog-production\?node=apps\/Deployment\/[\w-]+\/catalog\/0$/,
        );
        await opened({ ...rootApplication, group: "apps", kind: "Deployment" });
        assert.match(dialogs.asked.at(-1)?.message ?? "", /^No page of Deployment root in Argo CD is known\./);
        assert.equal(browser.urls.length, 3);
      } finally {
        await settings.update("argoCdUrl", undefined);
        dialogs.restore();
        browser.restore();
      }
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
      await answer(editor, { shown: [/flux reconcile kustomization tenants.*--context bookshop/] });
      await running;
      await until(
        "the text",
        async () => (await env.clipboard.readText()).startsWith("flux reconcile kustomization tenants"),
        () => env.clipboard.readText(),
      );
    },
  },
  {
    title: "the plan of an object that has none is not opened, and the reason is told",
    run: async () => {
      const before = activePath();
      const root = {
        context: "bookshop",
        group: "argoproj.io",
        kind: "Application",
        namespace: "argocd",
        name: "root",
      };
      const dialogs = answerDialogs(() => undefined);
      try {
        await commands.executeCommand("gitops.cluster.showPlan", root);
      } finally {
        dialogs.restore();
      }
      const [asked] = dialogs.asked;
      assert.equal(
        asked?.message,
        "Application root has no plan: only the Terraform objects of tofu-controller have one.",
      );
      assert.equal(activePath(), before);
    },
  },
  {
    title: "a language server that is started again has the connections of before",
    run: async (editor) => {
      await commands.executeCommand("gitops.restartServer");
      await focusApplications(editor);
      await seen(editor, views, /storefront-production.*Degraded/);
      assert.match(await known("argocd/root-application.yaml", "root"), /Healthy/);
    },
  },
  {
    title: "while a connection is interrupted everything says as of when it is, and is current again afterwards",
    run: async (editor) => {
      await commands.executeCommand("gitops.cluster.disconnect");
      const line = await layLine(Number(new URL(clusterAccess().address).port));
      await useKubeconfig(line.port);
      await connectDistant(editor, line.port);
      await seen(editor, views, /storefront-production.*Degraded/);
      await line.cut();
      await seen(editor, views, /distant: as of .*interrupted/);
      await seen(editor, views, /storefront-production.*Degraded/);
      await line.mend();
      await gone(editor, views, /as of/);
      await seen(editor, views, /storefront-production.*Degraded/);
      await commands.executeCommand("gitops.cluster.disconnect");
      await line.cut();
    },
  },
  {
    title: "each write is in a log of its own with its time, cluster, object and action, and what became of it",
    run: async (editor) => {
      const line = await layLine(Number(new URL(clusterAccess().address).port));
      await useKubeconfig(line.port);
      const before: (() => unknown)[] = [];
      const dialogs = answerDialogs(async ({ isModal, items }) => {
        const work = isModal ? before.shift() : undefined;
        if (work === undefined) return undefined;
        await work();
        return items[0];
      });
      /** Runs an action; `meanwhile` is done when it was planned and is about to be confirmed, without it it is declined. */
      const act = async (object: object, action: string, meanwhile?: () => unknown) => {
        if (meanwhile) before.push(meanwhile);
        await commands.executeCommand("gitops.cluster.runAction", object, action);
      };
      try {
        await connectDistant(editor, line.port);
        // What is not known yet has no actions.
        await known("clusters/production/tenants.yaml", "tenants");
        await known("clusters/production/infrastructure.yaml", "infrastructure-controllers");
        await known("argocd/applications/storefront-production.yaml", "storefront-production");
        const written = audit.lines.length;
        await act(kustomization("tenants"), "flux.suspend");
        assert.equal(dialogs.asked.filter(({ isModal }) => isModal).length, 1, "it is asked before");
        assert.equal(audit.lines.length, written, "what was declined is no write");
        await act(kustomization("tenants"), "flux.suspend", () => undefined);
        const storefront = { ...rootApplication, context: "distant", name: "storefront-production" };
        await act(storefront, "argo.disableAutoSync", () =>
          admin.must({
            ...{
              method: "PATCH",
              path: `${applications}/storefront-production`,
              contentType: "application/merge-patch+json",
            },
            body: { metadata: { annotations: { changed: "meanwhile" } } },
          }),
        );
        await act(kustomization("infrastructure-controllers"), "flux.suspend", () => line.cut());
        assert.equal(audit.made, 1);
        assert.deepEqual(auditedWrites(3), [
          "distant Kustomization flux-system/tenants flux.suspend patch: written",
          "distant Application argocd/storefront-production argo.disableAutoSync patch: refused (409)",
          "distant Kustomization flux-system/infrastructure-controllers flux.suspend patch: not sent",
        ]);
      } finally {
        dialogs.restore();
      }
    },
  },
]);

const rootApplication = {
  context: "bookshop",
  group: "argoproj.io",
  kind: "Application",
  namespace: "argocd",
  name: "root",
};

function kustomization(name: string) {
  const group = "kustomize.toolkit.fluxcd.io";
  return { context: "distant", group, kind: "Kustomization", namespace: "flux-system", name };
}

/** The last lines of the log of writes, each without the time before it. */
function auditedWrites(count: number): readonly string[] {
  const time = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z /;
  const last = audit.lines.slice(-count);
  for (const each of last) assert.match(each, time);
  return last.map((each) => each.replace(time, ""));
}

/** Waits until the server knows the live object of a name that a file declares; resolves with what the lens says of it. */
async function known(path: string, name: string): Promise<string> {
  const { document } = await open(path);
  const ask = () => commands.executeCommand<readonly CodeLens[]>("vscode.executeCodeLensProvider", document.uri, 9);
  // The lens of a preview names the object that deploys it, too.
  const isOf = ({ command }: CodeLens) =>
    command?.command.startsWith("gitops.cluster.") === true &&
    JSON.stringify(command.arguments ?? []).includes(`"name":"${name}"`);
  return eventually(`a lens of ${name}`, async () => (await ask()).find(isOf)?.command?.title, ask);
}
