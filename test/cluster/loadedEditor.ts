import type { ClusterConnection, SubscribeClusterResult } from "../../server/protocol/cluster.ts";
import type { LspClient } from "../harness/lspClient.ts";
import { eventually } from "./harness/eventually.ts";

/** Connects an editor and resolves once every kind is loaded: which one is first differs from run to run. */
export async function connectEditor(client: LspClient, context: string): Promise<ClusterConnection> {
  await client.request("gitops/cluster/connect", { context });
  const connection = async () => {
    const { connections } = await client.request<SubscribeClusterResult>("gitops/cluster/subscribe");
    return connections.find((each) => each.context === context);
  };
  return eventually(async () => {
    const found = await connection();
    const isLoaded = found?.state === "connected" && !found.kinds.some(({ state }) => state === "loading");
    return isLoaded ? found : undefined;
  }, connection);
}
