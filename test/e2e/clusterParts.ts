import { ConfigurationTarget, commands, workspace } from "vscode";
import { administrator, clusterAccess } from "./clusterEditor.ts";
import { eventually, fileUri } from "./editor.ts";
import type { EditorWindow } from "./editorSuite.ts";
import { questionNow } from "./quickInput.ts";
import { seen, statusBar, until } from "./steps.ts";

const admin = administrator();

/** Names a kubeconfig with the context `distant`, whose API server is reached through a port of this machine. */
export async function useKubeconfig(port: number): Promise<void> {
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

/**
 * Connects to the context that `useKubeconfig` offers, as a user does. The server may not have heard of the setting yet:
 * then other contexts are offered, and it is asked again, as it is when the pick was closed (see `runAnswering`).
 */
export async function connectDistant(editor: EditorWindow, port: number): Promise<void> {
  await until("the context of the setting", async () => {
    const state = { isOver: false };
    const done = Promise.resolve(commands.executeCommand("gitops.cluster.connect")).finally(() => {
      state.isOver = true;
    });
    const offered = await eventually("the contexts", async () =>
      state.isOver ? "" : await questionNow(editor, /https:/),
    );
    const isThere = offered.includes(`https://127.0.0.1:${port} `);
    if (!state.isOver) await editor.press(isThere ? "Enter" : "Escape");
    await done;
    return isThere;
  });
  await seen(editor, statusBar, /distant/);
}

/** What the application controller does when an operation is over. */
export async function finishOperation(
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

/** Adds an event about the Application `root`. */
export async function addEvent(reason: string, message: string, lastTimestamp: string): Promise<void> {
  const involvedObject = { apiVersion: "argoproj.io/v1alpha1", kind: "Application", namespace: "argocd", name: "root" };
  const metadata = { generateName: "root.", namespace: "argocd" };
  const body = { metadata, involvedObject, reason, message, type: "Normal", count: 1, lastTimestamp };
  await admin.must({ method: "POST", path: "/api/v1/namespaces/argocd/events", body });
}
