// The cluster that `npm start` connects to: a real API server once it is built, else a simulation.
import { say, step } from "./steps.mjs";

/**
 * Starts the demo cluster. `build` makes the real one even when its servers have to be built first (some minutes).
 * Resolves with the `settings` and `environment` of a VS Code that shows it at once, and `stop`.
 */
export async function startDemoCluster({ build }) {
  const { controlPlane, areBuilt, whyMissing } = await import("../test/cluster/harness/programs.ts");
  const { areCrdsFetched } = await import("../test/cluster/harness/crds.ts");
  const { startRealDemo, startSimulatedDemo } = await import("../test/cluster/harness/demo/demo.ts");
  const isThere = areBuilt(controlPlane) && areCrdsFetched();
  const missing = whyMissing(controlPlane);
  const tell = (line) => say(`  ${line}`);
  const isReal = isThere || (build && missing === undefined);
  const demo = await step("Start the demo cluster", () => (isReal ? startRealDemo(tell) : startSimulatedDemo(tell)));
  if (isReal)
    say("  a real Kubernetes API server with the objects of examples/; stand-ins answer for Argo CD and Flux");
  else say("  a simulated API server with the objects of examples/; it knows no permissions and validates nothing");
  if (!isReal && missing === undefined) {
    say(`  \`npm start -- --cluster\` builds and starts a real one: about ${controlPlane.firstBuild}, once`);
  } else if (!isReal) say(`  no real one: ${missing}`);
  return {
    environment: { KUBECONFIG: demo.kubeconfig },
    settings: { "gitops.cluster.connectOnOpen": demo.context },
    lines: [
      `It connects to the context ${demo.context}. In ${demo.protectedContext}, the same cluster, every write needs a typed name.`,
    ],
    stop: demo.stop,
  };
}
