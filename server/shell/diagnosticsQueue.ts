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

/**
 * Computes and sends the diagnostics of one file; false when there is more to compute, which is then done after
 * whatever waits meanwhile. `isRest` in these further calls.
 */
export type Publish = (uri: string, isRest: boolean) => boolean;

/** Creates the queue. */
export function createDiagnosticsQueue(publish: Publish, delays: QueueDelays = usualDelays): DiagnosticsQueue {
  const waiting = new Map<string, { readonly timer: NodeJS.Timeout; readonly due: number; isRest: boolean }>();
  const schedule = (uri: string, delay: number, isRest = false): void => {
    const due = Date.now() + delay;
    const known = waiting.get(uri);
    // Whatever comes first answers both, and as a first answer if one of them is.
    if (known) known.isRest &&= isRest;
    if (known && known.due <= due) return;
    clearTimeout(known?.timer);
    const timer = setTimeout(() => {
      const { isRest: onlyRest = false } = waiting.get(uri) ?? {};
      waiting.delete(uri);
      if (!publish(uri, onlyRest)) schedule(uri, 0, true);
    }, delay);
    waiting.set(uri, { timer, due, isRest: known?.isRest ?? isRest });
  };
  const forget = (uri: string): void => {
    clearTimeout(waiting.get(uri)?.timer);
    waiting.delete(uri);
  };
  return {
    edited: (uri) => schedule(uri, delays.edited),
    affected: (uris) => {
      for (const uri of uris) schedule(uri, delays.affected);
    },
    forget,
    dispose: () => {
      for (const uri of [...waiting.keys()]) forget(uri);
    },
  };
}
