import { isInlineEntry, targetOfEntry } from "../../../graph/kustomize/entries.ts";
import type { KustomizeFields } from "../../../graph/kustomize/fields.ts";
import type { KustomizeRoot } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { pairOf } from "../../../manifest/node.ts";
import { baseName, directoryOf, relativePath } from "../../../text/uri.ts";
import type { Fix } from "../../finding.ts";
import { removeItem } from "../edits/lists.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { nearPath, replaceWith, spanOf } from "./wording.ts";

/** The lists whose entries name files or directories that have to exist, with what each expects. */
const pathFields = {
  resources: "either",
  bases: "directory",
  components: "directory",
  crds: "file",
  configurations: "file",
  generators: "either",
  transformers: "either",
  validators: "either",
} as const satisfies Partial<Record<keyof KustomizeFields, "either" | "file" | "directory">>;

type PathField = keyof typeof pathFields;

/** An entry names nothing: the build fails (kustomize api/internal/target/kusttarget.go accumulateResources). */
export const resourceMissing = kustomizeRule({
  id: "KZ-RES-MISSING",
  summary: "An entry of a kustomization names a file or directory that does not exist.",
  severity: "error",
  needs: "structure",
  *check({ root, index, text }) {
    for (const field of fieldNames) {
      for (const entry of root.fields[field]) {
        if (isInlineEntry(entry)) continue;
        const found = targetOfEntry(entry.value, root, index);
        if (found.type === "missing") {
          const near = nearestPath(found.uri, root, index);
          const question = near === undefined ? "Create it, or remove the entry." : `Did you mean \`${near}\`?`;
          const message = `\`${entry.value}\` does not exist next to this kustomization, so the build fails. ${question}`;
          yield { span: spanOf(entry), message, fixes: repairs({ entry, field, near, uri: found.uri, root, text }) };
        }
        const expected = pathFields[field];
        if (expected === "file" && found.type === "directory")
          yield { span: spanOf(entry), message: `\`${entry.value}\` is a directory, but \`${field}\` lists files.` };
        if (expected === "directory" && found.type === "file" && field !== "bases")
          yield { span: spanOf(entry), message: `\`${entry.value}\` is a file, but \`${field}\` lists directories.` };
      }
    }
  },
});

const fieldNames: readonly PathField[] = [
  "resources",
  "bases",
  "components",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
];

/** The path of what has a similar name in the same directory. */
function nearestPath(uri: string, root: KustomizeRoot, index: RepositoryIndex): string | undefined {
  const directory = directoryOf(uri);
  const names = index.children(directory).map((name) => name.replace(/\/$/, ""));
  const near = nearPath(baseName(uri), names);
  if (near === undefined) return undefined;
  const path = relativePath(root.directory, `${directory}/${near}`);
  return path === "." ? undefined : path;
}

interface Missing {
  readonly entry: StringNode;
  readonly field: PathField;
  readonly near: string | undefined;
  readonly uri: string;
  readonly root: KustomizeRoot;
  readonly text: string;
}

function repairs({ entry, field, near, uri, root, text }: Missing): readonly Fix[] {
  const pair = pairOf(root.fields.root, field);
  const fixes: Fix[] = near === undefined ? [] : [replaceWith(entry, near)];
  if (/\.ya?ml$/.test(uri) && field === "resources") {
    fixes.push({ title: `Create \`${entry.value}\``, edits: [], files: [{ type: "create", uri, text: "" }] });
  }
  if (pair) fixes.push({ title: "Remove the entry", edits: removeItem(text, pair, entry) });
  return fixes;
}
