import type { FileContent } from "../../../features/renderer.ts";

const lengthSize = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Packs a call for the engine: length of the JSON, the JSON, the contents (engine/wire tells the layout). */
export function encodeFrame(header: object, paths: readonly string[], contents: readonly FileContent[]): Uint8Array {
  const blobs = contents.map((content) => (typeof content === "string" ? encoder.encode(content) : content));
  const set = paths.map((path, index) => ({ path, size: blobs[index]?.length ?? 0 }));
  const json = encoder.encode(JSON.stringify({ ...header, set }));
  const frame = new Uint8Array(blobs.reduce((size, blob) => size + blob.length, lengthSize + json.length));
  new DataView(frame.buffer).setUint32(0, json.length, true);
  frame.set(json, lengthSize);
  let offset = lengthSize + json.length;
  for (const blob of blobs) {
    frame.set(blob, offset);
    offset += blob.length;
  }
  return frame;
}

/** Unpacks an answer of the engine. */
export function decodeFrame(frame: Uint8Array): { readonly header: unknown; readonly text: string } {
  const size = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  const body = lengthSize + size;
  const header: unknown = JSON.parse(decoder.decode(frame.subarray(lengthSize, body)));
  return { header, text: decoder.decode(frame.subarray(body)) };
}
