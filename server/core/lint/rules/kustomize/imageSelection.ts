import { accumulate } from "../../../graph/kustomize/accumulate.ts";
import { isTemplated } from "../../../graph/kustomize/entries.ts";
import { isImageNamed, splitImage } from "../../../graph/kustomize/images.ts";
import { kustomizeRule } from "./kustomizeRule.ts";
import { guess, spanOf } from "./wording.ts";

/** An image override that finds nothing is silent (kustomize filters/imagetag). */
export const imageSelection = kustomizeRule({
  id: "KZ-IMG-NOMATCH",
  summary: "An entry of `images` finds no container with that image.",
  severity: "warning",
  needs: "content",
  fields: ["images", "imageTags"],
  *check({ root, index }) {
    const entries = [...root.fields.images, ...root.fields.imageTags];
    if (entries.length === 0 || root.isComponent) return;
    const { named, isComplete, isConfigured } = accumulate(root, index);
    if (!isComplete || isConfigured) return;
    const images = [...new Set(named.flatMap((object) => object.images))];
    const earlier = entries.flatMap(({ newName }) => newName?.value ?? []);
    for (const { name } of entries) {
      if (!name || isTemplated(name.value) || hasTag(name.value)) continue;
      if (images.some((image) => isImageNamed(image, name.value)) || earlier.includes(name.value)) continue;
      const { question, fixes } = guess(name, new Set(images.map((image) => splitImage(image).name)));
      const message = `No container of this kustomization uses the image \`${name.value}\`, so this entry changes nothing.${question || " Correct the name, or remove the entry."}`;
      yield { span: spanOf(name), message, fixes };
    }
  },
});

function hasTag(name: string): boolean {
  const { tag, digest } = splitImage(name);
  return tag !== "" || digest !== "";
}
