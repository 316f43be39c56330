import { liveConditions } from "../../../cluster/conditions.ts";
import type { LiveKind } from "../../../cluster/liveKind.ts";
import { type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { fluxCommand } from "./commandLine.ts";
import { deleting, firstVerdict, fluxMeanings, isSuspended, type Question, stalled, suspended } from "./fluxStatus.ts";
import { type PlaceRule, placesBy } from "./places.ts";

/** What a kind of Flux says for itself; see {@link fluxKind}. */
interface FluxKind
  extends Pick<LiveKind, "group" | "kind" | "versions" | "role" | "title" | "hintsOf" | "actions" | "facts">,
    Partial<Pick<LiveKind, "historyOf" | "resourcesOf" | "sourcesOf" | "remoteOf">> {
  /** How the `flux` command line names the kind, such as `source git`. */
  readonly command: string;
  /** Asked one after the other once it is neither being deleted, suspended nor stalled. */
  readonly questions: readonly Question[];
  /** What the controller has applied or fetched. */
  readonly revisionOf: (object: LiveObject) => string | undefined;
  /** Which field a problem comes from. */
  readonly places: readonly PlaceRule[];
}

/** A live kind of Flux: all of them have the same conditions, `spec.suspend` and `spec.interval`. */
export function fluxKind({ command, questions, revisionOf, places, facts, ...own }: FluxKind): LiveKind {
  return {
    historyOf: () => [],
    resourcesOf: () => [],
    ...own,
    statusOf: firstVerdict([deleting, suspended, stalled, ...questions], revisionOf),
    conditionsOf: (object) => liveConditions(object, fluxMeanings),
    placesOf: placesBy(places),
    projectOf: () => undefined,
    commandLine: fluxCommand(command),
    facts: (object) =>
      present({
        interval: textAt(object.spec, "interval"),
        suspended: isSuspended(object),
        ...facts(object),
      }),
  };
}
