import { Disposable, extensions, workspace } from "vscode";
import type { Feature } from "../feature.ts";

/** Keeps the server's settings those of the editor: settings, trust, and whether the YAML neighbour is there. */
export const settingsSync: Feature = ({ server, log }) => {
  const send = () => {
    server.sendSettings().catch((error: unknown) => log.warn("The settings did not reach the server", error));
  };
  return Disposable.from(
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("gitops")) send();
    }),
    workspace.onDidGrantWorkspaceTrust(send),
    extensions.onDidChange(send),
  );
};
