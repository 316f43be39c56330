import { env, Position, type QuickPickItem, Range, Uri, ViewColumn, window, workspace } from "vscode";
import { type ClusterDeclaration, clusterDeclarationRequest } from "../../server/protocol/cluster.ts";
import { eventsUri, liveUri, logsUri, planUri } from "../cluster/clusterDocuments.ts";
import { idOf, readObjectId } from "../cluster/identity.ts";
import { actionsOf, type NamedObject, objectForCommand } from "../cluster/objectForCommand.ts";
import type { ClientContext, Command } from "../feature.ts";

/** Opens the live object as YAML, read-only. */
export const showObject: Command = {
  id: "gitops.cluster.showObject",
  run: async (context, argument) => {
    const object = await objectForCommand(context, argument);
    if (object !== undefined) await show(liveUri(object));
  },
};

/** Opens the events about an object, the newest first. */
export const showEvents: Command = {
  id: "gitops.cluster.showEvents",
  run: async (context, argument) => {
    const object = await objectForCommand(context, argument);
    if (object !== undefined) await show(eventsUri(object));
  },
};

/** Opens what the controller of an object logged about it until now. */
export const showControllerLog: Command = {
  id: "gitops.cluster.showControllerLog",
  run: async (context, argument) => {
    const object = await objectForCommand(context, argument);
    if (object !== undefined) await show(logsUri(object));
  },
};

/** Opens the plan of a Terraform object as text. */
export const showPlan: Command = {
  id: "gitops.cluster.showPlan",
  run: async (context, argument) => {
    const object = await objectForCommand(context, argument);
    if (object === undefined) return;
    const actions = await actionsOf(context, object);
    if (actions.some(({ id }) => id === "terraform.replan")) await show(planUri(object));
    else
      await window.showInformationMessage(
        `${object.title} ${object.name} has no plan: only the Terraform objects of tofu-controller have one.`,
      );
  },
};

/** Opens the manifest that declares an object, or the live object when the workspace has none. */
export const openItem: Command = {
  id: "gitops.cluster.open",
  run: async ({ server, cluster }, argument) => {
    const object = readObjectId(argument);
    if (object === undefined) return;
    const place = await server.client.sendRequest<ClusterDeclaration | null>(clusterDeclarationRequest, idOf(object));
    if (place === null) {
      if (cluster.item(object) !== undefined) await show(liveUri(object));
      else window.setStatusBarMessage(`No file of this workspace declares ${object.kind} ${object.name}.`, 5000);
      return;
    }
    const start = new Position(place.line, place.character);
    await window.showTextDocument(Uri.parse(place.uri), { selection: new Range(start, start) });
  },
};

/** Copies what one would type in a terminal to do the same. */
export const copyCommand: Command = {
  id: "gitops.cluster.copyCommand",
  run: async (context, argument) => {
    const object = await objectForCommand(context, argument);
    if (object === undefined) return;
    const text = await pickCommandLine(context, object);
    if (text === undefined) return;
    await env.clipboard.writeText(text);
    window.setStatusBarMessage(`$(clippy) Copied: ${text}`, 5000);
  },
};

async function pickCommandLine(context: ClientContext, object: NamedObject): Promise<string | undefined> {
  const items = (await actionsOf(context, object)).flatMap(({ title, command }): QuickPickItem[] =>
    command === undefined ? [] : [{ label: title, detail: command }],
  );
  if (items.length === 0) {
    await window.showInformationMessage(`No command line is known for ${object.title} ${object.name}.`);
    return undefined;
  }
  return (await window.showQuickPick(items, { placeHolder: "Which command?", matchOnDetail: true }))?.detail;
}

async function show(uri: Uri): Promise<void> {
  const document = await workspace.openTextDocument(uri);
  await window.showTextDocument(document, { viewColumn: ViewColumn.Active, preview: true });
}
