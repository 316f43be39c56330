import type { Disposable, ExtensionContext, LogOutputChannel } from "vscode";
import type { ComparedDocuments } from "./cluster/clusterDocuments.ts";
import type { ClusterLook } from "./cluster/clusterLook.ts";
import type { ClusterModel } from "./cluster/clusterModel.ts";
import type { ServerConnection } from "./server.ts";

/** What every part of the client is handed. */
export interface ClientContext {
  readonly extension: ExtensionContext;
  readonly server: ServerConnection;
  readonly log: LogOutputChannel;
  readonly cluster: ClusterModel;
  /** How the views show live objects. */
  readonly look: ClusterLook;
  /** The texts of comparisons with a cluster. */
  readonly compared: ComparedDocuments;
}

/** One thing the client adds to VS Code; what it registers ends with the returned disposable. */
export type Feature = (context: ClientContext) => Disposable;

/** One command of the palette, a menu or a lens; `id` is declared in package.json. */
export interface Command {
  readonly id: string;
  readonly run: (context: ClientContext, ...args: readonly unknown[]) => unknown;
}
