import { liveKinds } from "../../core/kinds/liveKinds.ts";
import { kinds } from "../../core/kinds/registry.ts";
import type { Deployer } from "./deployer.ts";
import type { OverlayRequest } from "./renderOverlay.ts";
import { collectVariables, type KnownVariables, type VariablePlaces } from "./variables.ts";

/** What a deployer adds to a request to render its directory. */
export interface DeployedRequest {
  readonly deployer: Deployer;
  readonly known: KnownVariables;
  readonly request: Partial<Pick<OverlayRequest, "changes" | "components" | "loadRestrictor" | "generate">>;
}

/** Puts together what a deployer changes; `isMarked` includes the labels by which its controller finds its objects. */
export async function deployedRequest(
  deployer: Deployer,
  places: VariablePlaces,
  isMarked = true,
): Promise<DeployedRequest> {
  const known = await collectVariables(deployer, places);
  const { toEngine, components, loadRestrictor, files } = deployer.changes;
  const owner = isMarked ? { name: deployer.name, namespace: deployer.namespace ?? "" } : { name: "", namespace: "" };
  const changes = toEngine(owner, known.variables, clusterScoped);
  const further = { ...(loadRestrictor && { loadRestrictor }), ...(files && { generate: files }) };
  return { deployer, known, request: { changes, components, ...further } };
}

/** Custom kinds without a namespace; kustomize knows only those of Kubernetes. */
const clusterScoped = [...kinds, ...liveKinds].flatMap(({ scope, group, kind }) =>
  scope === "Cluster" ? [`${group}/${kind}`] : [],
);

/** What the deployer changes, in words: `targetNamespace, 2 patches, 3 variables`. */
export function changeWords({ deployer, known }: DeployedRequest): string {
  const { values = {}, hidden = [] } = known.variables ?? {};
  const count = Object.keys(values).length + hidden.length;
  const variables = count === 0 ? [] : [count === 1 ? "1 variable" : `${count} variables`];
  return [...deployer.changes.words, ...variables].join(", ") || deployer.changes.otherwise;
}
