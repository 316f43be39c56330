import type { ActionPermission } from "../../../core/cluster/liveKind.ts";
import type { ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { Connection } from "./connection.ts";
import { resolveKind } from "./kindResolver.ts";

/** Why the user may not do what an action needs, with what to ask for; undefined when nothing speaks against it. */
export async function missingPermission(
  { session, served }: Connection,
  key: ObjectKey,
  permissions: readonly ActionPermission[],
): Promise<string | undefined> {
  if (!session || !served) return "Not connected.";
  for (const { verb, subresource, target = key } of permissions) {
    const kind = await resolveKind(served, target);
    if (!kind) return `The cluster does not serve ${target.kind} (${target.group || "core"}).`;
    const { namespace, name } = target;
    const verdict = await session.may({
      verb,
      group: kind.group,
      resource: kind.plural,
      namespace,
      name,
      ...(subresource !== undefined && { subresource }),
    });
    if (verdict.kind !== "denied") continue;
    const what = `${kind.plural}${subresource === undefined ? "" : `/${subresource}`}`;
    const where = namespace === "" ? "" : ` in the namespace \`${namespace}\``;
    return `You may not ${verb} ${what}${where}. ${verdict.reason ? `${verdict.reason} ` : ""}Ask for a role that allows it.`;
  }
  return undefined;
}
