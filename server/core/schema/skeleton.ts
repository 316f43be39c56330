import type { Checker } from "./checker.ts";
import { type NewPair, scalarText } from "./edits.ts";
import { exampleOf } from "./patterns.ts";

/** A key with the least that its schema asks for as value: the default, the first allowed value, an example. */
export function skeletonPair(name: string, checker: Checker | undefined): NewPair {
  const flow = flowText(checker, 0);
  return {
    name: scalarText(name),
    flow,
    block: (indent) => (hasRequired(checker) ? blockText(checker, indent, 0) : ` ${flow}`),
  };
}

function hasRequired(checker: Checker | undefined): checker is Checker {
  return checker?.expected === "object" && neededFields(checker).length > 0;
}

/** The required fields, and of alternatives the first. */
function neededFields({ required, anyOf }: Checker): readonly string[] {
  return [...new Set([...required, ...(anyOf[0]?.required ?? [])])];
}

function blockText(checker: Checker, indent: string, depth: number): string {
  const lines = neededFields(checker).map((name) => {
    const field = checker.field(name);
    const inner = `${indent}  `;
    const value = hasRequired(field) && depth < 4 ? blockText(field, inner, depth + 1) : ` ${flowText(field, depth)}`;
    return `\n${inner}${scalarText(name)}:${value}`;
  });
  return lines.join("");
}

function flowText(checker: Checker | undefined, depth: number): string {
  if (!checker) return '""';
  const { schema, expected } = checker;
  if (schema.default !== undefined) return JSON.stringify(schema.default);
  const first = schema.enum?.find((value) => value !== null && value !== "");
  if (first !== undefined && first !== null) return scalarText(first);
  if (expected === "object") return flowMapping(checker, depth);
  if (expected === "array") return "[]";
  if (expected === "boolean") return "false";
  if (expected === "integer" || expected === "number") return String(Math.max(schema.minimum ?? 0, 0));
  return scalarText(schema.pattern === undefined ? "" : (exampleOf(schema.pattern) ?? ""));
}

function flowMapping(checker: Checker, depth: number): string {
  if (!hasRequired(checker) || depth > 4) return "{}";
  const fields = neededFields(checker).map(
    (name) => `${scalarText(name)}: ${flowText(checker.field(name), depth + 1)}`,
  );
  return `{ ${fields.join(", ")} }`;
}
