import type { LiveContext, LiveKind } from "../../../core/cluster/liveKind.ts";
import { keyOf, keyText, type LiveObject, type ObjectKey } from "../../../core/cluster/liveObject.ts";
import { normalAddress } from "../../../core/graph/repositoryAddress.ts";
import { liveKindOf, liveKinds } from "../../../core/kinds/liveKinds.ts";
import type { DirectoryOrigin } from "../../../features/cluster/deployers.ts";
import type { Connection } from "./connection.ts";

/**
 * The live object that deploys a directory: the only one that the workspace declares, else the only one of the cluster that
 * says so itself. Undefined when there is none, or more than one.
 */
export function deployerOf({ state, clock }: Connection, directory: DirectoryOrigin): ObjectKey | undefined {
  const context = { lookup: state, now: clock.now() };
  const declared = new Map(directory.declared.map((key) => [keyText(key), key]));
  const known = [...declared.values()].filter((key) => {
    const object = state.find(key);
    return object && liveKindOf(key)?.deploysFrom?.(object, context);
  });
  if (known.length > 0) return known.length === 1 ? known[0] : undefined;
  const found = liveKinds.flatMap((kind) =>
    [...(kind.deploysFrom ? state.objects(kind) : [])].filter((object) =>
      deploys(object, { kind, context, directory }),
    ),
  );
  const [only] = found;
  return only && found.length === 1 ? keyOf(only) : undefined;
}

function deploys(
  object: LiveObject,
  how: { readonly kind: LiveKind; readonly context: LiveContext; readonly directory: DirectoryOrigin },
): boolean {
  const { path, addresses } = how.directory;
  const from = how.kind.deploysFrom?.(object, how.context);
  return from !== undefined && from.path === path && addresses.includes(normalAddress(from.address));
}
