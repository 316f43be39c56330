import { commands, type QuickPickItem, window } from "vscode";
import {
  type ClusterAction,
  type ClusterItem,
  type ClusterObjectId,
  type ClusterObjectsAtParams,
  clusterActionsRequest,
  clusterObjectsAtRequest,
  type ManifestInCluster,
} from "../../server/protocol/cluster.ts";
import type { ClientContext } from "../feature.ts";
import { liveObjectOf } from "./clusterDocuments.ts";
import type { ClusterModel } from "./clusterModel.ts";
import { idOf, pathOf, readObjectId, wordsOf } from "./identity.ts";
import { statusIcon } from "./statusLook.ts";

/** A live object with the name of its kind for people. */
export type NamedObject = ClusterObjectId & Pick<ClusterItem, "title">;

/**
 * The live object that a command works on: its argument (of a lens, a link, a line of a view), or what the active editor
 * declares at its cursor. Says why there is none.
 */
export async function objectForCommand(context: ClientContext, argument: unknown): Promise<NamedObject | undefined> {
  const given = readObjectId(argument);
  if (given !== undefined) return { ...given, title: context.cluster.item(given)?.title ?? given.kind };
  if (!(await isConnected(context))) return undefined;
  const manifests = await manifestsHere(context);
  const items = manifests.flatMap((manifest) => manifest.items);
  if (items.length > 1) return pickItem(items, protectedContexts(context));
  if (items[0] === undefined) await sayWhyNone(manifests);
  return items[0];
}

/** Offers to connect when there is no connection. */
export async function isConnected({ cluster }: ClientContext): Promise<boolean> {
  if (cluster.connections.length > 0) return true;
  const connect = "Connect to Cluster…";
  const answer = await window.showInformationMessage("You are not connected to a cluster.", connect);
  if (answer === connect) await commands.executeCommand("gitops.cluster.connect");
  return cluster.connections.length > 0;
}

/** What the active editor declares at its cursor, or anywhere when there is nothing at the cursor; or the live object it shows. */
export async function manifestsHere({ server, cluster }: ClientContext): Promise<readonly ManifestInCluster[]> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return [];
  const live = liveObjectOf(editor.document.uri);
  if (live !== undefined) return [liveManifest(cluster, live)];
  const uri = editor.document.uri.toString();
  const { line, character } = editor.selection.active;
  const ask = (params: ClusterObjectsAtParams) =>
    server.client.sendRequest<readonly ManifestInCluster[]>(clusterObjectsAtRequest, params);
  const here = await ask({ uri, position: { line, character } });
  return here.length > 0 ? here : ask({ uri });
}

function liveManifest(cluster: ClusterModel, object: ClusterObjectId): ManifestInCluster {
  const item = cluster.item(object);
  if (item !== undefined) return { title: item.title, name: item.name, line: 0, items: [item] };
  return { title: object.kind, name: object.name, line: 0, items: [], note: `It is not in ${object.context}.` };
}

/** What can be done with an object now. */
export function actionsOf({ server }: ClientContext, object: ClusterObjectId): Promise<readonly ClusterAction[]> {
  return server.client.sendRequest<readonly ClusterAction[]>(clusterActionsRequest, idOf(object));
}

function protectedContexts({ cluster }: ClientContext): ReadonlySet<string> {
  return new Set(cluster.connections.filter(({ isProtected }) => isProtected).map(({ context }) => context));
}

async function pickItem(items: readonly ClusterItem[], guarded: ReadonlySet<string>): Promise<NamedObject | undefined> {
  const picks = items.map((item): QuickPickItem & { readonly item: ClusterItem } => ({
    item,
    label: pathOf(item),
    description: `${item.title} · ${wordsOf(item)}`,
    detail: guarded.has(item.context) ? `${item.context} · $(lock) protected` : item.context,
    iconPath: statusIcon(item.status),
  }));
  const shown = { placeHolder: "Which object?", matchOnDescription: true, matchOnDetail: true };
  return (await window.showQuickPick(picks, shown))?.item;
}

async function sayWhyNone(manifests: readonly ManifestInCluster[]): Promise<void> {
  const [manifest] = manifests;
  const why =
    manifest === undefined
      ? "The active editor shows no manifest. Put the cursor into one, or choose an object in the GitOps view."
      : `${manifest.title} ${manifest.name}: ${manifest.note ?? "none of the connected clusters has it."}`;
  await window.showInformationMessage(why);
}
