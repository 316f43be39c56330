import { commands, Uri } from "vscode";
import type { Command } from "../feature.ts";
import { renderedUri } from "../features/renderedDocuments.ts";
import { type Overlay, overlayFor, pickAnyOverlay, placeOf } from "./pickOverlay.ts";

/** Shows what two rendered overlays have different, both live. */
export const compareOverlays: Command = {
  id: "gitops.compareOverlays",
  run: async (context, first, second) => {
    const left = await overlayFor(context, [first], "Which overlay is on the left?");
    if (left === undefined) return;
    const right =
      typeof second === "string"
        ? { directory: second }
        : await pickAnyOverlay(context, "Which overlay is on the right?", left.directory);
    if (right === undefined) return;
    const [from, to] = [left, right].map((overlay) =>
      renderedUri({ ...placeOf(overlay), revision: "workingCopy", header: "none" }),
    );
    await commands.executeCommand("vscode.diff", from, to, `${nameOf(left)} ↔ ${nameOf(right)} (rendered)`);
  },
};

/** Shows what the working copy changes in a rendered overlay since the last commit. */
export const compareWithHead: Command = {
  id: "gitops.compareWithHead",
  run: async (context, ...args) => {
    const overlay = await overlayFor(context, args, "Which overlay shall be compared with the last commit?");
    if (overlay === undefined) return;
    const place = placeOf(overlay);
    const before = renderedUri({ ...place, revision: "head", header: "none" });
    const now = renderedUri({ ...place, revision: "workingCopy", header: "none" });
    await commands.executeCommand("vscode.diff", before, now, `${nameOf(overlay)} (HEAD ↔ working copy, rendered)`);
  },
};

function nameOf({ directory }: Overlay): string {
  return Uri.parse(directory).path.split("/").slice(-2).join("/");
}
