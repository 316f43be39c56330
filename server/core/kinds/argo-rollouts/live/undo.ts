import type { Completion } from "../../../cluster/action.ts";
import type { ActionReads, LiveAction, LiveContext } from "../../../cluster/liveKind.ts";
import {
  isJsonObject,
  type Json,
  type JsonObject,
  jsonAt,
  keyOf,
  type LiveObject,
  textAt,
} from "../../../cluster/liveObject.ts";
import { chosenText, makeAction, minutes, refuse, waitFor } from "../../../cluster/makeAction.ts";
import { driftWarnings } from "../../ownership.ts";
import { isObserved, phaseOf } from "./rolloutState.ts";

/** Label that tells the ReplicaSets of a Rollout apart (argo-rollouts v1.9 DefaultRolloutUniqueLabelKey). */
const hashLabel = "rollouts-pod-template-hash";
const revisionAnnotation = "rollout.argoproj.io/revision";

/** A version of the pods that a ReplicaSet still holds. */
interface Revision {
  readonly number: number;
  readonly hash: string | undefined;
  /** The template without the label that the controller added. */
  readonly template: JsonObject;
  readonly created: string;
}

/** Goes back to the pods of an older revision: `revision` (argo-rollouts cmd/undo). */
export const undo: LiveAction = makeAction({
  id: "rollouts.undo",
  title: "Undo",
  reads: replicaSets,
  refusal: (object, context) => {
    const workload = jsonAt(object.spec, "workloadRef");
    if (isJsonObject(workload)) {
      return `Its pods are described by the ${textAt(workload, "kind") ?? "workload"} ${textAt(workload, "name") ?? ""}. Undo the change there.`;
    }
    if (!context.read) return "Its older revisions could not be read: that needs the right to list ReplicaSets.";
    return olderRevisions(object, context).length > 0 ? undefined : "There is no older revision to go back to.";
  },
  choices: (object, context) => {
    const items = olderRevisions(object, context).map(({ number, created, template }) => {
      return {
        value: String(number),
        label: `Revision ${number}`,
        detail: [created, ...images(template)].join(" ").trim(),
      };
    });
    const [newest] = items;
    if (!newest) return [];
    return [{ name: "revision", title: "Go back to", type: "one", items, initial: newest.value, required: true }];
  },
  plan: (object, options, context) => {
    const older = olderRevisions(object, context);
    const wanted = chosenText(options, "revision");
    const revision = wanted === "" ? older[0] : older.find(({ number }) => String(number) === wanted);
    if (!revision) return refuse(`Revision ${wanted} does not exist any more. Choose another one.`);
    return {
      effect: `Goes back to the pods of revision ${revision.number}, by the steps of its strategy`,
      warnings: driftWarnings(object, "spec.template"),
      steps: [
        { type: "patch", target: keyOf(object), body: undoBody(object, revision) },
        waitFor(keyOf(object), (now) => undoCompletion(now, object, revision), {
          timeout: minutes(2),
          onTimeout: "See whether the controller of Argo Rollouts runs.",
        }),
      ],
    };
  },
});

/** The ReplicaSets with the labels of its pods; those of others among them are sorted out later. */
function replicaSets(object: LiveObject): ActionReads | undefined {
  const labels = jsonAt(object.spec, "selector", "matchLabels");
  if (!isJsonObject(labels)) return undefined;
  const labelSelector = Object.entries(labels)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(",");
  return { group: "apps", kind: "ReplicaSet", namespace: object.metadata.namespace ?? "", labelSelector };
}

/** The revisions that are not the current one, the newest first. */
function olderRevisions(object: LiveObject, { read = [] }: LiveContext): readonly Revision[] {
  const current = textAt(object.status, "currentPodHash");
  return read
    .filter(({ metadata }) =>
      metadata.ownerReferences?.some(
        ({ controller, kind, name }) => controller && kind === object.kind && name === object.metadata.name,
      ),
    )
    .flatMap(revisionOf)
    .filter(({ hash }) => hash === undefined || hash !== current)
    .toSorted((a, b) => b.number - a.number);
}

function revisionOf({ metadata, spec }: LiveObject): readonly Revision[] {
  const number = Number(metadata.annotations?.[revisionAnnotation]);
  const template = jsonAt(spec, "template");
  if (!Number.isInteger(number) || !isJsonObject(template)) return [];
  const hash = metadata.labels?.[hashLabel];
  return [{ number, hash, template: withoutHash(template), created: metadata.creationTimestamp ?? "" }];
}

function withoutHash(template: JsonObject): JsonObject {
  const labels = jsonAt(template, "metadata", "labels");
  if (!isJsonObject(template.metadata) || !isJsonObject(labels)) return template;
  const { [hashLabel]: _, ...others } = labels;
  return { ...template, metadata: { ...template.metadata, labels: others } };
}

/** Replaces the template as a whole, which a merge patch cannot; an outdated version gives a conflict. */
function undoBody({ metadata }: LiveObject, { template }: Revision): readonly JsonObject[] {
  const version = metadata.resourceVersion;
  const guard = { op: "replace", path: "/metadata/resourceVersion", value: version };
  return [...(version === undefined ? [] : [guard]), { op: "replace", path: "/spec/template", value: template }];
}

function undoCompletion(now: LiveObject, before: LiveObject, { hash, number }: Revision): Completion {
  const current = textAt(now.status, "currentPodHash");
  const hasBegun = isObserved(now) && (current === hash || current !== textAt(before.status, "currentPodHash"));
  const message = `Under way to revision ${number}: ${phaseOf(now) ?? "Progressing"}.`;
  return hasBegun ? { state: "succeeded", message } : { state: "waiting" };
}

function images(template: JsonObject): readonly string[] {
  const containers: Json | undefined = jsonAt(template, "spec", "containers");
  return Array.isArray(containers) ? containers.flatMap((each: Json) => textAt(each, "image") ?? []) : [];
}
