// Readers of the JSON the tests take their cases from; they throw on anything of another shape.

type Fields = Readonly<Record<string, unknown>>;

/** An object read from JSON. */
export function fieldsOf(value: unknown): Fields {
  if (typeof value !== "object" || value === null) throw new Error(`not an object: ${JSON.stringify(value)}`);
  return Object.fromEntries(Object.entries(value));
}

/** A text that has to be there. */
export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value !== "string") throw new Error(`${name} is no text in ${JSON.stringify(fields).slice(0, 200)}`);
  return value;
}

/** A text, or undefined when the field is absent or null. */
export function optionalText(fields: Fields, name: string): string | undefined {
  return fields[name] === undefined || fields[name] === null ? undefined : text(fields, name);
}

/** A list of texts; empty when absent. */
export function texts(fields: Fields, name: string): readonly string[] {
  const value = fields[name];
  return Array.isArray(value) ? value.map(String) : [];
}

/** Texts by name; empty when absent. */
export function textMap(fields: Fields, name: string): Map<string, string> {
  return new Map(Object.entries(fieldsOf(fields[name] ?? {})).map(([key, value]) => [key, String(value)]));
}
