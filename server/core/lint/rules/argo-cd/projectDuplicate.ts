import type { StringNode } from "../../../manifest/manifest.ts";
import { type MappingNode, type Pair, pairOf, type YamlNode } from "../../../manifest/node.ts";
import { removeItem } from "../edits/lists.ts";
import { spanOf } from "../kustomize/wording.ts";
import { type ArgoFinding, projectRule } from "./argoRule.ts";
import { keySpan, mappingsAt, textAt, textsAt } from "./fields.ts";

const refused = "Argo CD's API and UI refuse every change of a project with duplicates. Remove one.";

/** What ValidateProject asks for when a project is changed through the API; projects from Git are not looked at. */
export const projectDuplicate = projectRule({
  id: "PROJ-DUP",
  summary: "A project lists something twice.",
  severity: "warning",
  *check({ spec, text }) {
    for (const field of ["sourceRepos", "sourceNamespaces"]) yield* repeatedTexts(text, spec, field);
    yield* repeatedDestinations(text, spec);
    const names = new Set<string>();
    for (const role of mappingsAt(spec, "roles")) {
      const name = textAt(role, "name");
      if (name && names.has(name.value))
        yield { span: spanOf(name), message: `There is a role \`${name.value}\` already. ${refused}` };
      if (name) names.add(name.value);
      for (const field of ["policies", "groups"]) yield* repeatedTexts(text, role, field);
    }
  },
});

function* repeatedTexts(text: string, holder: MappingNode, field: string): Iterable<ArgoFinding> {
  const pair = pairOf(holder, field);
  const seen = new Set<string>();
  for (const item of textsAt(holder, field)) {
    if (pair && seen.has(item.value)) yield repeated(text, pair, item, item);
    seen.add(item.value);
  }
}

function* repeatedDestinations(text: string, spec: MappingNode): Iterable<ArgoFinding> {
  const pair = pairOf(spec, "destinations");
  const seen = new Set<string>();
  for (const item of mappingsAt(spec, "destinations")) {
    const [server, name, namespace] = ["server", "name", "namespace"].map((field) => textAt(item, field));
    const key = [server ?? name, namespace].map((each: StringNode | undefined) => each?.value ?? "").join("/");
    const isSame = server !== undefined || name !== undefined;
    if (pair && isSame && seen.has(key)) yield repeated(text, pair, item, keySpan(item, server ? "server" : "name"));
    seen.add(key);
  }
}

function repeated(text: string, list: Pair, item: YamlNode, place: ArgoFinding["span"]): ArgoFinding {
  return {
    span: spanOf(place),
    message: `This is listed twice in \`${String(list.key.value)}\`. ${refused}`,
    tags: ["unnecessary"],
    fixes: [{ title: "Remove this one", edits: removeItem(text, list, item), preferred: true }],
  };
}
