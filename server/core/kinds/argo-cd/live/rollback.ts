import type { LiveAction } from "../../../cluster/liveKind.ts";
import {
  isJsonObject,
  itemsAt,
  type JsonObject,
  jsonAt,
  type LiveObject,
  textAt,
} from "../../../cluster/liveObject.ts";
import { chosenText, isChosen, makeAction, refuse } from "../../../cluster/makeAction.ts";
import { shortRevision } from "../../../cluster/revision.ts";
import { applicationHistory } from "./applicationDetails.ts";
import { isAutomated } from "./autoSyncState.ts";
import { operationRefusal, operationSteps, syncOptions } from "./operation.ts";

/** Goes back to an entry of the history: `id`, `prune` (argo-cd server/application Rollback). */
export const rollback: LiveAction = makeAction({
  id: "argo.rollback",
  title: "Roll Back",
  refusal: (object) => {
    if (isAutomated(object)) return "Auto-sync is on and would go forward again. Disable auto-sync first.";
    if (entries(object).length === 0) return "It has no history to go back to: nothing has been synced completely yet.";
    return operationRefusal(object);
  },
  choices: (object) => {
    const ids = new Set(entries(object).map((each) => String(jsonAt(each, "id"))));
    const items = applicationHistory(object)
      .filter(({ id }) => ids.has(id))
      .map(({ id, revision, when = "", detail = "" }) => {
        return { value: id, label: shortRevision(revision), detail: `${when} ${detail}`.trim() };
      });
    const initial = items[1] ?? items[0];
    return [
      {
        name: "id",
        title: "Go back to",
        type: "one",
        items,
        required: true,
        ...(initial && { initial: initial.value }),
      },
      {
        name: "prune",
        title: "Prune",
        detail: "Delete objects that the old state does not have",
        type: "flag",
        initial: false,
      },
    ];
  },
  plan: (object, options, context) => {
    const id = chosenText(options, "id");
    const entry = entries(object).find((each) => String(jsonAt(each, "id")) === id);
    if (!entry) return refuse("That entry of the history does not exist any more. Choose another one.");
    const isPruning = isChosen(options, "prune");
    const [shown] = applicationHistory(object).filter((each) => each.id === id);
    return {
      effect: `Rolls back to ${shortRevision(shown?.revision ?? "")} (history entry ${id})${isPruning ? ", prunes what it does not have" : ""}`,
      warnings: [
        "Its spec stays as it is, so that it is OutOfSync afterwards. Revert the change in Git to make it last.",
      ],
      destructive: isPruning,
      steps: operationSteps(object, rollbackBody(object, entry, isPruning), context),
    };
  },
});

function rollbackBody(object: LiveObject, entry: JsonObject, prune: boolean): JsonObject {
  const copied = ["revision", "revisions", "source", "sources"].flatMap((field) => {
    const value = entry[field];
    return value === undefined ? [] : [[field, value] as const];
  });
  return { ...Object.fromEntries(copied), prune, dryRun: false, ...syncOptions(object), syncStrategy: { apply: {} } };
}

/** Entries that say where they came from. */
function entries(object: LiveObject): readonly JsonObject[] {
  return itemsAt(object.status, "history")
    .filter((entry) => isJsonObject(entry))
    .filter((entry) => {
      const hasSource = textAt(entry, "source", "repoURL") !== undefined;
      return typeof entry.id === "number" && (hasSource || itemsAt(entry, "sources").length > 0);
    });
}
