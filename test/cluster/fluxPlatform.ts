import type { TestContext } from "node:test";
import { startCluster } from "./harness/cluster.ts";
import { startFlux } from "./harness/flux.ts";
import { startGitServer } from "./harness/gitServer.ts";
import { controlPlane, fluxControllers, hasGo, whyMissing } from "./harness/programs.ts";

/** Why Flux cannot run here; false when it can. */
export const whyNoFlux: string | false =
  whyMissing(controlPlane) ?? whyMissing(fluxControllers) ?? (hasGo() ? false : "Flux's kinds are fetched with Go");

/** A manifest of the repository. */
export function greeting(text: string): string {
  return `{ apiVersion: v1, kind: ConfigMap, metadata: { name: greeting }, data: { text: ${JSON.stringify(text)} } }`;
}

/** What deploys the directory `apps` of the repository. */
export const apps = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec:
  interval: 1h
  prune: true
  path: ./apps
  targetNamespace: default
  sourceRef: { kind: GitRepository, name: platform }
`;

/** A cluster with Flux that deploys `apps/greeting.yaml`, saying hello, from a repository with further files; all of it ends with the test. */
export async function startPlatform(context: TestContext, more: Readonly<Record<string, string>> = {}) {
  const git = await startGitServer();
  context.after(() => git.stop());
  const cluster = await startCluster();
  context.after(() => cluster.stop());
  const flux = await startFlux(cluster);
  context.after(() => flux.stop());
  const repository = git.createRepository("platform", { "apps/greeting.yaml": greeting("hello"), ...more });
  await cluster.applyYaml(`
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: platform, namespace: flux-system }
spec: { interval: 1h, url: "${repository.url}", ref: { branch: main } }
---
${apps}`);
  return { cluster, repository };
}
