import type { KindDescriptor } from "../descriptor.ts";
import { usualIntervals } from "../durations.ts";
import { impersonation, localSecret, oldBetas, source, sourceGroup, usualHead } from "./common.ts";

const documentation = "https://fluxcd.io/flux/components/source";
const common = { group: sourceGroup, versions: ["v1"], scope: "Namespaced", paths: [] } as const;

/** What is usually written in every source that is fetched. */
const sourceValues = [
  { paths: ["spec.interval"], values: usualIntervals },
  { paths: ["spec.timeout"], values: ["60s", "2m"] },
] as const;

/** Files of a git repository. */
export const gitRepository: KindDescriptor = {
  ...common,
  kind: "GitRepository",
  title: "GitRepository",
  oldVersions: oldBetas,
  references: [
    // `flux bootstrap` makes the Secret of its own repository.
    { ...localSecret("spec.secretRef"), known: ["flux-system"] },
    localSecret("spec.proxySecretRef", "proxy"),
    localSecret("spec.verify.secretRef", "verification"),
    impersonation(),
    {
      path: "spec.include[*].repository",
      to: [source("GitRepository")],
      nameField: "name",
      namespace: "own",
      role: "source",
      whenMissing: "warning",
      orders: true,
    },
  ],
  repositoryAddress: "spec.url",
  structure: ["spec.url", "spec.ref.branch", "spec.ref.tag", "spec.ref.semver", "spec.ref.commit", "spec.ref.name"],
  usualValues: sourceValues,
  usualOrder: [
    ...usualHead,
    "spec.interval",
    "spec.timeout",
    "spec.url",
    "spec.ref",
    "spec.secretRef",
    "spec.provider",
    "spec.ignore",
    "spec.sparseCheckout",
    "spec.verify",
    "spec.include",
    "spec.suspend",
    "spec.ref.branch",
    "spec.ref.tag",
    "spec.ref.semver",
    "spec.ref.commit",
  ],
  documentation: `${documentation}/gitrepositories/`,
};

/** An index of charts, or a registry of them. */
export const helmRepository: KindDescriptor = {
  ...common,
  kind: "HelmRepository",
  title: "HelmRepository",
  oldVersions: oldBetas,
  references: [localSecret("spec.secretRef"), localSecret("spec.certSecretRef", "certificate")],
  usualValues: sourceValues,
  usualOrder: [
    ...usualHead,
    "spec.interval",
    "spec.type",
    "spec.url",
    "spec.secretRef",
    "spec.certSecretRef",
    "spec.provider",
    "spec.timeout",
    "spec.suspend",
  ],
  documentation: `${documentation}/helmrepositories/`,
};

/** An artifact of a container registry. */
export const ociRepository: KindDescriptor = {
  ...common,
  kind: "OCIRepository",
  title: "OCIRepository",
  oldVersions: [{ version: "v1beta2", removedIn: "Flux 2.8" }],
  references: [
    localSecret("spec.secretRef"),
    localSecret("spec.certSecretRef", "certificate"),
    localSecret("spec.proxySecretRef", "proxy"),
    localSecret("spec.verify.secretRef", "verification"),
    localSecret("spec.verify.trustedRootSecretRef", "verification"),
    impersonation(),
  ],
  usualValues: sourceValues,
  usualOrder: [
    ...usualHead,
    "spec.interval",
    "spec.timeout",
    "spec.url",
    "spec.ref",
    "spec.layerSelector",
    "spec.secretRef",
    "spec.provider",
    "spec.serviceAccountName",
    "spec.verify",
    "spec.ignore",
    "spec.suspend",
    "spec.ref.tag",
    "spec.ref.semver",
    "spec.ref.digest",
    "spec.layerSelector.mediaType",
    "spec.layerSelector.operation",
  ],
  documentation: `${documentation}/ocirepositories/`,
};

/** Objects of a bucket. */
export const bucket: KindDescriptor = {
  ...common,
  kind: "Bucket",
  title: "Bucket",
  oldVersions: oldBetas,
  references: [
    localSecret("spec.secretRef"),
    localSecret("spec.certSecretRef", "certificate"),
    localSecret("spec.proxySecretRef", "proxy"),
    localSecret("spec.sts.secretRef"),
    localSecret("spec.sts.certSecretRef", "certificate"),
    impersonation(),
  ],
  usualValues: sourceValues,
  usualOrder: [
    ...usualHead,
    "spec.interval",
    "spec.provider",
    "spec.bucketName",
    "spec.endpoint",
    "spec.region",
    "spec.secretRef",
    "spec.insecure",
    "spec.prefix",
    "spec.ignore",
    "spec.timeout",
    "spec.suspend",
  ],
  documentation: `${documentation}/buckets/`,
};

/** A chart taken from another source; mostly made by helm-controller. */
export const helmChart: KindDescriptor = {
  ...common,
  kind: "HelmChart",
  title: "HelmChart",
  oldVersions: oldBetas,
  references: [
    {
      path: "spec.sourceRef",
      to: [source("HelmRepository"), source("GitRepository"), source("Bucket")],
      nameField: "name",
      kindField: "kind",
      namespace: "own",
      role: "source",
      whenMissing: "warning",
    },
    localSecret("spec.verify.secretRef", "verification"),
  ],
  usualValues: [{ paths: ["spec.interval"], values: usualIntervals }],
  usualOrder: [...usualHead, "spec.interval", "spec.chart", "spec.version", "spec.sourceRef", "spec.valuesFiles"],
  documentation: `${documentation}/helmcharts/`,
};

/** An artifact that a third party puts into storage. */
export const externalArtifact: KindDescriptor = {
  ...common,
  kind: "ExternalArtifact",
  title: "ExternalArtifact",
  oldVersions: [],
  references: [
    {
      path: "spec.sourceRef",
      to: [],
      nameField: "name",
      kindField: "kind",
      namespaceField: "namespace",
      namespace: "own",
      role: "producer",
    },
  ],
  usualOrder: [...usualHead, "spec.sourceRef"],
  documentation: `${documentation}/externalartifacts/`,
};
