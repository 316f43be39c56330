import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import type { Collision } from "../../../graph/kustomize/accumulatedObject.ts";
import { describeIdentity } from "../../../graph/kustomize/identity.ts";
import { displayPath } from "../../../text/uri.ts";
import { repeatedEntries } from "./duplicateEntry.ts";
import { type KustomizeContext, kustomizeRule } from "./kustomizeRule.ts";
import { spanOf } from "./wording.ts";

/** kustomize holds each identity once (resWrangler.Append: already registered id). */
export const duplicateIdentity = kustomizeRule({
  id: "KZ-DUP-ID",
  summary: "A kustomization includes the same object twice.",
  severity: "error",
  needs: "content",
  *check(context) {
    const { root, index } = context;
    const { collisions } = accumulate(root, index);
    if (collisions.length === 0) return;
    const repeated = new Set(repeatedEntries(context));
    const told = new Set<unknown>();
    for (const collision of collisions) {
      const place = collision.entry ?? root.fields.namespace ?? root.fields.root;
      if (told.has(place) || (collision.entry && repeated.has(collision.entry))) continue;
      told.add(place);
      const { uri, span } = collision.first.place;
      const related = [{ uri, span, message: "The first one is here." }];
      yield { span: spanOf(place), message: messageFor(collision, context), related };
    }
  },
});

function messageFor({ first, second, entry }: Collision, { root, index }: KustomizeContext): string {
  const identity = describeIdentity(second);
  const from = displayPath(first.place.uri, index.folders);
  const other = displayPath(second.place.uri, index.folders);
  if (!entry) {
    const places = from === other ? `\`${from}\`` : `\`${from}\` and \`${other}\``;
    return `\`namespace: ${root.fields.namespace?.value}\` makes two objects of ${places} the same ${identity}, and kustomize refuses a second one. Rename one.`;
  }
  const also = from === other ? `\`${from}\` declares it twice` : `\`${from}\` declares it too`;
  return `${identity} is included twice: ${also}. kustomize refuses the second one: drop it, or make it a patch.`;
}
