import type { ControllerChanges } from "../renderer.ts";
import type { Deployer } from "./deployer.ts";
import type { OverlayRequest } from "./renderOverlay.ts";
import { collectVariables, type KnownVariables, type VariablePlaces } from "./variables.ts";

/** What a deployer adds to a request to render its directory. */
export interface DeployedRequest {
  readonly deployer: Deployer;
  readonly known: KnownVariables;
  readonly request: Pick<OverlayRequest, "changes" | "components" | "loadRestrictor">;
}

/** Puts together what a deployer changes. */
export async function deployedRequest(deployer: Deployer, places: VariablePlaces): Promise<DeployedRequest> {
  const known = await collectVariables(deployer, places);
  const { controller, spec, components } = deployer.changes;
  const changes: ControllerChanges = {
    controller,
    spec,
    name: deployer.name,
    namespace: deployer.namespace ?? "",
    ...(known.variables && { variables: known.variables }),
  };
  // kustomize-controller reads whatever the source delivers (fluxcd/pkg kustomize, Build).
  return { deployer, known, request: { changes, components, loadRestrictor: "none" } };
}

/** What the deployer changes, in words: `targetNamespace, 2 patches, 3 variables`; `nothing` when it adds only labels. */
export function changeWords({ deployer, known }: DeployedRequest): string {
  const { values = {}, hidden = [] } = known.variables ?? {};
  const count = Object.keys(values).length + hidden.length;
  const variables = count === 0 ? [] : [count === 1 ? "1 variable" : `${count} variables`];
  return [...deployer.changes.words, ...variables].join(", ") || "owner labels only";
}
