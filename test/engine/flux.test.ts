import { join } from "node:path";
import { testFixtures } from "./deployed.ts";
import { startRenderer } from "./harness.ts";

// test/cluster/fluxRender.test.ts asks Flux itself about the same folders.
const deployer = {
  group: "kustomize.toolkit.fluxcd.io",
  kind: "Kustomization",
  name: "apps",
  namespace: "flux-system",
};
testFixtures(join(import.meta.dirname, "..", "fixtures", "flux"), "Flux", deployer, startRenderer());
