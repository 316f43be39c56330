import type { GroupKind } from "../../core/kinds/descriptor.ts";
import { stringsAt } from "../../core/kinds/fieldPath.ts";
import { descriptorOf, producersOf, productsOf } from "../../core/kinds/registry.ts";
import { scalarAt } from "../../core/schema/context/scalarAt.ts";
import { mayBecome } from "./proposal.ts";
import type { CompletionSite } from "./site.ts";

/**
 * Names of a type that controllers and generators make and that what is typed may become. Read from the texts: parsing
 * every maker of a large repository would take longer than a keystroke may.
 */
export function producedNames(site: CompletionSite, target: GroupKind): readonly string[] {
  const names = producersOf(target).flatMap((maker) =>
    descriptorOf(maker)?.scope === "File" ? namesInFiles(site, maker, target) : namesOfObjects(site, maker, target),
  );
  return [...new Set(names)].filter((name) => mayBecome(site.context.typed, name));
}

function namesOfObjects({ environment }: CompletionSite, maker: GroupKind, target: GroupKind): readonly string[] {
  const { index } = environment;
  return index.objects(maker).flatMap(({ uri, span, name }) => {
    const text = index.text(uri)?.slice(span.start, span.end) ?? "";
    return fieldsNaming(maker, target).map((field) => (field && scalarAt(text, ...field.split("."))) ?? name);
  });
}

/** Kustomization files have no name of their own; only those with such a generator are parsed. */
function namesInFiles({ environment }: CompletionSite, maker: GroupKind, target: GroupKind): readonly string[] {
  const { index } = environment;
  const fields = fieldsNaming(maker, target).flatMap((field) => field ?? []);
  return [...index.kustomizeRoots().values()].flatMap((uri) => {
    const text = index.text(uri) ?? "";
    const written = fields.filter((field) => text.includes(field.split("[")[0] ?? field));
    if (written.length === 0) return [];
    return index
      .manifests(uri)
      .flatMap(({ manifest }) => written.flatMap((field) => stringsAt(manifest.root, field).map(({ value }) => value)));
  });
}

function fieldsNaming(maker: GroupKind, { group, kind }: GroupKind): readonly (string | undefined)[] {
  return productsOf(maker)
    .filter(({ makes }) => makes.group === group && makes.kind === kind)
    .map(({ nameField }) => nameField);
}
