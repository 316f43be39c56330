import { targetOfEntry } from "../../../graph/kustomize/entries.ts";
import { kustomizeGroup } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { RepositoryIndex } from "../../../graph/repositoryIndex.ts";
import { isKustomizationFileName } from "../../../manifest/manifest.ts";
import { asString, valueAt, type YamlNode } from "../../../manifest/node.ts";
import { type Span, shift } from "../../../text/span.ts";
import { displayPath } from "../../../text/uri.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** Every document of a resource needs kind and name (kustomize kyaml/yaml RNode.GetValidatedMetadata). */
export const resourceNotObject = kustomizeRule({
  id: "KZ-RES-NOT-OBJECT",
  summary: "A file that is listed as a resource holds something that is no Kubernetes object.",
  severity: "error",
  needs: "content",
  fields: ["resources"],
  *check({ root, index }) {
    for (const entry of root.fields.resources) {
      const found = targetOfEntry(entry.value, root, index);
      if (found.type !== "file") continue;
      const lack = firstLack(found.uri, index);
      if (!lack) continue;
      const message = `\`${entry.value}\` ${lack.what}, so kustomize takes it for no resource and the build fails. ${lack.advice}`;
      const place = {
        uri: found.uri,
        span: lack.span,
        message: `Here, in \`${displayPath(found.uri, index.folders)}\`.`,
      };
      yield { span: spanOf(entry), message, related: [place] };
    }
  },
});

interface Lack {
  readonly what: string;
  readonly advice: string;
  /** The document without it, file offsets. */
  readonly span: Span;
}

/** The first document that is no object. Files that cannot be read as YAML are told as such. */
function firstLack(uri: string, index: RepositoryIndex): Lack | undefined {
  const entries = index.file(uri)?.entries ?? [];
  if (entries.some(({ document }) => document.problems.length > 0)) return undefined;
  for (const { document, offset } of entries) {
    const lack = document.root && lackOf(document.root);
    if (!document.root || !lack || isKustomization(uri, document.root)) continue;
    const { start } = document.root;
    const lineBreak = document.text.indexOf("\n", start);
    const end = lineBreak < 0 ? document.text.length : lineBreak;
    return { ...lack, span: shift({ start, end }, offset) };
  }
  return undefined;
}

/** What keeps a document from being an object; empty ones are skipped, Lists need no name. */
function lackOf(root: YamlNode): Omit<Lack, "span"> | undefined {
  if (root.type === "alias" || (root.type === "scalar" && root.value === null)) return undefined;
  if (root.type === "mapping" && root.pairs.length === 0) return undefined;
  const removal = "If it is no manifest, such as a values file or a patch, remove the entry.";
  if (root.type !== "mapping") {
    return { what: `holds ${root.type === "sequence" ? "a list" : "text"} instead of an object`, advice: removal };
  }
  const kind = valueAt(root, "kind");
  if (isEmpty(kind)) return { what: "holds a document without `kind`", advice: removal };
  if (asString(kind)?.value.endsWith("List") || !isEmpty(valueAt(root, "metadata", "name"))) return undefined;
  const isGenerated = !isEmpty(valueAt(root, "metadata", "generateName"));
  const what = isGenerated
    ? "holds an object with `generateName` instead of a name"
    : "holds an object without `metadata.name`";
  return { what, advice: isGenerated ? "Give it a `metadata.name`." : "Add the name." };
}

function isEmpty(node: YamlNode | undefined): boolean {
  return !node || (node.type === "scalar" && (node.value === null || node.value === ""));
}

/** Kustomization files among the resources are another rule's. */
function isKustomization(uri: string, root: YamlNode): boolean {
  const version = asString(valueAt(root, "apiVersion"))?.value ?? "";
  return isKustomizationFileName(uri) && (version === "" || version.startsWith(`${kustomizeGroup}/`));
}
