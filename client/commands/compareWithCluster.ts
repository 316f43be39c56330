import { commands, ProgressLocation, Uri, window, workspace } from "vscode";
import {
  type ClusterDeclaration,
  type ClusterObjectId,
  clusterDeclarationRequest,
} from "../../server/protocol/cluster.ts";
import {
  type CompareWithClusterParams,
  type CompareWithClusterResult,
  compareWithClusterRequest,
} from "../../server/protocol/compare.ts";
import { type PreviewTarget, type PreviewTargetsParams, previewTargetsRequest } from "../../server/protocol/preview.ts";
import { comparisonSummary } from "../cluster/comparisonSummary.ts";
import { idOf, pathOf, readObjectId } from "../cluster/identity.ts";
import { isConnected, manifestsHere } from "../cluster/objectForCommand.ts";
import { connectionWords } from "../cluster/statusLook.ts";
import type { ClientContext, Command } from "../feature.ts";
import { type Overlay, overlayFor, placeOf } from "./pickOverlay.ts";

type Compared = Extract<CompareWithClusterResult, { readonly kind: "compared" }>;

/**
 * Shows what the rendered working copy would change in a cluster, one document for each object. It works on an
 * application of a view, the directory of a lens, or what the active editor shows.
 */
export const compareWithCluster: Command = {
  id: "gitops.cluster.compare",
  run: async (context, argument, ...rest) => {
    if (!(await isConnected(context))) return;
    const chosen = readObjectId(argument);
    const application = chosen ?? (await applicationHere(context));
    const declared = chosen && (await directoryOf(context, chosen));
    const overlay = declared ?? (await overlayFor(context, [argument, ...rest], "Which overlay shall be compared?"));
    const name = application?.context ?? (await pickConnected(context));
    if (overlay === undefined || name === undefined) return;
    const params = { context: name, ...placeOf(overlay), ...(application && { application: idOf(application) }) };
    const result = await ask(context, params);
    if (result === undefined) return;
    if (result.kind === "failed") {
      await window.showErrorMessage(`${nameOf(overlay.directory)} was not compared with ${name}: ${result.message}`);
    } else {
      await showComparison(context, params, result);
    }
  },
};

/** The application at the cursor: what it prunes counts. */
async function applicationHere(context: ClientContext): Promise<ClusterObjectId | undefined> {
  const items = (await manifestsHere(context)).flatMap((manifest) => manifest.items);
  const applications = items.filter(({ role }) => role === "application");
  return applications.length === 1 ? applications[0] : undefined;
}

/** The directory that the manifest of an application deploys. */
async function directoryOf({ server }: ClientContext, object: ClusterObjectId): Promise<Overlay | undefined> {
  const place = await server.client.sendRequest<ClusterDeclaration | null>(clusterDeclarationRequest, idOf(object));
  if (place === null) return undefined;
  const { uri, line, character } = place;
  const params: PreviewTargetsParams = { uri, position: { line, character } };
  const [target] = await server.client.sendRequest<readonly PreviewTarget[]>(previewTargetsRequest, params);
  return target;
}

/** A connection that failed is only taken when there is no other: it then says why it cannot be compared with. */
async function pickConnected({ cluster }: ClientContext): Promise<string | undefined> {
  const reached = cluster.connections.filter(({ state }) => state !== "failed");
  const [first, ...others] = reached.length > 0 ? reached : cluster.connections;
  if (first === undefined || others.length === 0) return first?.context;
  const items = [first, ...others].map((connection) => ({
    label: connection.context,
    description: [connectionWords(connection), connection.isProtected ? "$(lock) protected" : ""]
      .filter(Boolean)
      .join(" · "),
  }));
  return (await window.showQuickPick(items, { placeHolder: "Compare with which cluster?" }))?.label;
}

/** Undefined when the user does not want to wait. */
async function ask(
  { server }: ClientContext,
  params: CompareWithClusterParams,
): Promise<CompareWithClusterResult | undefined> {
  const title = `Comparing ${nameOf(params.directory)} with ${params.context}`;
  return window.withProgress(
    { location: ProgressLocation.Notification, cancellable: true, title },
    async (_, token) => {
      try {
        return await server.client.sendRequest<CompareWithClusterResult>(compareWithClusterRequest, params, token);
      } catch (error) {
        if (token.isCancellationRequested) return undefined;
        throw error;
      }
    },
  );
}

async function showComparison(
  { compared, log }: ClientContext,
  { directory, context, application: chosen }: CompareWithClusterParams,
  { objects, notes, method, application, uncompared, refused }: Compared,
): Promise<void> {
  for (const note of notes) log.info(`${nameOf(directory)} compared with ${context}: ${note}`);
  const summary = comparisonSummary({ objects, uncompared, refused });
  if (objects.length > 0) {
    const title = `${nameOf(directory)} ↔ ${context}: ${summary}`;
    const documents = compared.add(objects).map(({ file, live, next }) => [file, live, next]);
    await commands.executeCommand("vscode.changes", title, documents);
  }
  const how =
    method === "serverSideDryRun"
      ? "The API server computed the result (dry run)."
      : "The result is merged from what was applied last, as a dry run is not permitted.";
  const count = notes.length === 1 ? "1 note" : `${notes.length} notes`;
  const message = `${nameOf(directory)} in ${context}: ${summary}. ${how}${chosen ? "" : pruningWords(application)}`;
  if (notes.length === 0) {
    await window.showInformationMessage(message);
    return;
  }
  const showNotes = `Show ${count}`;
  const isPartial = uncompared + refused > 0;
  const answer = await (isPartial
    ? window.showWarningMessage(message, showNotes)
    : window.showInformationMessage(message, showNotes));
  if (answer === showNotes) log.show();
}

/** What the pruning is known from when the user chose no application. */
function pruningWords(application: ClusterObjectId | undefined): string {
  if (application === undefined) return " What would be pruned is only known from an application.";
  return ` What would be pruned is known from ${application.kind} ${pathOf(application)}, which deploys it.`;
}

/** Overlays of different applications are often named alike, so it is the whole path in the workspace. */
function nameOf(directory: string): string {
  return workspace.asRelativePath(Uri.parse(directory));
}
