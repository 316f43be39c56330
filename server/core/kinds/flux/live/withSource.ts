import type { LiveAction, LiveContext } from "../../../cluster/liveKind.ts";
import {
  isJsonObject,
  type Json,
  jsonAt,
  keyOf,
  type LiveObject,
  type ObjectKey,
  textAt,
} from "../../../cluster/liveObject.ts";
import { makeAction } from "../../../cluster/makeAction.ts";
import { sourceGroup } from "../common.ts";
import { isSuspended } from "./fluxStatus.ts";
import { reconcileSteps, suspendedRefusal } from "./reconcile.ts";

/** The sources of an object in the order in which they have to be fresh, and those that are left alone with the reason. */
interface Chain {
  readonly sources: readonly ObjectKey[];
  readonly skipped: readonly string[];
}

/**
 * Fetches the sources first, one after the other, and then reconciles. For a HelmRelease that is the repository, then its
 * HelmChart, as `flux reconcile helmrelease --with-source --force` does (flux2 cmd/flux/reconcile_with_source.go).
 */
export const reconcileWithSource: LiveAction = makeAction({
  id: "flux.reconcileWithSource",
  title: "Reconcile with Source",
  permissions: (object, context) => [
    ...chainOf(object, context).sources.map((target) => ({ verb: "patch" as const, target })),
    { verb: "patch" },
  ],
  refusal: (object, context) => {
    const { sources, skipped } = chainOf(object, context);
    const nothing = "There is no source to fetch; use Reconcile.";
    return suspendedRefusal(object) ?? (sources.length > 0 ? undefined : [...skipped, nothing].join(" "));
  },
  plan: (object, _, context) => {
    const { sources, skipped } = chainOf(object, context);
    const names = sources.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
    return {
      effect: `Fetches ${names.join(", then ")}, then reconciles it`,
      warnings: skipped,
      steps: [...sources, keyOf(object)].flatMap((target) => reconcileSteps(target, context)),
    };
  },
});

const fetched = ["GitRepository", "OCIRepository", "Bucket", "HelmRepository", "HelmChart"];

function chainOf(object: LiveObject, context: LiveContext): Chain {
  const chart = jsonAt(object.spec, "chart", "spec");
  if (isJsonObject(chart)) return chartChain(object, context);
  return referenceChain(jsonAt(object.spec, "sourceRef") ?? jsonAt(object.spec, "chartRef"), object, context);
}

/** A HelmRelease with `chart`: helm-controller makes a HelmChart `<namespace>-<name>` beside the repository. */
function chartChain(object: LiveObject, context: LiveContext): Chain {
  const reference = jsonAt(object.spec, "chart", "spec", "sourceRef");
  const namespace = object.metadata.namespace ?? "";
  const repository = referenceChain(reference, object, context);
  const chart: ObjectKey = {
    group: sourceGroup,
    kind: "HelmChart",
    namespace: textAt(reference, "namespace") ?? namespace,
    name: `${namespace}-${object.metadata.name}`,
  };
  return append(repository, chart, context);
}

function referenceChain(reference: Json | undefined, object: LiveObject, context: LiveContext): Chain {
  const kind = textAt(reference, "kind");
  const name = textAt(reference, "name");
  if (kind === undefined || name === undefined) return { sources: [], skipped: [] };
  const namespace = textAt(reference, "namespace") ?? object.metadata.namespace ?? "";
  if (!fetched.includes(kind)) {
    return {
      sources: [],
      skipped: [`${kind} ${namespace}/${name} is written by another controller and cannot be fetched.`],
    };
  }
  const key: ObjectKey = { group: sourceGroup, kind, namespace, name };
  const source = context.lookup.find(key);
  const isChart = kind === "HelmChart" && source !== undefined;
  const before = isChart
    ? referenceChain(jsonAt(source.spec, "sourceRef"), source, context)
    : { sources: [], skipped: [] };
  return append(before, key, context);
}

function append({ sources, skipped }: Chain, key: ObjectKey, context: LiveContext): Chain {
  const source = context.lookup.find(key);
  const name = `${key.kind} ${key.namespace}/${key.name}`;
  if (source && isSuspended(source)) {
    return { sources, skipped: [...skipped, `${name} is suspended and is not fetched.`] };
  }
  // One of type `oci` never answers; what is not known may be one.
  const isStatic = key.kind === "HelmRepository" && (!source || textAt(source.spec, "type") === "oci");
  return isStatic ? { sources, skipped } : { sources: [...sources, key], skipped };
}
