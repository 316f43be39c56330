import { window } from "vscode";
import type { ClusterItem, ClusterObjectId, PlanClusterActionResult } from "../../server/protocol/cluster.ts";
import { pathOf } from "./identity.ts";

/** What an action will do, as the server planned it. */
export type ActionPlan = Extract<PlanClusterActionResult, { readonly kind: "plan" }>;

/** How the user agreed: with the typed name where the context is protected. */
export interface Confirmation {
  readonly typedName?: string;
}

/**
 * Shows everything that will happen and asks; undefined when the user does not want it. In a protected context the name
 * of the object is typed after that.
 */
export async function confirmAction(
  verb: string,
  plan: ActionPlan,
  object: ClusterObjectId & Pick<ClusterItem, "title">,
): Promise<Confirmation | undefined> {
  const button = plan.typedName === undefined ? verb : `${verb}…`;
  const question = `${verb} ${describeObject(object)}?`;
  const message = plan.destructive ? `This can delete objects. ${question}` : question;
  const answer = await window.showWarningMessage(message, { modal: true, detail: detailOf(plan, object) }, button);
  if (answer !== button) return undefined;
  return plan.typedName === undefined ? {} : askTypedName(`${verb} ${describePlace(object)}`, plan, plan.typedName);
}

function detailOf(plan: ActionPlan, object: ClusterObjectId & Pick<ClusterItem, "title">): string {
  const protection = plan.typedName === undefined ? "" : " (protected)";
  return [
    `Context: ${plan.context}${protection}`,
    `Server: ${plan.server}`,
    ...(object.namespace === "" ? [] : [`Namespace: ${object.namespace}`]),
    `Object: ${object.title} ${object.name}`,
    `Effect: ${plan.effect}`,
    ...plan.warnings.map((warning) => `\n⚠ ${warning}`),
  ].join("\n");
}

/** Says once more what will happen, because the question before is not on screen any more. */
async function askTypedName(
  title: string,
  { context, effect }: ActionPlan,
  name: string,
): Promise<Confirmation | undefined> {
  const prompt = `${context} is a protected context. Type the name of the object, ${name}, to go on. Effect: ${effect}.`;
  const typedName = await window.showInputBox({
    title,
    prompt,
    ignoreFocusOut: true,
    validateInput: (text) => (text === name ? undefined : prompt),
  });
  return typedName === name ? { typedName } : undefined;
}

/** The object with its context, for everything that may stay on screen: `Application argocd/catalog in kind`. */
export function describePlace(object: ClusterObjectId & Pick<ClusterItem, "title">): string {
  return `${describeObject(object)} in ${object.context}`;
}

/** The object as people name it: `Application argocd/catalog`. */
export function describeObject(object: ClusterObjectId & Pick<ClusterItem, "title">): string {
  return `${object.title} ${pathOf(object)}`;
}
