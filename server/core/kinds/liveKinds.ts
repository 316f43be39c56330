import type { LiveKind } from "../cluster/liveKind.ts";
import { liveApplication } from "./argo-cd/live/application.ts";
import { liveApplicationSet } from "./argo-cd/live/applicationSet.ts";
import { liveAppProject } from "./argo-cd/live/appProject.ts";
import { liveAnalysisRun } from "./argo-rollouts/live/analysisRun.ts";
import { liveRollout } from "./argo-rollouts/live/rollout.ts";
import { liveClusterExternalSecret, liveExternalSecret } from "./external-secrets/live/secrets.ts";
import { liveClusterSecretStore, liveSecretStore } from "./external-secrets/live/stores.ts";
import { liveFluxKustomization } from "./flux/live/fluxKustomization.ts";
import { liveHelmRelease } from "./flux/live/helmRelease.ts";
import { liveSources } from "./flux/live/sources.ts";
import { constraintsGroup, liveConstraint, liveConstraintTemplate } from "./gatekeeper/live/gatekeeper.ts";
import { liveTerraform } from "./tofu/live/terraform.ts";

/** The kinds that are watched in a cluster; a new one is one file and one line here. */
export const liveKinds: readonly LiveKind[] = [
  liveApplication,
  liveApplicationSet,
  liveAppProject,
  liveFluxKustomization,
  liveHelmRelease,
  ...liveSources,
  liveTerraform,
  liveRollout,
  liveAnalysisRun,
  liveExternalSecret,
  liveClusterExternalSecret,
  liveSecretStore,
  liveClusterSecretStore,
  liveConstraintTemplate,
];

/** Groups whose kinds differ from cluster to cluster: discovery finds them, {@link liveKindOf} describes each. */
export const discoveredGroups: readonly string[] = [constraintsGroup];

/** By group, then by kind: asked for every manifest of a file. */
const byGroup = new Map(
  [...Map.groupBy(liveKinds, ({ group }) => group)].map(
    ([group, kinds]) => [group, new Map(kinds.map((each) => [each.kind, each]))] as const,
  ),
);
const discovered = new Map<string, LiveKind>();

/** What is known about a live kind; undefined for kinds that are not watched. */
export function liveKindOf({ group, kind }: { readonly group: string; readonly kind: string }): LiveKind | undefined {
  if (!discoveredGroups.includes(group)) return byGroup.get(group)?.get(kind);
  const known = discovered.get(kind) ?? liveConstraint(kind);
  discovered.set(kind, known);
  return known;
}
