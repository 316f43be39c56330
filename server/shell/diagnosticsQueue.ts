/** Says when the diagnostics of which file are computed: soon after its own change, later after somebody else's. */
export interface DiagnosticsQueue {
  /** The file itself changed. */
  edited(uri: string): void;
  /** Something that other files depend on changed. */
  affected(uris: readonly string[]): void;
  /** No more diagnostics for this file. */
  forget(uri: string): void;
  dispose(): void;
}

/** Pauses before diagnostics are computed, in milliseconds. */
export interface QueueDelays {
  readonly edited: number;
  readonly affected: number;
}

/** Short enough to be felt as immediate, long enough that a burst of edits of one command is answered once. */
export const usualDelays: QueueDelays = { edited: 8, affected: 120 };

/** Creates the queue; `publish` computes and sends the diagnostics of one file. */
export function createDiagnosticsQueue(
  publish: (uri: string) => void,
  delays: QueueDelays = usualDelays,
): DiagnosticsQueue {
  const timers = new Map<string, { readonly timer: NodeJS.Timeout; readonly due: number }>();
  const schedule = (uri: string, delay: number): void => {
    const due = Date.now() + delay;
    const waiting = timers.get(uri);
    if (waiting && waiting.due <= due) return;
    if (waiting) clearTimeout(waiting.timer);
    const timer = setTimeout(() => {
      timers.delete(uri);
      publish(uri);
    }, delay);
    timers.set(uri, { timer, due });
  };
  const forget = (uri: string): void => {
    clearTimeout(timers.get(uri)?.timer);
    timers.delete(uri);
  };
  return {
    edited: (uri) => schedule(uri, delays.edited),
    affected: (uris) => {
      for (const uri of uris) schedule(uri, delays.affected);
    },
    forget,
    dispose: () => {
      for (const uri of [...timers.keys()]) forget(uri);
    },
  };
}
