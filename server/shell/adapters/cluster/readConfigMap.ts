import { isJsonObject } from "../../../core/cluster/liveObject.ts";
import { configMapKind } from "../../../core/kinds/core/groupKinds.ts";
import type { LookedUp } from "../../../features/preview/variables.ts";
import type { ReadConfigMapParams } from "./messages.ts";
import { type ObjectReader, readObject } from "./readObject.ts";

/** Reads the data of one ConfigMap. */
export async function readConfigMap(reader: ObjectReader, { namespace, name }: ReadConfigMapParams): Promise<LookedUp> {
  const answer = await readObject(reader, { ...configMapKind, namespace, name });
  if (answer === undefined) return { kind: "denied", message: "the cluster was not reached." };
  if (answer.kind === "refused" && answer.code === 404) return { kind: "absent" };
  if (answer.kind !== "ok") return { kind: "denied", message: answer.message };
  const data = isJsonObject(answer.body) ? answer.body["data"] : undefined;
  return { kind: "found", data: isJsonObject(data) ? data : {} };
}
