import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { type CodeLens, ConfigurationTarget, commands, languages, type Uri, window, workspace } from "vscode";
import { administrator, answerDialogs, closeEditors, valueAt } from "../clusterEditor.ts";
import { eventually, fileUri, open, positionOf, select, textOfScheme } from "../editor.ts";
import { type EditorWindow, editorSuite } from "../editorSuite.ts";
import { answer, question, questionLines, runAnswering } from "../quickInput.ts";
import { gone, lineLabels, pressInEditor, seen, seenNotification, statusBar, until } from "../steps.ts";

const admin = administrator();

const applications = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";
const kustomizations = "/apis/kustomize.toolkit.fluxcd.io/v1/namespaces/flux-system/kustomizations";

function application(name: string, context = "bookshop") {
  return { context, group: "argoproj.io", kind: "Application", namespace: "argocd", name };
}

function kustomization(name: string, context = "bookshop") {
  return { context, group: "kustomize.toolkit.fluxcd.io", kind: "Kustomization", namespace: "flux-system", name };
}

/** Lines of the views as they are on screen: the label, and the description right after it. */
const lines = ".split-view-view .monaco-list-row";

function line(editor: EditorWindow, pattern: RegExp): Promise<string> {
  return seen(editor, lines, pattern);
}

/** Shows only lines with this text, as a user does: any status, then the text. */
function filter(editor: EditorWindow, text: string): Promise<void> {
  const statuses = { shown: [/1\/2/, /Degraded/, /Unknown/] };
  return runAnswering(editor, "gitops.cluster.filter", statuses, { shown: [/2\/2/], text });
}

/** Switches to a context of the kubeconfig, once all of them are offered. */
function switchTo(editor: EditorWindow, name: string): Promise<void> {
  const shown = [/bookshop-production/, /unreachable/, /with-login/];
  const line = new RegExp(`^${name}(?!-)`);
  return runAnswering(editor, "gitops.cluster.switchContext", { shown, text: name, line });
}

async function lensTitles(uri: Uri): Promise<readonly string[]> {
  const lenses = await commands.executeCommand<readonly CodeLens[]>("vscode.executeCodeLensProvider", uri, 20);
  return lenses.map(({ command }) => command?.title ?? "");
}

/** Waits until a lens of a document matches. */
function lens(uri: Uri, pattern: RegExp): Promise<void> {
  return until(
    `a lens ${pattern}`,
    async () => (await lensTitles(uri)).some((title) => pattern.test(title)),
    () => lensTitles(uri),
  );
}

function activePath(): string {
  return window.activeTextEditor?.document.uri.path ?? "";
}

/** In the examples, with a cluster in the kubeconfig that has their objects. */
export const run = editorSuite([
  {
    title: "the way to a cluster is a choice among the contexts of the kubeconfig, told apart by server and protection",
    run: async (editor) => {
      const done = commands.executeCommand("gitops.cluster.connect");
      const rows = await eventually(
        "the contexts",
        async () => {
          const found = await questionLines(editor);
          return found.length === 4 ? found : undefined;
        },
        () => questionLines(editor),
      );
      assert.match(rows[0] ?? "", /bookshop.*current context.*https:\/\/127\.0\.0\.1:\d+/);
      assert.match(rows[1] ?? "", /bookshop-production.*protected/);
      assert.match(rows[3] ?? "", /with-login.*runs cloud to log in/);
      assert.doesNotMatch(rows[3] ?? "", /secret/);
      await editor.press("Enter");
      await done;
      await line(editor, /^bookshop$/);
    },
  },
  {
    title: "Argo CD and Flux stand together in the view, each with the words of its controller",
    run: async (editor) => {
      await line(editor, /^argocd.*Degraded/);
      await line(editor, /storefront-production.*OutOfSync, Degraded/);
      await line(editor, /catalog-production.*Synced, Healthy/);
      await filter(editor, "infrastructure");
      await line(editor, /infrastructure-secrets.*ArtifactFailed/);
      await gone(editor, lines, /storefront/);
      await commands.executeCommand("gitops.cluster.clearFilter");
      await seen(editor, statusBar, /bookshop/);
    },
  },
  {
    title: "a filter that leaves nothing says how much it hides, and is cleared from there",
    run: async (editor) => {
      await filter(editor, "nothing is called so");
      const said = await line(editor, /^The filter hides all \d+\. Clear it$/);
      await editor.click(lineLabels, said);
      await line(editor, /storefront-production.*OutOfSync, Degraded/);
    },
  },
  {
    title: "the lines are grouped as the user chooses",
    run: async (editor) => {
      const group = (shown: readonly RegExp[], text: string, line: RegExp) =>
        runAnswering(editor, "gitops.cluster.groupBy", { shown, text, line });
      await group([/Status/, /Cluster only/], "Status", /^Status/);
      await line(editor, /^Degraded\d+ Degraded of \d+$/);
      await group([/Status ?now/, /Cluster only/], "Namespace", /^Namespace/);
      await line(editor, /^argocd.*Degraded/);
    },
  },
  {
    title: "the file says above its manifest how the live object is doing",
    run: async () => {
      const { document } = await open("argocd/applications/storefront-production.yaml");
      await lens(document.uri, /OutOfSync.*Degraded/);
    },
  },
  {
    title: "a file that is deployed from another branch than the one that is checked out says so",
    run: async (editor) => {
      const git = (...args: readonly string[]) => execFileSync("git", args, { cwd: fileUri(".").fsPath });
      git("remote", "add", "origin", "https://github.com/example-org/gitops");
      git("checkout", "--quiet", "-b", "feature/checkout");
      try {
        await closeEditors();
        const { document } = await open("applications/storefront/base/deployment.yaml");
        const told = /storefront-.* deploy this file from main; you are on feature\/checkout$/;
        await lens(document.uri, told);
        const problem = () =>
          languages.getDiagnostics(document.uri).find(({ message }) => message.includes("progress deadline"));
        await until(
          "the branch of the problem",
          () => /\(deployed from main; you are on feature\/checkout\)$/.test(problem()?.message ?? ""),
          problem,
        );
        await seen(editor, ".codelens-decoration", /from main; you are on feature/);
        await editor.picture("other-revision", 330);
        const application = await open("argocd/applications/storefront-production.yaml");
        await lens(application.document.uri, /deployed from main; you are on/);
        git("checkout", "--quiet", "main");
        await until(
          "the lens of the branch that is deployed",
          async () => {
            const titles = await lensTitles(application.document.uri);
            return titles.some((title) => /OutOfSync/.test(title)) && !titles.some((title) => /you are on/.test(title));
          },
          () => lensTitles(application.document.uri),
        );
      } finally {
        git("checkout", "--quiet", "main");
        git("remote", "remove", "origin");
      }
    },
  },
  {
    title: "a failing condition is a problem of the field that causes it",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const found = await eventually("the problem", () =>
        languages.getDiagnostics(document.uri).find(({ message }) => message.includes("path not found")),
      );
      assert.equal(document.lineAt(found.range.start.line).text.trim(), "path: ./infrastructure/secrets");
    },
  },
  {
    title: "the view of the file explains the object at the cursor: conditions, history, resources",
    run: async (editor) => {
      const { document } = await open("argocd/applications/storefront-production.yaml");
      select(positionOf(document, "targetRevision"));
      await commands.executeCommand("gitops.cluster.thisFile.focus");
      await line(editor, /^Managed Resources4/);
      await line(editor, /Deployment storefront.*progress deadline/);
      await line(editor, /^History2/);
      const infrastructure = await open("clusters/production/infrastructure.yaml");
      select(positionOf(infrastructure.document, "./infrastructure/secrets"));
      await line(editor, /^Ready False.*ArtifactFailed/);
      select(positionOf(infrastructure.document, "./infrastructure/controllers"));
      await line(editor, /^HelmRelease traefik/);
    },
  },
  {
    title: "tree, lens and condition are on screen together",
    run: async (editor) => {
      await closeEditors();
      const { document } = await open("clusters/production/infrastructure.yaml");
      await commands.executeCommand("gitops.cluster.applications.focus");
      for (let step = 0; step < 3; step += 1) await commands.executeCommand("workbench.action.increaseViewSize");
      await commands.executeCommand("workbench.action.focusActiveEditorGroup");
      select(positionOf(document, "path: ./infrastructure/secrets"));
      await seen(editor, ".squiggly-error, .squiggly-warning");
      await seen(editor, ".codelens-decoration", /ArtifactFailed/);
      await commands.executeCommand("editor.action.marker.next");
      await seen(editor, ".zone-widget", /path not found/);
      await seen(editor, lineLabels, /^kustomization path not found/);
      await editor.picture("cluster");
      await pressInEditor(editor, "Escape");
    },
  },
  {
    title: "the Explorer marks the files whose objects need somebody",
    run: async (editor) => {
      await commands.executeCommand("revealInExplorer", fileUri("argocd/applications/storefront-production.yaml"));
      const marked = (status: string) => editor.texts(`.explorer-folders-view [aria-label*="${status}"]`);
      await until(
        "the mark",
        async () => (await marked("OutOfSync, Degraded")).join().includes("storefront-production"),
        () => editor.texts(".explorer-folders-view .monaco-list-row"),
      );
      assert.doesNotMatch((await marked("Synced, Healthy")).join(), /catalog/);
      await commands.executeCommand("gitops.cluster.applications.focus");
    },
  },
  {
    title: "the live object opens read-only, with what its controller says above it, and commands work on it",
    run: async () => {
      await commands.executeCommand("gitops.cluster.showObject", kustomization("infrastructure-secrets"));
      const text = await eventually("the live object", () => textOfScheme("gitops-live") || undefined);
      assert.match(text, /^# .*infrastructure-secrets in bookshop$/m);
      assert.match(text, /^# .*path not found/m);
      assert.match(text, /^kind: Kustomization$/m);
      assert.doesNotMatch(text, /managedFields/);
      await commands.executeCommand("gitops.cluster.showEvents");
      await until("its events", () => /infrastructure-secrets\.events\.log$/.test(activePath()), activePath);
      await closeEditors();
    },
  },
  {
    title: "a line of the view opens the manifest that declares its object",
    run: async () => {
      await commands.executeCommand("gitops.cluster.open", { object: kustomization("monitoring-configs") });
      const editor = await eventually(
        "the file",
        () => (activePath().endsWith("/clusters/production/monitoring.yaml") ? window.activeTextEditor : undefined),
        activePath,
      );
      const place = editor.document.lineAt(editor.selection.active.line).range;
      assert.ok(place.start.line >= 21, `line ${place.start.line}`);
    },
  },
  {
    title: "suspending says before what it does where, and the view follows",
    run: async (editor) => {
      const dialogs = answerDialogs(({ isModal, items }) => (isModal ? items[0] : undefined));
      try {
        await commands.executeCommand("gitops.cluster.suspend", kustomization("monitoring-controllers"));
        const [question] = dialogs.asked;
        assert.ok(question?.isModal);
        assert.match(question.message, /^Suspend .*flux-system\/monitoring-controllers\?$/);
        assert.match(question.detail, /^Context: bookshop$/m);
        assert.match(question.detail, /^Server: https:\/\/127\.0\.0\.1:\d+$/m);
        assert.match(question.detail, /^Namespace: flux-system$/m);
        assert.match(question.detail, /^Effect: ./m);
        await until("the field", async () => {
          const live = await admin.must({ path: `${kustomizations}/monitoring-controllers` });
          return valueAt(live, "spec", "suspend") === true;
        });
        await filter(editor, "monitoring-controllers");
        await line(editor, /monitoring-controllers.*[Ss]uspended/);
        await commands.executeCommand("gitops.cluster.clearFilter");
        await until(
          "the result",
          () => dialogs.asked.some(({ isModal, items }) => !isModal && items.includes("Show Object")),
          () => dialogs.asked,
        );
        const said = dialogs.asked.find(({ isModal }) => !isModal)?.message ?? "";
        assert.match(said, /^Suspend .*flux-system\/monitoring-controllers in bookshop: ./);
      } finally {
        dialogs.restore();
      }
    },
  },
  {
    title: "nothing is written when the question is answered with no",
    run: async () => {
      const before = await admin.must({ path: `${kustomizations}/tenants` });
      const dialogs = answerDialogs(() => undefined);
      try {
        await commands.executeCommand("gitops.cluster.suspend", kustomization("tenants"));
      } finally {
        dialogs.restore();
      }
      assert.deepEqual(
        dialogs.asked.map(({ isModal }) => isModal),
        [true],
      );
      assert.deepEqual(await admin.must({ path: `${kustomizations}/tenants` }), before);
    },
  },
  {
    title: "a refresh shows its progress until the controller has done it",
    run: async (editor) => {
      const dialogs = answerDialogs(({ isModal, items }) => (isModal ? items[0] : undefined));
      try {
        const running = commands.executeCommand("gitops.cluster.refreshApplication", application("catalog-production"));
        const path = `${applications}/catalog-production`;
        const annotation = "argocd.argoproj.io/refresh";
        await until("the annotation", async () => {
          const live = await admin.must({ path });
          return valueAt(live, "metadata", "annotations", annotation) === "normal";
        });
        await seenNotification(editor, /catalog-production/);
        await editor.picture("cluster-progress");
        // What the application controller does once it has compared.
        await admin.must({
          method: "PATCH",
          path,
          contentType: "application/merge-patch+json",
          body: {
            metadata: { annotations: { [annotation]: null } },
            status: { reconciledAt: `${new Date().toISOString().slice(0, 19)}Z` },
          },
        });
        await until(
          "the result",
          () => dialogs.asked.some(({ isModal, message }) => !isModal && /catalog-production/.test(message)),
          () => dialogs.asked,
        );
        await running;
        await commands.executeCommand("notifications.hideList");
      } finally {
        dialogs.restore();
      }
    },
  },
  {
    title: "with several clusters each line of the view of the file says which one it is of",
    run: async (editor) => {
      const { document } = await open("clusters/production/tenants.yaml");
      select(positionOf(document, "kind: Kustomization"));
      await commands.executeCommand("gitops.cluster.thisFile.focus");
      await commands.executeCommand("gitops.cluster.connect", "bookshop-production");
      await line(editor, /^tenantsbookshop ·/);
      await line(editor, /^tenantsbookshop-production ·/);
      await commands.executeCommand("gitops.cluster.disconnect", { connection: "bookshop-production" });
      await gone(editor, lines, /^tenantsbookshop/);
      await closeEditors();
    },
  },
  {
    title: "in a protected context the name of the object has to be typed",
    run: async (editor) => {
      await commands.executeCommand("gitops.cluster.connect", "bookshop-production");
      await seen(editor, statusBar, /bookshop \+1/);
      const dialogs = answerDialogs(({ isModal, items }) => (isModal ? items[0] : undefined));
      try {
        const object = kustomization("tenants", "bookshop-production");
        await open("clusters/production/tenants.yaml");
        // Until the objects of the second connection are there, the command ends with saying so.
        const state: { running: Promise<unknown> | undefined } = { running: undefined };
        await until("the question for the name", async () => {
          state.running ??= Promise.resolve(commands.executeCommand("gitops.cluster.suspend", object)).finally(() => {
            state.running = undefined;
          });
          const shown = await editor.texts(".quick-input-widget:focus-within");
          return shown.some((text) => /protected context.*tenants/s.test(text));
        });
        const { detail } = dialogs.asked.find(({ isModal }) => isModal) ?? assert.fail("nothing was asked");
        assert.match(detail, /^Context: bookshop-production \(protected\)$/m);
        const shown = [/protected context.*tenants/];
        await answer(editor, { shown, text: "tenant" });
        // What is written, where and to which effect stays on screen while the name is typed.
        const asked = await question(editor, ...shown);
        assert.match(asked, /Suspend .*Kustomization flux-system\/tenants in bookshop-production/);
        assert.match(asked, /Effect: \w/);
        await editor.picture("cluster-protected");
        const before = await admin.must({ path: `${kustomizations}/tenants` });
        assert.notEqual(valueAt(before, "spec", "suspend"), true);
        await answer(editor, { shown, text: "s" });
        await state.running;
        const after = await admin.must({ path: `${kustomizations}/tenants` });
        assert.equal(valueAt(after, "spec", "suspend"), true);
      } finally {
        dialogs.restore();
      }
      await commands.executeCommand("gitops.cluster.disconnect", { connection: "bookshop-production" });
      await seen(editor, statusBar, /(^|\s)bookshop$/);
    },
  },
  {
    title: "read-only mode refuses every action with the reason",
    run: async () => {
      const settings = workspace.getConfiguration("gitops.cluster");
      await settings.update("readOnly", true, ConfigurationTarget.Workspace);
      const dialogs = answerDialogs(() => undefined);
      try {
        await until("the reason", async () => {
          await commands.executeCommand("gitops.cluster.reconcile", kustomization("argocd"));
          return dialogs.asked.some(({ message }) => /[Rr]ead-only/.test(message));
        });
        const live = await admin.must({ path: `${kustomizations}/argocd` });
        assert.equal(valueAt(live, "metadata", "annotations", "reconcile.fluxcd.io/requestedAt"), undefined);
      } finally {
        dialogs.restore();
        await settings.update("readOnly", undefined, ConfigurationTarget.Workspace);
      }
    },
  },
  {
    title: "comparing with the cluster shows what the working copy would create, update and prune",
    run: async (editor) => {
      await closeEditors();
      await commands.executeCommand("workbench.action.closeSidebar");
      const { document } = await open("argocd/applications/storefront-production.yaml");
      select(positionOf(document, "targetRevision"));
      const dialogs = answerDialogs(() => undefined);
      try {
        await commands.executeCommand("gitops.cluster.compare");
        const active = () => window.tabGroups.activeTabGroup.activeTab?.label;
        const label = await eventually(
          "the comparison",
          () => (active()?.includes("bookshop") ? active() : undefined),
          active,
        );
        assert.match(label, /^applications\/storefront\/overlays\/production ↔ bookshop: /);
        assert.match(label, /2 to create, 1 to update, 1 to prune/);
        await until(
          "the summary",
          () => dialogs.asked.some(({ message }) => /2 to create, 1 to update, 1 to prune/.test(message)),
          () => dialogs.asked,
        );
      } finally {
        dialogs.restore();
      }
      await seen(editor, ".view-lines", /PUBLIC_HOST:\swww/);
      await editor.picture("compare-with-cluster");
      await closeEditors();
    },
  },
  {
    title: "switching reaches one context instead of the other, in one choice",
    run: async (editor) => {
      for (const name of ["bookshop-production", "bookshop"]) {
        await switchTo(editor, name);
        await seen(editor, statusBar, new RegExp(`(^|\\s)${name}$`));
      }
    },
  },
  {
    title: "switching to a cluster that cannot be reached leaves the connection that there was",
    run: async (editor) => {
      const dialogs = answerDialogs(() => undefined);
      try {
        await switchTo(editor, "unreachable");
        assert.match(dialogs.asked[0]?.message ?? "", /^unreachable was not connected: ./);
        await seen(editor, statusBar, /unreachable \+1/);
        await line(editor, /storefront-production.*OutOfSync, Degraded/);
        const directory = fileUri("applications/catalog/overlays/staging").toString();
        await commands.executeCommand("gitops.cluster.compare", directory);
        await until(
          "the comparison with the one that is reached",
          () =>
            dialogs.asked.some(({ message }) =>
              message.startsWith("applications/catalog/overlays/staging in bookshop: "),
            ),
          () => dialogs.asked,
        );
      } finally {
        dialogs.restore();
      }
      await closeEditors();
      await commands.executeCommand("gitops.cluster.disconnect", { connection: "unreachable" });
    },
  },
  {
    title: "after disconnecting the views offer to connect again",
    run: async (editor) => {
      await commands.executeCommand("gitops.cluster.applications.focus");
      await commands.executeCommand("gitops.cluster.disconnect");
      await seen(editor, ".welcome-view", /Connect to Cluster/);
      await commands.executeCommand("revealInExplorer", fileUri("argocd/applications/storefront-production.yaml"));
      const marked = () => editor.texts('.explorer-folders-view [aria-label*="OutOfSync, Degraded"]');
      await until("no mark", async () => (await marked()).length === 0, marked);
      const { document } = await open("argocd/applications/storefront-production.yaml");
      const titles = () => lensTitles(document.uri);
      await until("no lens", async () => !(await titles()).some((title) => /OutOfSync/.test(title)), titles);
    },
  },
]);
