import type { ActionStep, Completion } from "../../../cluster/action.ts";
import type { ActionContext } from "../../../cluster/liveKind.ts";
import {
  isJsonObject,
  itemsAt,
  type JsonObject,
  jsonAt,
  keyOf,
  type LiveObject,
  textAt,
} from "../../../cluster/liveObject.ts";
import { minutes, patchObject, readVersion, waitFor } from "../../../cluster/makeAction.ts";
import { isOperating } from "./applicationStatus.ts";

/** Why no operation can be started now; the controller would go on with the running one instead. */
export function operationRefusal(object: LiveObject): string | undefined {
  if (!isOperating(object)) return undefined;
  return "Another operation is already in progress. Wait until it has finished, or terminate it first.";
}

/** Name under which a request is told from others in the information of an operation. */
const requestName = "Request";

/**
 * Requests an operation and waits for its end. The old state has to go, since the controller resumes one that it finds;
 * options and retries count only when the operation itself has them (argo-cd controller processRequestedAppOperation,
 * util/argo SetAppOperation).
 */
export function operationSteps(object: LiveObject, sync: JsonObject, context: ActionContext): readonly ActionStep[] {
  const retry = jsonAt(object.spec, "syncPolicy", "retry");
  const operation: JsonObject = {
    initiatedBy: { username: `vscode:${context.user}` },
    info: [
      { name: "Reason", value: "Requested in the editor" },
      { name: requestName, value: context.token },
    ],
    ...(isJsonObject(retry) && { retry }),
    sync,
  };
  const body = { metadata: readVersion(object), operation, status: { operationState: null } };
  return [
    patchObject(object, body),
    waitFor(keyOf(object), (now) => operationCompletion(now, object, context), {
      timeout: minutes(10),
      onTimeout:
        "Look at the message of the operation, and at the sync windows of the project. When it has not started at all, see whether the application controller runs and watches this namespace (`--application-namespaces`).",
    }),
  ];
}

/** The sync options of the spec, which an operation has to repeat, with others added. */
export function syncOptions(object: LiveObject, ...further: readonly string[]): JsonObject {
  const own = itemsAt(object.spec, "syncPolicy", "syncOptions").filter((each) => typeof each === "string");
  const all = [...own.filter((each) => !further.includes(each)), ...further];
  return all.length > 0 ? { syncOptions: all } : {};
}

function operationCompletion(now: LiveObject, before: LiveObject, context: ActionContext): Completion {
  const state = jsonAt(now.status, "operationState");
  if (now.operation !== undefined || !isJsonObject(state) || !isOwn(state, before, context)) {
    const note = textAt(state, "message");
    return note === undefined || now.operation === undefined ? { state: "waiting" } : { state: "waiting", note };
  }
  const message = textAt(state, "message") ?? "";
  const phase = textAt(state, "phase");
  if (phase === "Succeeded") return { state: "succeeded", message: message || "The operation succeeded." };
  if (phase === "Failed" || phase === "Error") return { state: "failed", message: failureOf(state, message) };
  return { state: "waiting", note: message };
}

/**
 * Whether a state is that of the requested operation: it carries the request, or at least is a later one than before. The
 * request took the old state away, and was refused if another one had come meanwhile; only a controller that was still at
 * work could write an old one again. Both starts are by the clock of the controller.
 */
function isOwn(state: JsonObject, before: LiveObject, { token }: ActionContext): boolean {
  const requests = itemsAt(state, "operation", "info").filter((each) => textAt(each, "name") === requestName);
  if (requests.length > 0) return requests.some((each) => textAt(each, "value") === token);
  const startedAt = Date.parse(textAt(state, "startedAt") ?? "");
  const known = Date.parse(textAt(before.status, "operationState", "startedAt") ?? "");
  return !Number.isNaN(startedAt) && (Number.isNaN(known) || startedAt > known);
}

function failureOf(state: JsonObject, message: string): string {
  const failed = itemsAt(state, "syncResult", "resources").filter((each) => textAt(each, "status") === "SyncFailed");
  const lines = failed.slice(0, 5).map((each) => {
    return `${textAt(each, "kind")} ${textAt(each, "name")}: ${textAt(each, "message") ?? "failed"}`;
  });
  return [message || "The operation failed.", ...lines].join("\n");
}
