import { descriptorOf } from "../kinds/registry.ts";
import type { Finding, RelatedPlace } from "../lint/finding.ts";
import type { Rule, RuleContext } from "../lint/rule.ts";
import { ordinalOf } from "../manifest/parseYamlFile.ts";
import { isTemplated } from "../text/templated.ts";
import { type Reference, referencesOf } from "./references.ts";
import type { ManifestEntry, RepositoryIndex } from "./repositoryIndex.ts";
import { nearestTarget, type Target } from "./resolve.ts";

/** Objects that wait for each other in a circle: none of them ever becomes ready. */
export const cycleRule: Rule = {
  id: "graph/cycle",
  summary: "Objects that depend on each other in a circle never become ready.",
  severity: "error",
  needs: "structure",
  isAbout: (gvk) => descriptorOf(gvk)?.references.some(({ orders }) => orders) ?? false,
  check: checkCycles,
};

function* checkCycles({ manifest, index, partial }: RuleContext): Iterable<Finding> {
  const file = index.file(manifest.uri);
  if (partial || !file) return;
  const ordinal = ordinalOf(file, manifest.document);
  const start = { uri: manifest.uri, ordinal };
  for (const step of stepsFrom(start, index)) {
    const way = isSame(step.target, start) ? [step] : wayBack(step, start, index);
    if (way) yield describe(manifest.name?.value ?? "", step, way, index);
  }
}

interface Place {
  readonly uri: string;
  readonly ordinal: number;
}

/** A reference from one object to the next. */
interface Step {
  readonly reference: Reference;
  readonly target: Target;
}

/** The shortest continuation of a step that ends at the start again. */
function wayBack(first: Step, start: Place, index: RepositoryIndex): readonly Step[] | undefined {
  const seen = new Set([keyOf(first.target)]);
  let ways: readonly (readonly Step[])[] = [[first]];
  while (ways.length > 0) {
    const longer: (readonly Step[])[] = [];
    for (const way of ways) {
      for (const step of stepsFrom((way.at(-1) ?? first).target, index)) {
        if (isSame(step.target, start)) return [...way, step];
        if (seen.has(keyOf(step.target))) continue;
        seen.add(keyOf(step.target));
        longer.push([...way, step]);
      }
    }
    ways = longer;
  }
  return undefined;
}

function stepsFrom(place: Place, index: RepositoryIndex): readonly Step[] {
  const entry = entryAt(place, index);
  if (!entry) return [];
  return referencesOf(entry.manifest)
    .filter(({ rule, name }) => rule.orders && !isTemplated(name.value))
    .flatMap((reference) => {
      const target = nearestTarget(reference, entry.manifest, index);
      return target && target !== "unclear" ? [{ reference, target }] : [];
    });
}

function describe(name: string, first: Step, way: readonly Step[], index: RepositoryIndex): Finding {
  const { start, end } = first.reference.name;
  const names = [name, ...way.map(({ reference }) => reference.name.value)].map((each) => `\`${each}\``);
  const message =
    way.length === 1
      ? `${names[0]} depends on itself, so it never becomes ready. Remove the entry.`
      : `${names.join(" → ")}: these wait for each other, so none of them ever becomes ready. Remove one of the dependencies.`;
  return { code: cycleRule.id, severity: "error", message, span: { start, end }, related: placesOf(way, index) };
}

/** Where each further object of the circle names the next one. */
function placesOf(way: readonly Step[], index: RepositoryIndex): readonly RelatedPlace[] {
  return way.slice(1).flatMap(({ reference }, at) => {
    const holder = way[at]?.target;
    const entry = holder && entryAt(holder, index);
    if (!holder || !entry) return [];
    const { start, end, value } = reference.name;
    const span = { start: entry.offset + start, end: entry.offset + end };
    return [{ uri: holder.uri, span, message: `\`${entry.manifest.name?.value}\` waits for \`${value}\`.` }];
  });
}

function entryAt({ uri, ordinal }: Place, index: RepositoryIndex): ManifestEntry | undefined {
  return index.manifestAt(uri, ordinal);
}

function isSame(a: Place, b: Place): boolean {
  return a.uri === b.uri && a.ordinal === b.ordinal;
}

function keyOf({ uri, ordinal }: Place): string {
  return `${uri}#${ordinal}`;
}
