import type { ObjectKey } from "./liveObject.ts";

/**
 * The lines of a controller's log that speak of an object: they have its name as a word of its own and, where a line
 * tells a namespace, the object's. Controllers write JSON (Flux, External Secrets) or `key=value` (Argo CD).
 */
export function linesAbout(log: string, { name, namespace }: Pick<ObjectKey, "name" | "namespace">): readonly string[] {
  const named = new RegExp(`(?<![A-Za-z0-9.-])${escaped(name)}(?![A-Za-z0-9-]|\\.[A-Za-z0-9])`);
  return log.split("\n").filter((line) => named.test(line) && isIn(line, namespace));
}

function isIn(line: string, namespace: string): boolean {
  const told = [...line.matchAll(/(?:"namespace":\s*"|\b(?:app-)?namespace=)([a-z0-9-]+)/g)].map(([, each]) => each);
  return namespace === "" || told.length === 0 || told.includes(namespace);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
