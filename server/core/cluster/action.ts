import type { JsonObject, LiveObject, ObjectKey } from "./liveObject.ts";

/** Options of an action as the user chose them; each action documents the ones it reads. */
export type ActionOptions = Readonly<Record<string, string | boolean | readonly string[]>>;

/** A choice the user makes before an action runs. */
export interface ActionChoice {
  readonly name: string;
  readonly title: string;
  readonly detail?: string;
  /** `flag`: on or off; `text`: free text, may be empty; `one` and `many`: of `items`. */
  readonly type: "flag" | "text" | "one" | "many";
  readonly items?: readonly { readonly value: string; readonly label: string; readonly detail?: string }[];
  readonly initial?: string | boolean | readonly string[];
  /** A `text` or `one` that must not be empty. */
  readonly required?: boolean;
}

/** What the completion test of a step says about the object as it is now. */
export type Completion =
  | { readonly state: "waiting"; readonly note?: string }
  | { readonly state: "succeeded"; readonly message: string }
  | { readonly state: "failed"; readonly message: string };

/** One request to the API server, or waiting until a controller has finished. */
export type ActionStep =
  | {
      readonly type: "patch";
      readonly target: ObjectKey;
      /** A merge patch (RFC 7386) as an object, or a JSON patch (RFC 6902) as a list. */
      readonly body: JsonObject | readonly JsonObject[];
      readonly subresource?: "status";
    }
  | {
      readonly type: "delete";
      readonly target: ObjectKey;
      readonly propagation: "Foreground" | "Background" | "Orphan";
      readonly resourceVersion?: string;
    }
  | {
      readonly type: "wait";
      readonly target: ObjectKey;
      /**
       * Pure; called with the state that the last request on the object answered and with each later one (by
       * resource version), undefined once it is gone. Older states, still in a cache, are not handed in. `written` is
       * what that request answered: what differs from it came after the request, whatever the clocks say; undefined when
       * the object itself was not written.
       */
      readonly completion: (object: LiveObject | undefined, written?: LiveObject) => Completion;
      /**
       * Reason of the Warning by which the controller tells each failure, for objects that look the same after one failure
       * and the next. One that is new ends the wait unless the object soon says otherwise.
       */
      readonly failureEvent?: string;
      /** Milliseconds after which waiting ends without an answer. */
      readonly timeout: number;
      /** Where to look when it does not finish in time. */
      readonly onTimeout: string;
    };

/** Everything an action will do, before anything of it is done. */
export interface ActionPlan {
  readonly kind: "plan";
  /** What happens, in a sentence without the object's name: `Syncs to main, prunes 2 objects`. */
  readonly effect: string;
  /** What the user should know: Git will revert it, auto-sync is on, the name is protected … */
  readonly warnings: readonly string[];
  /** Whether objects may be deleted; the confirmation says so first. */
  readonly destructive: boolean;
  readonly steps: readonly ActionStep[];
}

/** An action that cannot run now, with the reason and what to do about it. */
export interface ActionRefusal {
  readonly kind: "refused";
  readonly reason: string;
}
