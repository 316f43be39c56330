/**
 * One word for how a live object is doing, the same for Argo CD, Flux and all other controllers. `Synced` is healthy and
 * as Git wants it; `Stalled` will not get better without a change; `Unknown` has said nothing (yet).
 */
export type Status = "Synced" | "OutOfSync" | "Progressing" | "Degraded" | "Suspended" | "Stalled" | "Unknown";

/** How a live object is doing, with what its controller says about it. */
export interface LiveStatus {
  readonly status: Status;
  /** The words of the controller itself, for example `Synced`, `Healthy` for Argo CD or `ReconciliationFailed` for Flux. */
  readonly words: readonly string[];
  /** The controller's explanation; may be long and have several lines. */
  readonly message?: string;
  /** Since when it is so, RFC 3339. */
  readonly since?: string;
  /** The revision that is applied, as the controller writes it (`main@sha1:…`, a commit, a chart version). */
  readonly revision?: string;
}

/** Worst first; a group of objects is as well as its worst member. */
export const statusesByUrgency: readonly Status[] = [
  "Degraded",
  "Stalled",
  "Unknown",
  "Progressing",
  "OutOfSync",
  "Suspended",
  "Synced",
];

/** The most urgent of some statuses; `Unknown` of none. */
export function worstOf(statuses: Iterable<Status>): Status {
  const found = new Set(statuses);
  return statusesByUrgency.find((status) => found.has(status)) ?? "Unknown";
}
