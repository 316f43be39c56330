import type { LiveKind } from "../cluster/liveKind.ts";
import type { LiveObject } from "../cluster/liveObject.ts";
import { present } from "../cluster/present.ts";
import type { Provenance } from "../cluster/provenance.ts";
import { ownerOf } from "./ownership.ts";

/** Where a live object comes from and what it brings where; undefined when it says nothing of that. */
export function provenanceOf(object: LiveObject, kind: LiveKind): Provenance | undefined {
  const owner = ownerOf(object);
  const sources = kind.sourcesOf?.(object) ?? [];
  const remote = kind.remoteOf?.(object);
  if (!owner && !remote && sources.length === 0) return undefined;
  return present({ owner, remote, sources: sources.length > 0 ? sources : undefined });
}
