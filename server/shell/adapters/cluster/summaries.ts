import type { ClusterState } from "../../../core/cluster/clusterState.ts";
import type { LiveContext, LiveKind } from "../../../core/cluster/liveKind.ts";
import { keyOf, keyText, type LiveObject, type ObjectKey } from "../../../core/cluster/liveObject.ts";
import type { LiveStatus } from "../../../core/cluster/status.ts";
import { liveKindOf } from "../../../core/kinds/liveKinds.ts";
import { provenanceOf } from "../../../core/kinds/provenance.ts";
import { itemOf } from "../../../features/cluster/clusterItem.ts";
import type { Summary } from "./messages.ts";

/** What is new about the objects of a context. */
export interface SummaryChange {
  readonly changed: readonly Summary[];
  readonly removed: readonly ObjectKey[];
}

/** How all objects of a context are doing, in the form in which the server is told. */
export interface Summaries {
  /** Notes that an object is new, changed or gone; it is judged by the next {@link take}. */
  touch(key: ObjectKey): void;
  /** Notes that all objects have to be judged again, because time has passed. */
  touchAll(): void;
  /** Judges what was noted, and what depends on it, and returns what is different now. */
  take(): SummaryChange;
  /** All of it. */
  all(): readonly Summary[];
}

/** Longest message that is told about an object nobody looks at. */
const longestMessage = 400;

/** Creates the summaries of the objects in a state. */
export function createSummaries(context: string, state: ClusterState, now: () => number = Date.now): Summaries {
  const touched = new Map<string, ObjectKey>();
  const told = new Map<string, { readonly text: string; readonly summary: Summary }>();
  /** Objects by the key of another one that their status was judged by, a source for example. */
  const dependants = new Map<string, Map<string, ObjectKey>>();

  const contextFor = (key: ObjectKey): LiveContext => ({
    now: now(),
    lookup: {
      find: (other) => {
        const text = keyText(other);
        const known = dependants.get(text) ?? new Map<string, ObjectKey>();
        dependants.set(text, known);
        known.set(keyText(key), key);
        return state.find(other);
      },
    },
  });
  const touchDependants = (): void => {
    for (const text of [...touched.keys()]) {
      for (const [dependant, key] of dependants.get(text) ?? []) touched.set(dependant, key);
      dependants.delete(text);
    }
  };
  return {
    touch: (key) => touched.set(keyText(key), key),
    touchAll: () => {
      for (const { summary } of told.values()) touched.set(keyText(summary.item), summary.item);
    },
    take() {
      touchDependants();
      const changed: Summary[] = [];
      const removed: ObjectKey[] = [];
      for (const [text, key] of touched) {
        const object = state.find(key);
        const kind = liveKindOf(key);
        if (!object || !kind) {
          if (told.delete(text)) removed.push(key);
          continue;
        }
        const summary = summarize(context, object, kind, contextFor(key));
        const written = JSON.stringify(summary);
        if (told.get(text)?.text === written) continue;
        told.set(text, { text: written, summary });
        changed.push(summary);
      }
      touched.clear();
      return { changed, removed };
    },
    all: () => [...told.values()].map(({ summary }) => summary),
  };
}

function summarize(context: string, object: LiveObject, kind: LiveKind, live: LiveContext): Summary {
  const status = statusOf(object, kind, live);
  const { message } = status;
  const item = itemOf({ context, key: keyOf(object), object, live: kind, status });
  const provenance = provenanceOf(object, kind);
  const rest = provenance && { provenance };
  if (message === undefined || message.length <= longestMessage) return { item, status, ...rest };
  return { item, ...rest, status: { ...status, message: `${message.slice(0, longestMessage)}…` } };
}

/** An object that nobody expected must not hide all others. */
function statusOf(object: LiveObject, kind: LiveKind, live: LiveContext): LiveStatus {
  try {
    return kind.statusOf(object, live);
  } catch (error) {
    return { status: "Unknown", words: [], message: `Its status could not be read: ${String(error)}` };
  }
}
