import { generatorFilePath, targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { directoryOf, relativePath } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { nearPath, replaceWith, spanOf } from "./wording.ts";

/** The files that a generator reads have to exist (kustomize api/kv loader). */
export const generatorFileMissing = kustomizeRule({
  id: "KZ-GEN-FILE-MISSING",
  summary: "A generator reads something that is no file, or does not exist.",
  severity: "error",
  needs: "structure",
  fields: ["configMapGenerator", "secretGenerator"],
  *check({ root, index }) {
    for (const { files, envs } of root.fields.objectGenerators) {
      for (const entry of [...files, ...envs]) {
        const path = files.includes(entry) ? generatorFilePath(entry.value) : entry.value;
        if (path === undefined) {
          const message = `\`${entry.value}\` has more than one \`=\`; kustomize takes \`path\` or \`key=path\`.`;
          yield { span: spanOf(entry), message };
          continue;
        }
        if (path === "" && entry.value !== "") {
          const message = `\`${entry.value}\` names no file behind the \`=\`, so the build fails. Write \`key=path\`.`;
          yield { span: spanOf(entry), message };
          continue;
        }
        const found = targetOfEntry(path, root, index);
        if (found.type === "directory") {
          const message = `\`${path}\` is a directory, but a generator reads files, so the build fails. List its files.`;
          yield { span: spanOf(entry), message };
        }
        if (found.type !== "missing") continue;
        const directory = directoryOf(found.uri);
        const siblings = index.children(directory).filter((name) => !name.endsWith("/"));
        const near = nearPath(
          path,
          siblings.map((name) => relativePath(root.directory, `${directory}/${name}`)),
        );
        const question = near === undefined ? "Create it, or remove the entry." : `Did you mean \`${near}\`?`;
        const prefix = entry.value.slice(0, entry.value.length - path.length);
        const message = `The file \`${path}\` does not exist, so the build fails. ${question}`;
        yield { span: spanOf(entry), message, fixes: near === undefined ? [] : [replaceWith(entry, prefix + near)] };
      }
    }
  },
});
