import { window, workspace } from "vscode";
import { readContexts } from "../cluster/pickContext.ts";
import type { ClientContext, Feature } from "../feature.ts";
import { readConnectOnOpen } from "../settings.ts";

const acceptedKey = "gitops.cluster.connectOnOpen.accepted";

/** Connects to the context of the setting; a workspace that sets it is asked for once. */
export const connectOnOpen: Feature = (context) => {
  const start = () => {
    const wanted = readConnectOnOpen();
    if (wanted === undefined) return;
    connect(context, wanted).catch((error: unknown) =>
      context.log.error(`${wanted.context} of gitops.cluster.connectOnOpen was not connected`, error),
    );
  };
  start();
  return workspace.onDidGrantWorkspaceTrust(start);
};

async function connect(
  context: ClientContext,
  wanted: { readonly context: string; readonly isOwn: boolean },
): Promise<void> {
  if (!wanted.isOwn && !(await isAccepted(context, wanted.context))) return;
  const { state, problem } = await context.cluster.connect({ context: wanted.context });
  if (state === "failed") context.log.warn(`${wanted.context} was not connected: ${problem ?? "no reason is known"}`);
}

/** The answer holds for this workspace and this context. */
async function isAccepted(context: ClientContext, name: string): Promise<boolean> {
  const memory = context.extension.workspaceState;
  const known = memory.get<unknown>(acceptedKey);
  if (known === name) return true;
  if (known === `not ${name}`) return false;
  const { contexts } = await readContexts(context);
  const found = contexts.find((each) => each.name === name);
  if (found === undefined) {
    context.log.warn(`gitops.cluster.connectOnOpen names ${name}, which is not in the kubeconfig`);
    return false;
  }
  const login = found.execCommand === undefined ? "" : ` and runs ${found.execCommand} to log in`;
  const [yes, no] = ["Connect", "Never in This Workspace"];
  const answer = await window.showInformationMessage(
    `This workspace asks to connect to ${name} (${found.server})${login} whenever it opens.`,
    yes,
    no,
  );
  if (answer === yes) await memory.update(acceptedKey, name);
  if (answer === no) await memory.update(acceptedKey, `not ${name}`);
  return answer === yes;
}
