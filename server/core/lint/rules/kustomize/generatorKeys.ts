import { generatorFilePath } from "../../../graph/kustomize/entries.ts";
import type { GeneratorEntry } from "../../../graph/kustomize/fields.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** A generator refuses to set a key twice (kustomize: illegally repeats the key). */
export const generatorKeys = kustomizeRule({
  id: "KZ-GEN-DUPKEY",
  summary: "A generator sets the same key twice.",
  severity: "error",
  needs: "document",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root }) {
    for (const generator of root.fields.objectGenerators) {
      const seen = new Set<string>();
      for (const [key, entry] of keysOf(generator)) {
        if (seen.has(key)) {
          const message = `The key \`${key}\` is set twice in this ${generator.makes}, which kustomize refuses. Remove one.`;
          yield { span: spanOf(entry), message };
        }
        seen.add(key);
      }
    }
  },
});

/** Keys of `envs` files stand in the files, which may not be at hand. */
function* keysOf({ files, literals }: GeneratorEntry): Iterable<readonly [string, StringNode]> {
  for (const entry of files) {
    const path = generatorFilePath(entry.value);
    const equals = entry.value.indexOf("=");
    const isDirectory = entry.value.endsWith("/");
    if (path !== undefined && !isDirectory)
      yield [equals < 0 ? path.slice(path.lastIndexOf("/") + 1) : entry.value.slice(0, equals), entry];
  }
  for (const entry of literals) {
    const equals = entry.value.indexOf("=");
    if (equals > 0) yield [entry.value.slice(0, equals), entry];
  }
}
