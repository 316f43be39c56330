import { commands, env, Uri, window } from "vscode";
import type { ClusterObjectId } from "../../server/protocol/cluster.ts";
import { type ClusterWebAddressResult, clusterWebAddressRequest } from "../../server/protocol/clusterWebAddress.ts";
import { resourcePage, webAddress } from "../cluster/argoCdPage.ts";
import { idOf } from "../cluster/identity.ts";
import { type NamedObject, objectForCommand } from "../cluster/objectForCommand.ts";
import { readOwner } from "../cluster/treeNode.ts";
import type { ClientContext, Command } from "../feature.ts";
import { readArgoCdUrl } from "../settings.ts";

/** Opens the page of an Application in the web interface of Argo CD, or that of one of its resources. */
export const openInArgoCd: Command = {
  id: "gitops.cluster.openInArgoCd",
  run: async (context, argument) => {
    const object = await objectForCommand(context, argument);
    if (object === undefined) return;
    const page = pageOf(context, object, argument);
    if (page === undefined) {
      await window.showInformationMessage(
        `No page of ${object.title} ${object.name} in Argo CD is known. Choose an Application, or a resource below its Application in the view.`,
      );
      return;
    }
    const address = await addressOf(context, page.application);
    if (address.kind === "found") await env.openExternal(Uri.parse(`${address.address}${page.path}`));
    else await sayWhatToSet(object.context, address.message);
  },
};

/** The page, and the Application whose Argo CD has it. */
function pageOf(
  { cluster }: ClientContext,
  object: NamedObject,
  argument: unknown,
): { readonly path: string; readonly application: ClusterObjectId } | undefined {
  const own = cluster.item(object)?.webPath;
  if (own !== undefined) return { path: own, application: object };
  const owner = readOwner(argument);
  const above = owner && cluster.item(owner)?.webPath;
  return owner && above !== undefined ? { path: resourcePage(above, object), application: owner } : undefined;
}

/** The setting goes first; without it Argo CD of the cluster is asked, which knows it when it lets people log in. */
async function addressOf({ server }: ClientContext, application: ClusterObjectId): Promise<ClusterWebAddressResult> {
  const set = readArgoCdUrl(application.context);
  if (set !== undefined) return { kind: "found", address: set };
  const found = await server.client.sendRequest<ClusterWebAddressResult>(clusterWebAddressRequest, idOf(application));
  if (found.kind === "failed") return found;
  const address = webAddress(found.address);
  if (address !== undefined) return { kind: "found", address };
  return { kind: "failed", message: `What the cluster says is no address of a web page: \`${found.address}\`.` };
}

async function sayWhatToSet(context: string, why: string): Promise<void> {
  const open = "Open Settings";
  const answer = await window.showInformationMessage(
    `Where Argo CD's web interface of ${context} is, is not known: ${why} Set gitops.cluster.argoCdUrl to its address.`,
    open,
  );
  if (answer === open) await commands.executeCommand("workbench.action.openSettings", "gitops.cluster.argoCdUrl");
}
