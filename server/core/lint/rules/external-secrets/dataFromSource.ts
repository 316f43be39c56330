import { itemsAt, pairOf, resolveAlias } from "../../../manifest/node.ts";
import { isSetAt, mappingAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";

/** Each entry has one source (externalsecret_validator.go validateExtractFindGenerator). */
export const dataFromSource = externalSecretRule({
  id: "ES-FROM-XOR",
  summary: "An entry of dataFrom has no source of values, or several.",
  severity: "error",
  needs: "document",
  *check({ spec }) {
    for (const item of itemsAt(spec, "dataFrom")) {
      const entry = resolveAlias(item);
      if (entry?.type !== "mapping") continue;
      const hasGenerator = isSetAt(entry, "sourceRef", "generatorRef");
      const used = ["extract", "find"].filter((field) => isSetAt(entry, field));
      const names = [...used, ...(hasGenerator ? ["sourceRef.generatorRef"] : [])];
      const second = pairOf(entry, used[1] ?? (hasGenerator ? "sourceRef" : (used[0] ?? "")));
      const [first] = entry.pairs;
      if (names.length > 1 && second) {
        const message = `An entry of \`dataFrom\` takes its values from one place, but this one names ${names.map((name) => `\`${name}\``).join(" and ")} and is refused. Make them two entries.`;
        yield { at: second.key, message };
      } else if (names.length === 0 && !isSetAt(entry, "sourceRef")) {
        const message =
          "This entry of `dataFrom` takes nothing and is refused. Add `extract`, `find` or `sourceRef.generatorRef`.";
        yield { at: first?.key ?? entry, message };
      } else if (names.length === 0 && mappingAt(entry, "sourceRef", "storeRef") && first) {
        const message =
          "This entry names a store, but nothing to take from it, so it adds nothing. Add `extract` or `find`.";
        yield { at: first.key, message, severity: "warning" };
      }
    }
  },
});
