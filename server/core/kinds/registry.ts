import { application } from "./argo-cd/application.ts";
import { appProject } from "./argo-cd/appProject.ts";
import { producers } from "./core/products.ts";
import { configMap, namespace, secret, serviceAccount } from "./core/targets.ts";
import type { GroupKind, KindDescriptor, ProductRule } from "./descriptor.ts";
import { clusterExternalSecret, externalSecret } from "./external-secrets/externalSecret.ts";
import { clusterSecretStore, secretStore } from "./external-secrets/secretStore.ts";
import { fluxKustomization } from "./flux/fluxKustomization.ts";
import { helmRelease } from "./flux/helmRelease.ts";
import { bucket, externalArtifact, gitRepository, helmChart, helmRepository, ociRepository } from "./flux/sources.ts";
import { component, kustomization } from "./kustomize/kustomization.ts";

/** Every kind the product knows. A new kind is one folder and one line here. */
export const kinds: readonly KindDescriptor[] = [
  application,
  appProject,
  kustomization,
  component,
  fluxKustomization,
  helmRelease,
  gitRepository,
  helmRepository,
  ociRepository,
  bucket,
  helmChart,
  externalArtifact,
  externalSecret,
  clusterExternalSecret,
  secretStore,
  clusterSecretStore,
  secret,
  configMap,
  serviceAccount,
  namespace,
];

const byGroupKind: ReadonlyMap<string, KindDescriptor> = new Map(kinds.map((each) => [keyOf(each), each]));

/** What is known about a type; undefined for the many types nobody described. */
export function descriptorOf({ group, kind }: GroupKind): KindDescriptor | undefined {
  return byGroupKind.get(`${group}/${kind}`);
}

const productsByGroupKind: ReadonlyMap<string, readonly ProductRule[]> = new Map(
  [...kinds, ...producers].flatMap((each) => (each.products ? [[keyOf(each), each.products] as const] : [])),
);

/** What a controller makes from an object of this type. */
export function productsOf({ group, kind }: GroupKind): readonly ProductRule[] {
  return productsByGroupKind.get(`${group}/${kind}`) ?? [];
}

/** The types whose objects make objects of the given type, kustomization files among them. */
export function producersOf(product: GroupKind): readonly GroupKind[] {
  return [...kinds, ...producers].filter((each) =>
    each.products?.some(({ makes }) => makes.group === product.group && makes.kind === product.kind),
  );
}

function keyOf({ group, kind }: GroupKind): string {
  return `${group}/${kind}`;
}
