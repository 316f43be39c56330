import { itemsAt, pairOf } from "../../../manifest/node.ts";
import { isSetAt, mappingAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";

/** Most providers refuse to look for nothing in particular; a few (Doppler) then give everything. */
export const findCriteria = externalSecretRule({
  id: "ES-FIND",
  summary: "An ExternalSecret looks for secrets without saying which.",
  severity: "information",
  needs: "document",
  *check({ spec, partial }) {
    if (partial) return;
    for (const item of itemsAt(spec, "dataFrom")) {
      const find = pairOf(item, "find");
      if (!find || !mappingAt(find.value) || ["name", "tags", "path"].some((field) => isSetAt(find.value, field)))
        continue;
      const message =
        "`find` says neither `name` nor `tags`, which most providers refuse. Add one, for example `name: {regexp: .*}`.";
      yield { at: find.key, message };
    }
  },
});
