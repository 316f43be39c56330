// Flux's own source-controller and kustomize-controller, working on a test cluster.
import { mkdirSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import type { Cluster } from "./cluster.ts";
import { loadCrds } from "./crds.ts";
import { ensurePrograms, fluxControllers, type Say } from "./programs.ts";
import { freePorts, type ServerProcess, startServer, untilReady } from "./serverProcess.ts";

/** Running controllers. */
export interface Flux {
  /** Ends one of them, to see what happens when nobody reconciles. */
  stopController(name: "source-controller" | "kustomize-controller"): Promise<void>;
  stop(): Promise<void>;
}

/** Starts the controllers (building them first if need be) with the kinds of Flux and a namespace `flux-system`. */
export async function startFlux(
  cluster: Cluster,
  say: Say = (line) => process.stderr.write(`${line}\n`),
): Promise<Flux> {
  const programs = await ensurePrograms(fluxControllers, say);
  await loadCrds(cluster.admin, ["flux"], say);
  await cluster.applyYaml("{ apiVersion: v1, kind: Namespace, metadata: { name: flux-system } }");
  const [storage = 0, sourceHealth = 0, kustomizeHealth = 0] = await freePorts(3);
  const artifacts = join(cluster.folder, "artifacts");
  mkdirSync(artifacts);
  const common = ["--metrics-addr=0", "--requeue-dependency=1s", "--log-level=info"];
  const start = (name: string, health: number, flags: readonly string[]): ServerProcess =>
    startServer(name, programs[name] ?? name, [...common, `--health-addr=127.0.0.1:${health}`, ...flags], {
      folder: cluster.folder,
      environment: { ...process.env, KUBECONFIG: cluster.kubeconfig, RUNTIME_NAMESPACE: "flux-system" },
    });
  const controllers = [
    start("source-controller", sourceHealth, [
      `--storage-path=${artifacts}`,
      `--storage-addr=127.0.0.1:${storage}`,
      `--storage-adv-addr=127.0.0.1:${storage}`,
    ]),
    start("kustomize-controller", kustomizeHealth, []),
  ];
  const stop = async (): Promise<void> => {
    await Promise.all(controllers.map((controller) => controller.stop()));
  };
  try {
    const ports = [sourceHealth, kustomizeHealth];
    await Promise.all(controllers.map((controller, at) => untilReady(controller, () => isHealthy(ports[at] ?? 0))));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    stop,
    stopController: async (name) => controllers.find((controller) => controller.name === name)?.stop(),
  };
}

function isHealthy(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    get(`http://127.0.0.1:${port}/readyz`, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    }).once("error", reject);
  });
}
