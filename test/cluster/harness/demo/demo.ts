// The cluster that `npm start` shows: the objects of examples/, some healthy, some failing in typical ways.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, createApiClient } from "../apiClient.ts";
import { applyBookshop } from "../bookshop.ts";
import { startCluster } from "../cluster.ts";
import { loadCrds } from "../crds.ts";
import { writeKubeconfig } from "../kubeconfig.ts";
import type { Say } from "../programs.ts";
import { applyEvents } from "./events.ts";
import { applyHelmCharts } from "./helmCharts.ts";
import { startSimulatedApi } from "./simulatedApi.ts";
import { startStandIns } from "./standIns.ts";
import { applyTenants } from "./tenants.ts";
import { applyWorkloads } from "./workloads.ts";

/** A running demo. */
export interface Demo {
  /** Path of a kubeconfig with {@link Demo.context} and a protected context of the same server. */
  readonly kubeconfig: string;
  readonly context: string;
  readonly protectedContext: string;
  stop(): Promise<void>;
}

/** Starts a real API server with the demo in it. Builds the server and fetches the kinds first where they are missing. */
export async function startRealDemo(say: Say): Promise<Demo> {
  const cluster = await startCluster({ say });
  try {
    await loadCrds(cluster.admin, ["argo-cd", "flux", "external-secrets"], say);
    const endStandIns = await fillDemo(cluster.admin, say);
    const [context, protectedContext] = ["demo", "demo-prod"] as const;
    const known = {
      server: cluster.address,
      authority: cluster.authority,
      user: { token: cluster.tokens.admin },
      namespace: "argocd",
    };
    const kubeconfig = cluster.writeKubeconfig("demo.yaml", [
      { name: context, ...known },
      { name: protectedContext, ...known },
    ]);
    const stop = async (): Promise<void> => {
      endStandIns();
      await cluster.stop();
    };
    return { kubeconfig, context, protectedContext, stop };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

/** Starts a simulated API server with the demo in it; its context is named so. */
export async function startSimulatedDemo(say: Say): Promise<Demo> {
  const api = await startSimulatedApi();
  const client = createApiClient({ address: api.address, authority: api.authority, token: "simulated" });
  const folder = mkdtempSync(join(tmpdir(), "gitops-demo-"));
  const state = { endStandIns: (): void => undefined };
  const stop = async (): Promise<void> => {
    state.endStandIns();
    client.close();
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    state.endStandIns = await fillDemo(client, say);
    const kubeconfig = join(folder, "demo.yaml");
    const [context, protectedContext] = ["simulated", "simulated-prod"] as const;
    const known = {
      server: api.address,
      authority: api.authority,
      user: { token: "simulated" },
      namespace: "argocd",
    };
    writeKubeconfig(kubeconfig, [
      { name: context, ...known },
      { name: protectedContext, ...known },
    ]);
    return { kubeconfig, context, protectedContext, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Puts everything into a cluster that serves the kinds, and starts what answers for the controllers; the result ends it. */
export async function fillDemo(client: ApiClient, say: Say): Promise<() => void> {
  const now = Date.now();
  await applyBookshop(client, now);
  await applyTenants(client, now);
  await applyHelmCharts(client);
  await applyEvents(client, now);
  if (!(await applyWorkloads(client, now))) say("Without the engine the demo has no workloads to compare with");
  return startStandIns(client, (error) => say(`The stand-ins of the demo had a problem: ${error}`));
}
