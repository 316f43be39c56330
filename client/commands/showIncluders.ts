import { commands, Location, Position, Range, Uri } from "vscode";
import type { Command } from "../feature.ts";

/** Opens the list of the places that the lens "included by" counts. */
export const showIncluders: Command = {
  id: "gitops.showIncluders",
  run: async (_context, uri, position, locations) => {
    if (typeof uri !== "string" || !Array.isArray(locations)) return;
    const places = locations.flatMap((each: unknown) => toLocation(each) ?? []);
    await commands.executeCommand("editor.action.showReferences", Uri.parse(uri), toPosition(position), places);
  },
};

function toLocation(data: unknown): Location | undefined {
  if (!isRecord(data) || typeof data["uri"] !== "string" || !isRecord(data["range"])) return undefined;
  const { start, end } = data["range"];
  return new Location(Uri.parse(data["uri"]), new Range(toPosition(start), toPosition(end)));
}

function toPosition(data: unknown): Position {
  if (!isRecord(data)) return new Position(0, 0);
  return new Position(Number(data["line"] ?? 0), Number(data["character"] ?? 0));
}

function isRecord(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === "object" && data !== null;
}
