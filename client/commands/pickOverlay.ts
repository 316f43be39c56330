import { type QuickPickItem, window } from "vscode";
import { type PreviewTarget, type PreviewTargetsParams, previewTargetsRequest } from "../../server/protocol/preview.ts";
import type { ClientContext } from "../feature.ts";

/** The overlay a command works on: its argument, what the active editor shows, or the user's choice among all. */
export async function overlayFor(
  context: ClientContext,
  argument: unknown,
  placeHolder: string,
): Promise<string | undefined> {
  if (typeof argument === "string") return argument;
  const here = await targets(context, placeOfEditor());
  if (here.length === 1) return here[0]?.directory;
  return pick(here.length > 0 ? here : await targets(context, {}), placeHolder);
}

/** Lets the user choose among all overlays of the workspace, one left out if it was chosen before. */
export async function pickAnyOverlay(
  context: ClientContext,
  placeHolder: string,
  without?: string,
): Promise<string | undefined> {
  const all = await targets(context, {});
  return pick(
    all.filter(({ directory }) => directory !== without),
    placeHolder,
  );
}

async function targets(context: ClientContext, params: PreviewTargetsParams): Promise<readonly PreviewTarget[]> {
  await context.server.start();
  return context.server.client.sendRequest<readonly PreviewTarget[]>(previewTargetsRequest, params);
}

function placeOfEditor(): PreviewTargetsParams {
  const editor = window.activeTextEditor;
  if (!editor) return {};
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

async function pick(all: readonly PreviewTarget[], placeHolder: string): Promise<string | undefined> {
  if (all.length === 0) {
    await window.showInformationMessage("There is no kustomization file in this workspace, so nothing to render.");
    return undefined;
  }
  const items = all.map(({ directory, label, detail }): QuickPickItem & { readonly directory: string } => ({
    label,
    directory,
    ...(detail !== undefined && { detail }),
  }));
  return (await window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.directory;
}
