import { accumulate } from "../../core/graph/kustomize/accumulate.ts";
import type { AccumulatedObject } from "../../core/graph/kustomize/accumulatedObject.ts";
import { kustomizeRootAt } from "../../core/graph/kustomize/kustomizeRoot.ts";
import { matchesPath } from "../../core/schema/context/pathPattern.ts";
import { directoryOf } from "../../core/text/uri.ts";
import { type Proposal, textProposal } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";
import type { ValuePlace } from "./valueProposals.ts";

/** Fields of a kustomization file that select among the objects of the build, and what they take from an object. */
const selectors: readonly (readonly [
  pattern: string,
  read: (object: AccumulatedObject) => readonly (string | undefined)[],
])[] = [
  ["images[*].name", (object) => object.images.map(withoutTag)],
  ["replicas[*].name", ({ name }) => [name]],
  ...[
    "patches[*].target",
    "patchesJson6902[*].target",
    "replacements[*].source",
    "replacements[*].targets[*].select",
  ].flatMap(
    (target) =>
      [
        [`${target}.name`, ({ name }: AccumulatedObject) => [name]],
        [`${target}.kind`, ({ gvk }: AccumulatedObject) => [gvk.kind]],
        [`${target}.group`, ({ gvk }: AccumulatedObject) => [gvk.group]],
        [`${target}.version`, ({ gvk }: AccumulatedObject) => [gvk.version]],
        [`${target}.namespace`, ({ namespace }: AccumulatedObject) => [namespace]],
      ] as const,
  ),
];

/** Names, kinds and images of the objects that a kustomization file builds, where it selects among them. */
export function builtObjectProposals(site: CompletionSite, place: ValuePlace): readonly Proposal[] {
  if (site.descriptor?.scope !== "File") return [];
  const read = selectors.find(([pattern]) => matchesPath(place.path, pattern))?.[1];
  const { index } = site.environment;
  const root = read && kustomizeRootAt(directoryOf(site.uri), index);
  if (!root) return [];
  const siblings = [...place.siblings.before, ...place.siblings.after];
  const kind = siblings.find(({ key }) => key === "kind")?.value;
  const field = place.path.at(-1);
  const objects = accumulate(root, index).input.filter(({ gvk }) => field === "kind" || !kind || gvk.kind === kind);
  const values = new Map<string, AccumulatedObject>();
  for (const object of objects)
    for (const value of read(object)) if (value && !values.has(value)) values.set(value, object);
  return [...values].map(([value, { gvk }]) => textProposal(site, value, { detail: gvk.kind, rank: 10 }));
}

/** An image without tag and digest; a colon before the last slash is a port. */
function withoutTag(image: string): string {
  return image.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
}
