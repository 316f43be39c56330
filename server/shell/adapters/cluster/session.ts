import { createAccessReviews, type Right, type Verdict } from "./accessReviews.ts";
import { type ApiAnswer, type ApiRequest, callApi } from "./apiClient.ts";
import { type Access, AccessError } from "./kubeConfig.ts";
import { createLimit } from "./limit.ts";
import { createNamespaceRights, type FoundRights } from "./namespaceRights.ts";
import type { ServerClock } from "./serverClock.ts";

/** How a login stands. */
export interface SessionEvents {
  /** The login was made anew: connections that wait may try again. */
  renewed(): void;
  /** The API server does not accept the user any more; only the user can change that. */
  rejected(reason: string): void;
}

/** Requests to one API server as one user, with the login renewed when it has expired. */
export interface Session {
  access(): Access;
  /** Makes a request. A login that is refused is renewed once; nothing else is asked twice but reads whose connection broke. */
  ask(call: ApiRequest): Promise<ApiAnswer>;
  may(right: Right): Promise<Verdict>;
  /** What the user may do in each namespace; undefined when namespaces may not be listed. */
  namespaceRights(first: string): Promise<FoundRights | undefined>;
  /** See WatchTools. */
  renew(refused: Access): Promise<boolean>;
  succeeded(access: Access): void;
  /** Reads the kubeconfig anew, because what it said of the server does not hold any more. */
  reread(failed: Access): void;
  close(): void;
}

/** How many requests other than watches are under way at once. */
const maximumRequests = 8;

/** Opens a session; `open` reads the kubeconfig anew each time, and each answer sets the clock. Throws AccessError. */
export function openSession(open: () => Access, events: SessionEvents, clock: ServerClock): Session {
  const state: SessionState = { access: open(), proven: new WeakSet(), renewing: undefined };
  const limit = createLimit(maximumRequests);
  const renew = (refused: Access): Promise<boolean> => {
    if (state.access !== refused) return Promise.resolve(true);
    state.renewing ??= renewNow(state, open, events).finally(() => {
      state.renewing = undefined;
    });
    return state.renewing;
  };
  const once = async (call: ApiRequest): Promise<ApiAnswer> => {
    const { access, answer } = await limit(async () => {
      const used = state.access;
      return { access: used, answer: await callApi(used, { ...call, clock }) };
    });
    if (answer.kind === "ok") state.proven.add(access);
    return answer;
  };
  const ask = async (call: ApiRequest): Promise<ApiAnswer> => {
    const { access } = state;
    const answer = await once(call);
    if (answer.kind === "refused" && answer.code === 401) return (await renew(access)) ? once(call) : answer;
    const isBrokenRead = answer.kind === "unreachable" && answer.mayHaveArrived && call.method === "GET";
    return isBrokenRead && call.signal?.aborted !== true ? once(call) : answer;
  };
  return {
    access: () => state.access,
    ask,
    may: createAccessReviews(ask),
    namespaceRights: createNamespaceRights(ask),
    renew,
    succeeded: (access) => state.proven.add(access),
    reread: (failed) => {
      if (state.access === failed) reread(state, open);
    },
    close: () => state.access.close(),
  };
}

interface SessionState {
  access: Access;
  /** Accesses that the API server accepted at least once. */
  readonly proven: WeakSet<Access>;
  renewing: Promise<boolean> | undefined;
}

/** A login that was never accepted since it was made anew is wrong, not expired; but a token that was kept may be just old. */
async function renewNow(state: SessionState, open: () => Access, events: SessionEvents): Promise<boolean> {
  const old = state.access;
  const hasAnother = old.refused();
  if (!state.proven.has(old) && !hasAnother) {
    events.rejected(`The API server does not accept the user \`${old.user}\` (401). Log in again, then connect again.`);
    return false;
  }
  try {
    state.access = open();
    await state.access.options();
    events.renewed();
    old.close();
    return true;
  } catch (error) {
    if (!(error instanceof AccessError)) throw error;
    events.rejected(error.message);
    return false;
  }
}

function reread(state: SessionState, open: () => Access): void {
  const old = state.access;
  try {
    state.access = open();
    old.close();
  } catch (error) {
    // What is written there now is no login; the one from before may work again.
    if (!(error instanceof AccessError)) throw error;
  }
}
