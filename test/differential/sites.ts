import type { Manifest } from "../../server/core/manifest/manifest.ts";
import { keyText, type MappingNode, type Pair, resolveAlias, type YamlNode } from "../../server/core/manifest/node.ts";
import { type Checker, rootChecker } from "../../server/core/schema/checker.ts";
import type { KindSchema } from "../../server/core/schema/model.ts";

/** A field of a manifest that its schema declares: a place to break. */
export interface Site {
  readonly pair: Pair;
  readonly mapping: MappingNode;
  /** What the schema says about the mapping and about the value. */
  readonly around: Checker;
  readonly field: Checker;
}

/** All declared fields of a manifest, in the order of the text. */
export function sitesOf(manifest: Manifest, kind: KindSchema): readonly Site[] {
  const sites: Site[] = [];
  collect(rootChecker(kind), manifest.root, sites);
  return sites;
}

function collect(checker: Checker, node: YamlNode, into: Site[]): void {
  const value = resolveAlias(node);
  const item = checker.item();
  if (value?.type === "sequence" && item) for (const each of value.items) collect(item, each, into);
  if (value?.type !== "mapping") return;
  for (const pair of value.pairs) {
    const field = checker.field(keyText(pair));
    if (!field || !Object.hasOwn(checker.schema.properties ?? {}, keyText(pair))) continue;
    into.push({ pair, mapping: value, around: checker, field });
    collect(field, pair.value, into);
  }
}
