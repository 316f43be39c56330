import type { ActionChoice, ActionOptions } from "../../../cluster/action.ts";
import type { LiveAction } from "../../../cluster/liveKind.ts";
import { itemsAt, type JsonObject, jsonAt, keyText, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { chosenItems, chosenText, isChosen, makeAction } from "../../../cluster/makeAction.ts";
import { shortRevision } from "../../../cluster/revision.ts";
import { resourceKey } from "./applicationDetails.ts";
import { isAutomated } from "./autoSyncState.ts";
import { operationRefusal, operationSteps, syncOptions } from "./operation.ts";

/** Syncs an Application: `revision`, `prune`, `dryRun`, `force`, `replace`, `resources` (texts of keys). */
export const sync: LiveAction = makeAction({
  id: "argo.sync",
  title: "Sync",
  refusal: operationRefusal,
  choices: syncChoices,
  plan: (object, options, context) => {
    const isDryRun = isChosen(options, "dryRun");
    const isPruning = isChosen(options, "prune");
    return {
      effect: effectOf(object, options),
      warnings: syncWarnings(object, options),
      destructive: !isDryRun && (isPruning || isChosen(options, "force") || isChosen(options, "replace")),
      steps: operationSteps(object, syncBody(object, options), context),
    };
  },
});

function syncBody(object: LiveObject, options: ActionOptions): JsonObject {
  const resources = selectedResources(object, options);
  return {
    revision: isSingleSource(object) ? chosenText(options, "revision") : "",
    prune: isChosen(options, "prune"),
    dryRun: isChosen(options, "dryRun"),
    ...syncOptions(object, ...(isChosen(options, "replace") ? ["Replace=true"] : [])),
    syncStrategy: { hook: { force: isChosen(options, "force") } },
    ...(resources.length > 0 && { resources }),
  };
}

function syncChoices(object: LiveObject): readonly ActionChoice[] {
  const items = itemsAt(object.status, "resources").map((entry) => {
    const key = resourceKey(entry);
    const label = `${key.kind} ${key.namespace === "" ? key.name : `${key.namespace}/${key.name}`}`;
    return { value: keyText(key), label, detail: textAt(entry, "status") ?? "" };
  });
  const revision: ActionChoice = {
    name: "revision",
    title: "Revision",
    detail: `A branch, tag or commit; empty for ${targetRevision(object)}`,
    type: "text",
    initial: "",
  };
  return [
    ...(isSingleSource(object) ? [revision] : []),
    flag("prune", "Prune", "Delete objects that are not in Git any more"),
    flag("dryRun", "Dry Run", "Only say what would happen"),
    flag("force", "Force", "Delete and create again what cannot be changed"),
    flag("replace", "Replace", "Use `kubectl replace` or `create` instead of apply"),
    {
      name: "resources",
      title: "Objects",
      detail: "None means all; hooks do not run for a selection",
      type: "many",
      items,
      initial: [],
    },
  ];
}

function flag(name: string, title: string, detail: string): ActionChoice {
  return { name, title, detail, type: "flag", initial: false };
}

function effectOf(object: LiveObject, options: ActionOptions): string {
  const verb = isChosen(options, "dryRun") ? "Tries a sync (dry run) to" : "Syncs to";
  const selected = selectedResources(object, options).length;
  const extent = selected > 0 ? `, ${countOf(selected, "object")} only` : "";
  const pruned = prunable(object).length;
  const prunes = isChosen(options, "prune")
    ? pruned > 0
      ? `, prunes ${countOf(pruned, "object")}`
      : ", prunes what is not in Git"
    : "";
  return `${verb} ${shortRevision(chosenText(options, "revision") || targetRevision(object))}${extent}${prunes}`;
}

function syncWarnings(object: LiveObject, options: ActionOptions): readonly string[] {
  const warnings: string[] = [];
  const revision = chosenText(options, "revision");
  if (revision !== "" && revision !== targetRevision(object) && isAutomated(object)) {
    warnings.push(`Auto-sync is on and goes back to ${targetRevision(object)} with the next change or self-heal.`);
  }
  const pruned = prunable(object);
  if (pruned.length > 0 && !isChosen(options, "prune")) {
    warnings.push(`${countOf(pruned.length, "object")} not in Git any more will stay: the sync does not prune.`);
  }
  if (pruned.some((each) => jsonAt(each, "requiresDeletionConfirmation") === true)) {
    warnings.push("Some objects are pruned only after a confirmation (`Prune=confirm`); the sync waits for it.");
  }
  if (isChosen(options, "force") || isChosen(options, "replace")) {
    warnings.push("Objects may be deleted and created again, with an interruption of what they serve.");
  }
  if (selectedResources(object, options).length > 0) {
    warnings.push("Hooks do not run and no entry of the history is written, as for any sync of selected objects.");
  }
  return [
    ...warnings,
    "Argo CD's own rights and manual sync windows are not checked on this way, your rights in Kubernetes are.",
  ];
}

function selectedResources(object: LiveObject, options: ActionOptions): readonly JsonObject[] {
  const chosen = new Set(chosenItems(options, "resources"));
  const keys = itemsAt(object.status, "resources").map(resourceKey);
  return keys
    .filter((key) => chosen.has(keyText(key)))
    .map(({ group, kind, name, namespace }) => ({ group, kind, name, namespace }));
}

function prunable(object: LiveObject): ReturnType<typeof itemsAt> {
  return itemsAt(object.status, "resources").filter((each) => jsonAt(each, "requiresPruning") === true);
}

/** With several sources, or a hydrator, a single revision says nothing. */
function isSingleSource(object: LiveObject): boolean {
  return itemsAt(object.spec, "sources").length === 0 && jsonAt(object.spec, "sourceHydrator") === undefined;
}

/** The revision that the spec asks for, in words. */
function targetRevision(object: LiveObject): string {
  const hydrated = textAt(object.spec, "sourceHydrator", "syncSource", "targetBranch");
  if (hydrated !== undefined) return hydrated;
  const several = itemsAt(object.spec, "sources").map((each) => textAt(each, "targetRevision") || "HEAD");
  return several.length > 0 ? several.join(", ") : textAt(object.spec, "source", "targetRevision") || "HEAD";
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
