import type { Position } from "vscode-languageserver-types";
import { createLineIndex } from "../../server/core/text/lineIndex.ts";

/** A place in a text where a character is typed and deleted again, and where things are asked for. */
export interface EditPlaces {
  /** In the value of an `interval`: its schema is checked anew, nobody else depends on it. */
  readonly value: Position;
  /** At the end of `metadata.name`: everybody who names the object depends on it. */
  readonly name: Position;
  /** Start of the line before which another key is written. */
  readonly line: Position;
  /** On the key `interval`. */
  readonly hover: Position;
}

/** A text and the places in the document in the middle of it. */
export interface EditedText {
  readonly text: string;
  readonly places: EditPlaces;
}

/** Finds the places in the last document that starts in the first half of a text; it must have an `interval`. */
export function editedText(source: string): EditedText {
  const middle = Math.max(0, source.lastIndexOf("\n---\n", Math.max(4, source.length / 2)));
  const interval = source.indexOf("\n  interval: ", middle) + 1;
  if (interval === 0) throw new Error("The document in the middle has no `interval`");
  const lines = createLineIndex(source);
  const name = /\n {2}name: \S+/g;
  name.lastIndex = middle;
  const found = name.exec(source);
  if (!found) throw new Error("The document in the middle has no name");
  const at = (offset: number): Position => {
    const { line, column } = lines.at(offset);
    return { line, character: column };
  };
  const value = at(interval + "  interval: 1".length);
  return {
    text: source,
    places: {
      value,
      name: at(found.index + found[0].length),
      line: at(interval),
      hover: { line: value.line, character: 4 },
    },
  };
}
