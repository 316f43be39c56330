import type { ActionStep, Completion } from "../../../cluster/action.ts";
import { conditionOf } from "../../../cluster/conditions.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { itemsAt, keyOf, type LiveObject } from "../../../cluster/liveObject.ts";
import { chosenText, makeAction, minutes, patchObject, readVersion } from "../../../cluster/makeAction.ts";
import { delivererOf } from "../../ownership.ts";

const resourcesFinalizer = "resources-finalizer.argocd.argoproj.io";
const backgroundFinalizer = `${resourcesFinalizer}/background`;
/** Each of these makes the controller delete the managed objects (argo-cd common, isPropagationPolicyFinalizer). */
const cascading = [resourcesFinalizer, `${resourcesFinalizer}/foreground`, backgroundFinalizer];

/** Deletes an Application; `cascade` says what becomes of its objects: `foreground`, `background`, `none`. */
export const deletion: LiveAction = makeAction({
  id: "argo.delete",
  title: "Delete",
  permissions: () => [{ verb: "delete" }, { verb: "patch" }],
  choices: (object) => [
    {
      name: "cascade",
      title: "What becomes of its objects",
      type: "one",
      required: true,
      initial: object.metadata.finalizers?.includes(backgroundFinalizer) ? "background" : "foreground",
      items: [
        { value: "foreground", label: "Delete them first", detail: "Cascade, in the foreground" },
        { value: "background", label: "Delete them", detail: "Cascade, in the background" },
        { value: "none", label: "Leave them in the cluster", detail: "No cascade" },
      ],
    },
  ],
  plan: (object, options) => {
    const cascade = chosenText(options, "cascade") || "foreground";
    const count = itemsAt(object.status, "resources").length;
    const objects = `${count} managed object${count === 1 ? "" : "s"}`;
    const deliverer = delivererOf(object);
    return {
      effect:
        cascade === "none"
          ? `Deletes the Application, leaves its ${objects} alone`
          : `Deletes the Application and its ${objects}`,
      warnings:
        deliverer === undefined ? [] : [`${sentence(deliverer)} will create it again. Delete it in Git instead.`],
      destructive: true,
      steps: deletionSteps(object, cascade),
    };
  },
});

function deletionSteps(object: LiveObject, cascade: string): readonly ActionStep[] {
  const before = object.metadata.finalizers ?? [];
  const others = before.filter((each) => !cascading.includes(each));
  const wanted = cascade === "background" ? backgroundFinalizer : resourcesFinalizer;
  const isForeground = before.includes(resourcesFinalizer) || before.includes(`${resourcesFinalizer}/foreground`);
  const isAsWanted =
    cascade === "none"
      ? others.length === before.length
      : cascade === "background"
        ? before.includes(backgroundFinalizer) && !isForeground
        : isForeground && !before.includes(backgroundFinalizer);
  const finalizers = cascade === "none" ? others : [...others, wanted];
  const target = keyOf(object);
  const { resourceVersion } = object.metadata;
  return [
    ...(isAsWanted ? [] : [patchObject(object, { metadata: { ...readVersion(object), finalizers } })]),
    {
      type: "delete",
      target,
      propagation: "Background",
      // After the change of the finalizers the version is another one.
      ...(isAsWanted && resourceVersion !== undefined && { resourceVersion }),
    },
    {
      type: "wait",
      target,
      completion: deletionCompletion,
      timeout: minutes(10),
      onTimeout: "Look at its conditions, and at managed objects with finalizers of their own.",
    },
  ];
}

function deletionCompletion(now: LiveObject | undefined): Completion {
  if (!now) return { state: "succeeded", message: "Deleted." };
  const failure = conditionOf(now, "DeletionError");
  if (now.metadata.deletionTimestamp !== undefined && failure) {
    return { state: "failed", message: failure.message ?? "The controller cannot delete its objects." };
  }
  return { state: "waiting", note: `${itemsAt(now.status, "resources").length} objects left` };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
