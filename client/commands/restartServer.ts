import type { Command } from "../feature.ts";

/** Ends the language server and starts it again, also after it was given up. */
export const restartServer: Command = { id: "gitops.restartServer", run: ({ server }) => server.restart() };
