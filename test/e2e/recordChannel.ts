import { type LogOutputChannel, window } from "vscode";

/** What the extension wrote into one of its output channels, as VS Code was asked for it. */
export interface RecordedChannel {
  /** How many channels of this name were made. */
  readonly made: number;
  /** The lines of level `info`, in their order. */
  readonly lines: readonly string[];
}

/**
 * Records a log channel that is made from now on, and lets VS Code have everything. The text of a channel cannot be read
 * back where its logger has no native part, as in the server that tests run in: its window shows empty channels.
 */
export function recordChannel(name: string): RecordedChannel {
  const recorded = { made: 0, lines: [] as string[] };
  const original = window.createOutputChannel;
  const value = (title: string, options: { readonly log: true }): LogOutputChannel => {
    const channel = original(title, options);
    if (title !== name) return channel;
    recorded.made++;
    const info = channel.info.bind(channel);
    return Object.assign(Object.create(channel), {
      info: (line: string, ...more: unknown[]) => {
        recorded.lines.push(line);
        info(line, ...more);
      },
    });
  };
  Object.defineProperty(window, "createOutputChannel", { value, configurable: true, writable: true });
  return recorded;
}
