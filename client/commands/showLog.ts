import type { Command } from "../feature.ts";

/** Opens the output channel of the extension and the server. */
export const showLog: Command = { id: "gitops.showLog", run: ({ log }) => log.show() };
