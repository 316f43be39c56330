import { manifestOf } from "../../server/core/manifest/manifest.ts";
import { keyText, type MappingNode, type Pair, type YamlNode } from "../../server/core/manifest/node.ts";
import { parseDocument } from "../../server/core/manifest/parseDocument.ts";
import type { Step } from "../../server/core/schema/context/blockScan.ts";
import { fieldOf, placeAt } from "../../server/core/schema/context/schemaPlace.ts";
import type { KindSchema, SchemaRegistry } from "../../server/core/schema/model.ts";
import type { Random } from "../harness/random.ts";

/** A real document with something taken out, and what completion should offer there. */
export interface Probe {
  /** `half`: a key of which half is left; `empty`: a line without its key; `value`: a key without its value; `broken`: like empty, in a document that does not parse. */
  readonly type: "half" | "empty" | "value" | "broken";
  readonly text: string;
  readonly offset: number;
  readonly label: string;
  readonly path: string;
}

interface Found {
  readonly mapping: MappingNode;
  readonly pair: Pair;
  readonly path: readonly Step[];
}

/** How many keys of one document are tried in each way. */
const keysPerDocument = 4;

/** Probes of one document, chosen by a seeded source of numbers. */
export function probesOf(text: string, schemas: SchemaRegistry, random: Random): readonly Probe[] {
  const document = parseDocument(text);
  const manifest = manifestOf(document, "file:///repo/kustomization.yaml");
  const schema =
    manifest?.apiVersion && manifest.kind && schemas.find(manifest.gvk.group, manifest.gvk.version, manifest.gvk.kind);
  if (!schema || !document.root || document.problems.length > 0) return [];
  const pairs = [...pairsOf(document.root, [])].filter((found) => isDeclared(schema, found));
  const pick = (list: readonly Found[]): readonly Found[] =>
    list.length === 0 ? [] : Array.from({ length: keysPerDocument }, () => random.pick(list));
  const nested = pairs.filter(({ path }) => path.length > 1);
  const closed = pairs.filter(({ pair, path }) => hasChoice(schema, pair, path));
  return [
    ...pick(nested).map((found) => half(text, found)),
    ...pick(nested).map((found) => empty(text, found)),
    ...pick(closed).map((found) => value(text, found)),
    ...pick(nested).map((found) => broken(text, found, random)),
  ];
}

function* pairsOf(node: YamlNode, path: readonly Step[]): Iterable<Found> {
  if (node.type === "sequence") for (const [at, item] of node.items.entries()) yield* pairsOf(item, [...path, at]);
  if (node.type !== "mapping" || node.flow) return;
  for (const pair of node.pairs) {
    const below = [...path, keyText(pair)];
    yield { mapping: node, pair, path: below };
    yield* pairsOf(pair.value, below);
  }
}

function isDeclared(schema: KindSchema, { path }: Found): boolean {
  const parent = placeAt(schema, path.slice(0, -1));
  const name = path.at(-1);
  return typeof name === "string" && parent?.schema.properties?.[name] !== undefined;
}

function hasChoice(schema: KindSchema, { value }: Pair, path: readonly Step[]): boolean {
  const parent = placeAt(schema, path.slice(0, -1));
  const field = parent && fieldOf(parent, String(path.at(-1)));
  if (value.type !== "scalar" || value.value === "" || value.style !== "plain") return false;
  return field?.schema.type === "boolean" || (field?.schema.enum?.includes(value.value) ?? false);
}

function half(text: string, { pair, path }: Found): Probe {
  const offset = pair.key.start + Math.ceil((pair.key.end - pair.key.start) / 2);
  const end = endOfPair(text, pair);
  return {
    type: "half",
    text: text.slice(0, offset) + text.slice(end),
    offset,
    label: keyText(pair),
    path: path.join("."),
  };
}

function empty(text: string, { pair, path }: Found): Probe {
  const offset = pair.key.start;
  return {
    type: "empty",
    text: text.slice(0, offset) + text.slice(endOfPair(text, pair)),
    offset,
    label: keyText(pair),
    path: path.join("."),
  };
}

function value(text: string, { pair, path }: Found): Probe {
  const label = pair.value.type === "scalar" ? String(pair.value.value) : "";
  const { start, end } = pair.value;
  return { type: "value", text: text.slice(0, start) + text.slice(end), offset: start, label, path: path.join(".") };
}

/** An empty place with the rest of the document cut off, left unreadable, or without the colon of the next key. */
function broken(text: string, found: Found, random: Random): Probe {
  const probe = empty(text, found);
  const before = probe.text.slice(0, probe.offset);
  const after = probe.text.slice(probe.offset);
  const rest = [before, `${probe.text}\n  : [ {\n`, before + after.replace(/:(?=\s)/, "")];
  return { ...probe, type: "broken", text: random.pick(rest) };
}

function endOfPair(text: string, { key, value }: Pair): number {
  const end = Math.max(key.end, value.end);
  const newline = text.indexOf("\n", end);
  // The span of a block scalar may end behind its line break.
  if (text[end - 1] === "\n") return end - 1;
  return newline < 0 ? text.length : newline;
}
