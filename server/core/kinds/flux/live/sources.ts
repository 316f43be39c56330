import { conditionIn } from "../../../cluster/conditions.ts";
import type { LiveAction, LiveKind } from "../../../cluster/liveKind.ts";
import { jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { shortRevision } from "../../../cluster/revision.ts";
import { sourceGroup } from "../common.ts";
import { fluxKind } from "./fluxKind.ts";
import { answer, bad, type Question, ready, reconciling } from "./fluxStatus.ts";
import type { PlaceRule } from "./places.ts";
import { repositorySources } from "./provenance.ts";
import { reconcile } from "./reconcile.ts";
import { resume, suspend } from "./suspend.ts";
import { reconcileWithSource } from "./withSource.ts";

type Path = readonly (string | number)[];

/** A repository of `type: oci` has no controller: what uses it looks there itself. */
const staticRepository: Question = (object) =>
  isStatic(object)
    ? { status: "Synced", word: "Static", message: "A repository of type `oci` is only looked at when a chart is." }
    : undefined;

const questions: readonly Question[] = [
  bad("FetchFailed", "True"),
  bad("BuildFailed", "True"),
  bad("StorageOperationFailed", "True"),
  bad("Ready", "False"),
  (object, context) => (isStatic(object) ? undefined : reconciling(object, context)),
  (object) => answer("OutOfSync", conditionIn(object, "ArtifactOutdated", "True")),
  ready,
  staticRepository,
];

function isStatic(object: LiveObject): boolean {
  return object.kind === "HelmRepository" && textAt(object.spec, "type") === "oci";
}

/** Problems that every source may have; each kind adds where its own come from. */
const common: readonly PlaceRule[] = [
  {
    reasons: ["AuthenticationFailed"],
    fields: [
      ["spec", "secretRef"],
      ["spec", "url"],
      ["spec", "endpoint"],
    ],
  },
  { reasons: ["VerificationError"], fields: [["spec", "verify"]] },
  { reasons: ["InvalidProviderConfiguration"], fields: [["spec", "provider"]] },
  { reasons: ["IncludeUnavailable"], fields: [["spec", "include"]] },
];

interface SourceKind {
  readonly kind: string;
  readonly command: string;
  readonly places: readonly PlaceRule[];
  /** The field that the revision of the artifact stands for. */
  readonly wanted: readonly Path[];
  readonly actions?: readonly LiveAction[];
  readonly sourcesOf?: NonNullable<LiveKind["sourcesOf"]>;
}

function liveSource({ kind, command, places, wanted, actions = [], sourcesOf }: SourceKind): LiveKind {
  return fluxKind({
    group: sourceGroup,
    kind,
    versions: ["v1"],
    role: "source",
    title: kind,
    command: `source ${command}`,
    questions,
    revisionOf: artifactRevision,
    places: [...places, ...common],
    hintsOf: (object) => {
      const revision = artifactRevision(object);
      const path = wanted.find((each) => jsonAt({ spec: object.spec }, ...each) !== undefined);
      return revision === undefined || path === undefined ? [] : [{ path, text: shortRevision(revision) }];
    },
    ...(sourcesOf && { sourcesOf }),
    actions: [reconcile, ...actions, resume, suspend].map((action) => withoutStatic(action)),
    facts: (object) =>
      present({
        url: textAt(object.spec, "url") ?? textAt(object.spec, "endpoint"),
        updated: textAt(object.status, "artifact", "lastUpdateTime"),
        size: jsonAt(object.status, "artifact", "size"),
      }),
  });
}

/** No action has an effect on a static repository. */
function withoutStatic(action: LiveAction): LiveAction {
  const reason = "A repository of type `oci` has no controller: nothing reconciles it. Reconcile what uses it instead.";
  return {
    ...action,
    refusal: (object, context) => (isStatic(object) ? reason : action.refusal(object, context)),
    plan: (object, options, context) =>
      isStatic(object) ? { kind: "refused", reason } : action.plan(object, options, context),
  };
}

function artifactRevision(object: LiveObject): string | undefined {
  return textAt(object.status, "artifact", "revision");
}

const reference: Path = ["spec", "ref"];
const url: Path = ["spec", "url"];
const missingReference =
  /reference|couldn't find remote|not found in|no match|unable to (?:find|resolve|determine)|MANIFEST_UNKNOWN|unknown revision/i;

/** Sources that are fetched from elsewhere, and the charts made of them (source-controller v1). */
export const liveSources: readonly LiveKind[] = [
  liveSource({
    kind: "GitRepository",
    command: "git",
    places: [
      { reasons: ["GitOperationFailed"], pattern: missingReference, fields: [reference, url] },
      { reasons: ["GitOperationFailed", "URLInvalid"], fields: [url] },
    ],
    wanted: ["commit", "name", "semver", "tag", "branch"].map((each) => [...reference, each]),
    sourcesOf: repositorySources,
  }),
  liveSource({
    kind: "OCIRepository",
    command: "oci",
    places: [
      { reasons: ["OCIArtifactPullFailed"], pattern: missingReference, fields: [reference, url] },
      { reasons: ["OCIArtifactLayerOperationFailed"], fields: [["spec", "layerSelector"]] },
      { reasons: ["OCIArtifactPullFailed", "URLInvalid"], fields: [url] },
    ],
    wanted: ["digest", "semver", "tag"].map((each) => [...reference, each]),
  }),
  liveSource({
    kind: "HelmRepository",
    command: "helm",
    places: [{ reasons: ["IndexationFailed", "URLInvalid", "FetchFailed"], fields: [url] }],
    wanted: [],
  }),
  liveSource({
    kind: "Bucket",
    command: "bucket",
    places: [
      {
        reasons: ["BucketOperationFailed"],
        fields: [
          ["spec", "bucketName"],
          ["spec", "endpoint"],
        ],
      },
    ],
    wanted: [],
  }),
  liveSource({
    kind: "HelmChart",
    command: "chart",
    places: [
      {
        pattern: /version/i,
        fields: [
          ["spec", "version"],
          ["spec", "chart"],
        ],
      },
      { pattern: /chart/i, fields: [["spec", "chart"]] },
      { reasons: ["SourceUnavailable", "NoSourceArtifact", "AccessDenied"], fields: [["spec", "sourceRef"]] },
    ],
    wanted: [["spec", "version"]],
    actions: [reconcileWithSource],
  }),
];
