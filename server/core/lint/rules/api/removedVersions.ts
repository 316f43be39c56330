import { apiVersionText, type GroupVersionKind } from "../../../manifest/manifest.ts";

/** A version that controllers no longer serve. */
export interface RemovedVersion {
  readonly removedIn: string;
  /** The `apiVersion` to write instead. */
  readonly current: string;
}

interface Family {
  readonly kinds: readonly string[];
  readonly current: string;
  readonly removed: Readonly<Record<string, string>>;
}

/** Changelogs of source-controller 1.7 and 1.8, kustomize-controller 1.7 and 1.8, helm-controller 1.4 and 1.5. */
const fluxFamilies: Readonly<Record<string, Family>> = {
  "source.toolkit.fluxcd.io": {
    kinds: ["GitRepository", "HelmRepository", "HelmChart", "Bucket", "OCIRepository"],
    current: "v1",
    removed: { v1beta1: "Flux 2.7", v1beta2: "Flux 2.8" },
  },
  "kustomize.toolkit.fluxcd.io": {
    kinds: ["Kustomization"],
    current: "v1",
    removed: { v1beta1: "Flux 2.7", v1beta2: "Flux 2.8" },
  },
  "helm.toolkit.fluxcd.io": {
    kinds: ["HelmRelease"],
    current: "v2",
    removed: { v2beta1: "Flux 2.7", v2beta2: "Flux 2.8" },
  },
};

/** The CRDs of external-secrets carry `served: false` since these releases. */
const externalSecretsFamilies: Readonly<Record<string, Family>> = {
  "external-secrets.io": {
    kinds: ["ExternalSecret", "ClusterExternalSecret", "SecretStore", "ClusterSecretStore"],
    current: "v1",
    removed: { v1alpha1: "External Secrets 0.16", v1beta1: "External Secrets 0.17" },
  },
};

/** What became of a Flux version; undefined when it is served or not Flux's. */
export function removedFluxVersion(gvk: GroupVersionKind): RemovedVersion | undefined {
  return removedVersion(gvk, fluxFamilies);
}

/** What became of a version of External Secrets; undefined when it is served or not theirs. */
export function removedExternalSecretsVersion(gvk: GroupVersionKind): RemovedVersion | undefined {
  return removedVersion(gvk, externalSecretsFamilies);
}

/** Whether a rule here reports the version, so that the schema check need not. */
export function isVersionReported(gvk: GroupVersionKind): boolean {
  return (removedFluxVersion(gvk) ?? removedExternalSecretsVersion(gvk)) !== undefined;
}

function removedVersion(gvk: GroupVersionKind, families: Readonly<Record<string, Family>>): RemovedVersion | undefined {
  const family = families[gvk.group];
  const removedIn = family?.removed[gvk.version];
  if (!family?.kinds.includes(gvk.kind) || removedIn === undefined) return undefined;
  return { removedIn, current: apiVersionText({ group: gvk.group, version: family.current }) };
}
