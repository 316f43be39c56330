import { StringDecoder } from "node:string_decoder";

/** Longest line that is taken for one object, in UTF-16 code units: etcd holds objects of some megabytes at most. */
const longestLine = 64_000_000;

/**
 * Cuts a stream of bytes into lines. Characters and lines may be split over chunks; a last line without its line break
 * was cut off and is never given out. Throws when a line does not end.
 */
export function createLineReader(): (chunk: Uint8Array) => readonly string[] {
  const decoder = new StringDecoder("utf8");
  let parts: string[] = [];
  let length = 0;
  return (chunk) => {
    const text = decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    const pieces = text.split("\n");
    const last = pieces.pop() ?? "";
    const lines: string[] = [];
    for (const piece of pieces) {
      lines.push(parts.join("") + piece);
      parts = [];
      length = 0;
    }
    if (last !== "") parts.push(last);
    length += last.length;
    if (length > longestLine) throw new Error("the API server sent an object without an end");
    return lines.filter((line) => line.trim() !== "");
  };
}
