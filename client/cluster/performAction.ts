import { type CancellationToken, commands, ProgressLocation, window } from "vscode";
import { ResponseError } from "vscode-languageclient/node";
import {
  type ClusterAction,
  type PlanClusterActionParams,
  type PlanClusterActionResult,
  planClusterActionRequest,
  type RunClusterActionParams,
  type RunClusterActionResult,
  runClusterActionRequest,
} from "../../server/protocol/cluster.ts";
import type { ClientContext } from "../feature.ts";
import { askChoices } from "./choiceSteps.ts";
import { type Confirmation, confirmAction, describePlace } from "./confirmAction.ts";
import { idOf } from "./identity.ts";
import type { NamedObject } from "./objectForCommand.ts";

/** Does something with an object after asking for the choices and a confirmation; tells how it ended. */
export async function performAction(context: ClientContext, object: NamedObject, action: ClusterAction): Promise<void> {
  if (action.disabled !== undefined) {
    await window.showWarningMessage(`${action.title} ${describePlace(object)} is not possible now: ${action.disabled}`);
    return;
  }
  const options = await askChoices(`${action.title} ${describePlace(object)}`, action.choices);
  if (options === undefined) return;
  const params: PlanClusterActionParams = { object: idOf(object), action: action.id, options };
  const plan = await context.server.client.sendRequest<PlanClusterActionResult>(planClusterActionRequest, params);
  if (plan.kind === "refused") {
    await window.showWarningMessage(`${action.title} ${describePlace(object)} was not done: ${plan.reason}`);
    return;
  }
  const confirmation = await confirmAction(action.title, plan, object);
  if (confirmation === undefined) return;
  const result = await runWithProgress(context, plan, confirmation);
  await tellResult(object, action, result);
}

interface Plan {
  readonly planId: string;
  readonly title: string;
}

function runWithProgress(
  context: ClientContext,
  plan: Plan,
  confirmation: Confirmation,
): Promise<RunClusterActionResult> {
  const { client } = context.server;
  const params: RunClusterActionParams = { planId: plan.planId, ...confirmation };
  const shown = { location: ProgressLocation.Notification, cancellable: true, title: plan.title };
  return Promise.resolve(
    window.withProgress(shown, async (progress, token) => {
      const listening = context.cluster.onDidProgress(({ planId, message }) => {
        if (planId === plan.planId) progress.report({ message });
      });
      try {
        return await run(client, params, token);
      } finally {
        listening.dispose();
      }
    }),
  );
}

async function run(
  client: ClientContext["server"]["client"],
  params: RunClusterActionParams,
  token: CancellationToken,
): Promise<RunClusterActionResult> {
  try {
    return await client.sendRequest<RunClusterActionResult>(runClusterActionRequest, params, token);
  } catch (error) {
    // A request that was cancelled may end as an error; what was written stays written.
    if (!token.isCancellationRequested || !(error instanceof ResponseError)) throw error;
    return { kind: "cancelled", message: "Nobody waits for it any more; what was written stays written." };
  }
}

const showObject = "Show Object";
const showEvents = "Show Events";

async function tellResult(object: NamedObject, action: ClusterAction, result: RunClusterActionResult): Promise<void> {
  const message = `${action.title} ${describePlace(object)}: ${result.message}`;
  const answer = await showResult(result.kind, message);
  if (answer === showObject) await commands.executeCommand("gitops.cluster.showObject", object);
  if (answer === showEvents) await commands.executeCommand("gitops.cluster.showEvents", object);
}

function showResult(kind: RunClusterActionResult["kind"], message: string): Thenable<string | undefined> {
  switch (kind) {
    case "succeeded":
    case "cancelled":
      return window.showInformationMessage(message, showObject);
    case "failed":
      return window.showErrorMessage(message, showObject, showEvents);
    case "timedOut":
      return window.showWarningMessage(message, showObject, showEvents);
    case "refused":
      return window.showWarningMessage(message, showObject);
  }
}
