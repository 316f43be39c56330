import type { Position } from "vscode-languageserver-types";
import type { EditPlaces } from "./editedFile.ts";
import { type Timed, timeOf } from "./measure.ts";

/** An edit as editors send it; the positions are those before the edit. */
export interface Edit {
  readonly start: Position;
  readonly end: Position;
  readonly text: string;
}

/** Somebody who holds one open file and answers about it. */
export interface Contestant {
  change(edit: Edit): void;
  /** Resolves with the number of problems in the file as it is now. */
  diagnostics(): Promise<number>;
  /** Resolves with the number of proposals. */
  complete(position: Position): Promise<number>;
  /** Resolves with whether there is something to say. */
  hover(position: Position): Promise<boolean>;
}

/** A character typed in one round and deleted in the next, and what is wrong afterwards. */
export function keystroke(contestant: Contestant, at: Position): Timed {
  const state = { isTyped: false };
  const behind = { line: at.line, character: at.character + 1 };
  return () => {
    const edit = state.isTyped ? { start: at, end: behind, text: "" } : { start: at, end: at, text: "5" };
    state.isTyped = !state.isTyped;
    return timeOf(async () => {
      contestant.change(edit);
      await contestant.diagnostics();
    });
  };
}

/** The second letter of a key typed on a new line, and the proposals for it. */
export function completion(contestant: Contestant, { line }: EditPlaces): Timed {
  return async () => {
    contestant.change({ start: line, end: line, text: "  s\n" });
    await contestant.diagnostics();
    const at = { line: line.line, character: 3 };
    const behind = { line: line.line, character: 4 };
    const time = await timeOf(async () => {
      contestant.change({ start: at, end: at, text: "u" });
      const proposals = await contestant.complete(behind);
      if (proposals === 0) throw new Error("No proposals where there must be some");
    });
    contestant.change({ start: line, end: { line: line.line + 1, character: 0 }, text: "" });
    await contestant.diagnostics();
    return time;
  };
}

/** A character typed, and hover on a key right after it, before the file is checked again. */
export function hoverAfterKeystroke(contestant: Contestant, { hover: at, value }: EditPlaces): Timed {
  const behind = { line: value.line, character: value.character + 1 };
  return async () => {
    const time = await timeOf(async () => {
      contestant.change({ start: value, end: value, text: "5" });
      if (!(await contestant.hover(at))) throw new Error("No hover where there must be one");
    });
    contestant.change({ start: value, end: behind, text: "" });
    await contestant.diagnostics();
    return time;
  };
}

/** Hover on a key of a file that was checked before. */
export function hover(contestant: Contestant, { hover: at }: EditPlaces): Timed {
  return () =>
    timeOf(async () => {
      if (!(await contestant.hover(at))) throw new Error("No hover where there must be one");
    });
}
