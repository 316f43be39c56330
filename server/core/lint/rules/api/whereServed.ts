import type { SchemaRegistry } from "../../../schema/model.ts";
import type { Rule } from "../../rule.ts";

/** Rules that say that new releases of a controller do not serve a version any more. */
const aboutRemovals: ReadonlySet<string> = new Set(["FLUX-API-REMOVED", "ES-API"]);

/** The same rules, but for those about removed versions, which are silent where a connected cluster still serves them. */
export function whereServed(rules: readonly Rule[], { isServed }: Pick<SchemaRegistry, "isServed">): readonly Rule[] {
  return rules.map((rule) =>
    aboutRemovals.has(rule.id) ? { ...rule, isAbout: (gvk) => !isServed(gvk) && (rule.isAbout?.(gvk) ?? true) } : rule,
  );
}
