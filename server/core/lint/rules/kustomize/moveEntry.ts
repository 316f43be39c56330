import type { KustomizeRoot } from "../../../graph/kustomize/kustomizeRoot.ts";
import type { StringNode } from "../../../manifest/manifest.ts";
import { pairOf } from "../../../manifest/node.ts";
import type { Fix } from "../../finding.ts";
import { addItems, removeItem } from "../edits/lists.ts";

/** An entry to move from one list of a kustomization file to another. */
export interface EntryMove {
  readonly root: KustomizeRoot;
  readonly text: string;
  readonly entry: StringNode;
  readonly from: string;
  readonly to: string;
}

/** Moves an entry to the end of another list; no fix where the list cannot be extended safely. */
export function moveEntry({ root, text, entry, from, to }: EntryMove): readonly Fix[] {
  const mapping = root.fields.root;
  const pair = pairOf(mapping, from);
  const added = addItems(text, mapping, to, [[text.slice(entry.start, entry.end)]]);
  if (!pair || !added) return [];
  return [{ title: `Move to \`${to}\``, edits: [...removeItem(text, pair, entry), ...added], preferred: true }];
}
