import { type QuickPickItem, ThemeIcon, window } from "vscode";
import type { ClusterAction } from "../../server/protocol/cluster.ts";
import { describeObject } from "../cluster/confirmAction.ts";
import { verbOf } from "../cluster/itemLine.ts";
import { actionsOf, type NamedObject, objectForCommand } from "../cluster/objectForCommand.ts";
import { performAction } from "../cluster/performAction.ts";
import type { ClientContext, Command } from "../feature.ts";

/** Does something with an object: what the second argument names, or what the user chooses. */
export const runAction: Command = {
  id: "gitops.cluster.runAction",
  run: async (context, argument, id) => {
    const object = await objectForCommand(context, argument);
    if (object === undefined) return;
    const actions = await actionsOf(context, object);
    const action = typeof id === "string" ? actions.find((each) => each.id === id) : await pickAction(object, actions);
    if (action !== undefined) await performAction(context, object, action);
    else if (typeof id === "string") await sayMissing(object, id, actions);
  },
};

/** What cannot be done is shown with the reason, below what can. */
async function pickAction(object: NamedObject, actions: readonly ClusterAction[]): Promise<ClusterAction | undefined> {
  if (actions.length === 0) {
    await window.showInformationMessage(`There is nothing to do with ${describeObject(object)} from here.`);
    return undefined;
  }
  const items = [...actions]
    .sort((one, two) => Number(one.disabled !== undefined) - Number(two.disabled !== undefined))
    .map((action): QuickPickItem & { readonly action: ClusterAction } => ({
      action,
      label: action.title,
      iconPath: new ThemeIcon(action.disabled === undefined ? "play" : "circle-slash"),
      ...(action.disabled !== undefined && { detail: `Not now: ${action.disabled}` }),
    }));
  const placeHolder = `What shall be done with ${describeObject(object)} in ${object.context}?`;
  return (await window.showQuickPick(items, { placeHolder, matchOnDetail: true }))?.action;
}

async function sayMissing(object: NamedObject, wanted: string, actions: readonly ClusterAction[]): Promise<void> {
  const others = actions.map(({ title }) => title).join(", ");
  const instead = others === "" ? "Is it still in the cluster?" : `It has: ${others}.`;
  await window.showInformationMessage(`${describeObject(object)} has no action “${wanted}”. ${instead}`);
}

/** A command that does one thing with the object it is called on; `verbs` are the last parts of ids of actions. */
function direct(id: string, name: string, verbs: readonly string[]): Command {
  return {
    id,
    run: async (context: ClientContext, argument: unknown) => {
      const object = await objectForCommand(context, argument);
      if (object === undefined) return;
      const actions = await actionsOf(context, object);
      const action = actions.find((each) => verbs.includes(verbOf(each.id)));
      if (action !== undefined) {
        await performAction(context, object, action);
        return;
      }
      await sayMissing(object, name, actions);
    },
  };
}

/** Commands of the palette and of menus for single actions. */
export const directActions: readonly Command[] = [
  direct("gitops.cluster.sync", "Sync", ["sync"]),
  direct("gitops.cluster.refreshApplication", "Refresh", ["refresh", "applicationSetRefresh"]),
  direct("gitops.cluster.hardRefresh", "Hard Refresh", ["hardRefresh"]),
  direct("gitops.cluster.rollback", "Rollback", ["rollback", "undo"]),
  direct("gitops.cluster.reconcile", "Reconcile", ["reconcile"]),
  direct("gitops.cluster.reconcileWithSource", "Reconcile with Source", ["reconcileWithSource"]),
  direct("gitops.cluster.suspend", "Suspend", ["suspend", "pause"]),
  direct("gitops.cluster.resume", "Resume", ["resume"]),
];
