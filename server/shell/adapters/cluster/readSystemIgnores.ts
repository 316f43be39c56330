import type { IgnoredBySystem } from "../../../core/cluster/liveKind.ts";
import { isJsonObject, keyOf, type LiveObject } from "../../../core/cluster/liveObject.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import { type ObjectReader, placeOf, readObject } from "./readObject.ts";

/** What is ignored where nothing says so. */
export const nothingIgnored: IgnoredBySystem = { entries: [], problems: [] };

/**
 * Reads what the controller of an application ignores in everything it delivers. Settings that are not there ignore
 * nothing; those that cannot be read are a problem that is told.
 */
export async function readSystemIgnores(owner: LiveObject, reader: ObjectReader): Promise<IgnoredBySystem> {
  const ignores = liveKindOf(keyOf(owner))?.systemIgnores;
  if (!ignores) return nothingIgnored;
  const target = ignores.settings(owner);
  const place = placeOf(target);
  const answer = await readObject(reader, target);
  if (answer === undefined || (answer.kind === "refused" && answer.code === 404)) return nothingIgnored;
  if (answer.kind !== "ok" || !isJsonObject(answer.body)) {
    const why = answer.kind === "ok" ? "unreadable answer" : answer.message;
    return {
      entries: [],
      problems: [`What all applications ignore is not known, because ${place} cannot be read: ${why}`],
    };
  }
  const { entries, problems } = ignores.entriesIn(answer.body);
  return { entries, problems: problems.map((problem) => `${place}: ${problem}`) };
}
