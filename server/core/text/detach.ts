/**
 * The same text in memory of its own. Engines let a part of a string point into the whole; a name kept for long would
 * keep the text of its file alive even after the file has changed.
 */
export function detach(text: string): string {
  return text.length < 13 ? text : text.split("").join("");
}
