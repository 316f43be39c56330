import { type QuickPickItem, window } from "vscode";
import {
  type PreviewDeployer,
  type PreviewTarget,
  type PreviewTargetsParams,
  previewTargetsRequest,
} from "../../server/protocol/preview.ts";
import type { ClientContext } from "../feature.ts";

/** A directory, and the manifest whose controller applies it; without one the directory as kustomize builds it. */
export type Overlay = Pick<PreviewTarget, "directory" | "deployer">;

/** The overlay a command works on: its arguments, what the active editor shows, or the user's choice among all. */
export async function overlayFor(
  context: ClientContext,
  [argument, deployer]: readonly unknown[],
  placeHolder: string,
): Promise<Overlay | undefined> {
  if (typeof argument === "string") {
    return { directory: argument, ...(isDeployer(deployer) && { deployer }) };
  }
  const here = await targets(context, placeOfEditor());
  if (here.length === 1) return here[0];
  return pick(here.length > 0 ? here : await targets(context, {}), placeHolder);
}

/** The part of an overlay that names it; what is for people left out. */
export function placeOf({ directory, deployer }: Overlay): Overlay {
  return { directory, ...(deployer && { deployer }) };
}

/** Whether a value names a manifest; arguments and addresses of documents may hold anything. */
export function isDeployer(value: unknown): value is PreviewDeployer {
  if (typeof value !== "object" || value === null) return false;
  if (!("uri" in value && "group" in value && "kind" in value && "name" in value)) return false;
  const texts: readonly unknown[] = [value.uri, value.group, value.kind, value.name];
  return texts.every((each) => typeof each === "string");
}

/** Lets the user choose among all overlays of the workspace, one left out if it was chosen before. */
export async function pickAnyOverlay(
  context: ClientContext,
  placeHolder: string,
  without?: string,
): Promise<Overlay | undefined> {
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

async function pick(all: readonly PreviewTarget[], placeHolder: string): Promise<Overlay | undefined> {
  if (all.length === 0) {
    await window.showInformationMessage("There is no kustomization file in this workspace, so nothing to render.");
    return undefined;
  }
  const items = all.map((target): QuickPickItem & { readonly target: Overlay } => ({
    label: target.label,
    target,
    ...(target.detail !== undefined && { detail: target.detail }),
  }));
  return (await window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.target;
}
