import { setFlagsFromString } from "node:v8";
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { startServer } from "./server.ts";

// V8 lets the space for new objects grow to 32 MB and more while a repository is read, and never gives it back. Kept
// small, the server needs 90 MB less with 10,000 documents, and answers as fast (docs/benchmarks.md).
setFlagsFromString("--semi-space-growth-factor=1");

// The transport comes from the arguments: `--node-ipc` from the VS Code client, `--stdio` from any other editor.
startServer(createConnection(ProposedFeatures.all));
