import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server.ts";

// The transport comes from the arguments: `--node-ipc` from the VS Code client, `--stdio` from any other editor.
startServer(createConnection(ProposedFeatures.all));
