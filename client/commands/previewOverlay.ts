import { ViewColumn, window, workspace } from "vscode";
import type { Command } from "../feature.ts";
import { renderedUri } from "../features/renderedDocuments.ts";
import { overlayFor, placeOf } from "./pickOverlay.ts";

/** Shows the rendered overlay beside the file it belongs to; typing goes on in the file. */
export const previewOverlay: Command = {
  id: "gitops.previewOverlay",
  run: async (context, ...args) => {
    const overlay = await overlayFor(context, args, "Which overlay shall be rendered?");
    if (overlay === undefined) return;
    const uri = renderedUri({ ...placeOf(overlay), revision: "workingCopy", header: "comments" });
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document, { viewColumn: ViewColumn.Beside, preserveFocus: true, preview: false });
  },
};
