import { isJsonList, isJsonObject } from "../../../core/cluster/liveObject.ts";
import type { Deletion } from "../../../features/jqEvaluator.ts";
import { parseJson } from "../cluster/parseJson.ts";
import { isRecord, type WorkerReply } from "./workerMessages.ts";

/** Turns the engine's answer to `deletePaths` (engine/jq Response) into what became of each object. */
export function parseDeletion({ header, text }: WorkerReply): Deletion {
  const { deletion, error } = isRecord(header) ? header : {};
  if (isRecord(error)) return { kind: "stopped", message: `the engine could not read it: ${String(error["message"])}` };
  const { invalid, slow, failures } = isRecord(deletion) ? deletion : {};
  if (typeof invalid === "string") return { kind: "invalid", message: invalid };
  if (typeof slow === "string") return { kind: "stopped", message: `it took longer than ${slow}` };
  const objects = parseJson(text);
  const messages: readonly unknown[] = Array.isArray(failures) ? failures : [];
  const results = (isJsonList(objects) ? objects : []).map((object, at) =>
    isJsonObject(object)
      ? ({ kind: "done", object } as const)
      : ({ kind: "failed", message: String(messages[at]) } as const),
  );
  return { kind: "done", results };
}
