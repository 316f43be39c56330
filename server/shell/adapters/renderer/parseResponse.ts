import type { KeptVariable, RenderFacts, RenderResult, SkippedEntry } from "../../../features/renderer.ts";
import { isRecord, type WorkerReply } from "./workerMessages.ts";

/** Turns the engine's answer to a render into a result. */
export function parseResponse({ header, text, milliseconds }: WorkerReply): RenderResult {
  const response = isRecord(header) ? header : {};
  const facts: RenderFacts = {
    warnings: strings(response["warnings"]),
    skipped: list(response["skipped"]).flatMap(skippedEntry),
    read: strings(response["read"]),
    missing: strings(response["missing"]),
    kept: list(response["kept"]).flatMap(keptVariable),
    milliseconds,
  };
  const error = response["error"];
  if (!isRecord(error)) return { kind: "rendered", text, ...facts };
  const { message, path, line, field, index } = error;
  return {
    kind: "failed",
    message: typeof message === "string" ? message : "The engine failed without a message.",
    ...(typeof path === "string" && { path }),
    ...(typeof line === "number" && { line }),
    // Zero is left out on the way.
    ...(typeof field === "string" && { field, index: typeof index === "number" ? index : 0 }),
    ...facts,
  };
}

/** Facts of a render that never got as far as the engine. */
export const noFacts: RenderFacts = { warnings: [], skipped: [], read: [], missing: [], kept: [], milliseconds: 0 };

function skippedEntry(value: unknown): readonly SkippedEntry[] {
  if (!isRecord(value)) return [];
  const { kind, file, field, index, entry } = value;
  if (kind !== "remote" && kind !== "plugin" && kind !== "helm" && kind !== "patch") return [];
  if (typeof file !== "string" || typeof field !== "string") return [];
  if (typeof index !== "number" || typeof entry !== "string") return [];
  return [{ kind, file, field, index, entry }];
}

function keptVariable(value: unknown): readonly KeptVariable[] {
  if (!isRecord(value)) return [];
  const { name, unset, object } = value;
  return typeof name === "string" && typeof object === "string" ? [{ name, object, unset: unset === true }] : [];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function strings(value: unknown): readonly string[] {
  return list(value).filter((item) => typeof item === "string");
}
