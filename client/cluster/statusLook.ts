import { ThemeColor, ThemeIcon } from "vscode";
import type { ClusterConnection, ClusterStatus } from "../../server/protocol/cluster.ts";

interface Look {
  readonly glyph: string;
  readonly color: string;
}

/** Colours of the theme, and glyphs that differ without them too, as Argo CD and Flux users know them. */
const looks: Readonly<Record<ClusterStatus, Look>> = {
  Synced: { glyph: "pass", color: "charts.green" },
  OutOfSync: { glyph: "warning", color: "charts.yellow" },
  Progressing: { glyph: "sync", color: "charts.blue" },
  Degraded: { glyph: "error", color: "charts.red" },
  Stalled: { glyph: "circle-slash", color: "charts.red" },
  Suspended: { glyph: "debug-pause", color: "charts.purple" },
  Unknown: { glyph: "question", color: "disabledForeground" },
};

/** The icon of a status for trees and picks. */
export function statusIcon(status: ClusterStatus): ThemeIcon {
  const { glyph, color } = looks[status];
  return new ThemeIcon(glyph, new ThemeColor(color));
}

/** The icon of a status in Markdown and labels: `$(pass)`. */
export function statusGlyph(status: ClusterStatus): string {
  return `$(${looks[status].glyph})`;
}

/** The colour of a status, for decorations. */
export function statusColor(status: ClusterStatus): ThemeColor {
  return new ThemeColor(looks[status].color);
}

/** The icon of a connection. */
export function connectionIcon({ state, staleSince }: ClusterConnection): ThemeIcon {
  if (state === "connecting") return new ThemeIcon("loading~spin");
  if (state === "failed") return new ThemeIcon("error", new ThemeColor("charts.red"));
  if (state === "interrupted" || staleSince !== undefined) {
    return new ThemeIcon("warning", new ThemeColor("charts.yellow"));
  }
  return new ThemeIcon("server-environment");
}

/** How a connection is doing, in words: `as of 14:03:22, interrupted`. */
export function connectionWords({ state, staleSince, namespace }: ClusterConnection): string {
  const words = [
    ...(staleSince === undefined ? [] : [`as of ${timeOf(staleSince)}`]),
    ...(state === "connected" ? [] : [state === "connecting" ? "connecting…" : state]),
  ];
  return [namespace === undefined ? [] : [`namespace ${namespace}`], words].flat().join(", ");
}

/** A time of the cluster for people here: the time of today, else date and time. */
export function timeOf(when: string): string {
  const time = new Date(when);
  if (Number.isNaN(time.getTime())) return when;
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday ? time.toLocaleTimeString() : time.toLocaleString();
}
