import type { ClusterStateEvent, WatchScope } from "../../../core/cluster/clusterState.ts";
import { itemsAt, type Json, jsonAt, type LiveObject, textAt } from "../../../core/cluster/liveObject.ts";
import { parseLiveObject } from "../../../core/cluster/parseLiveObject.ts";
import { type ApiAnswer, callApi, openResponse, type Refused, readAll, refusalOf, statusRefusal } from "./apiClient.ts";
import { type BackOffLimits, backOff } from "./backOff.ts";
import { describeFailure } from "./failures.ts";
import type { Access } from "./kubeConfig.ts";
import { createLineReader } from "./lines.ts";
import { parseJson } from "./parseJson.ts";

/** Objects in one answer to a list; larger lists come in several. */
const pageSize = 500;

/** A watch that the server closes sooner than this without an event does not work, in milliseconds. */
const shortestWatch = 2000;

/** Failures of the first list that are not worth a word. */
const patience = 3;

/** How often a kind is tried that the user may not read, in milliseconds. */
const forbiddenPause = 300_000;

/** How the watch of a kind is doing. */
export interface WatchProgress {
  readonly state: "loading" | "watching" | "interrupted" | "forbidden" | "failed";
  readonly problem?: string;
}

/** Takes what a watch finds out. */
export interface WatchSink {
  event(event: ClusterStateEvent): void;
  progress(progress: WatchProgress): void;
}

/** What all watches of a connection share. */
export interface WatchTools {
  /** The access to use now; it changes when the login is renewed. */
  access(): Access;
  /** An access was refused with 401: resolves with whether another try makes sense. */
  renew(refused: Access): Promise<boolean>;
  /** Logging in failed before anything could be asked; only the user can mend it. */
  rejected(reason: string): void;
  /** The certificate of the server is not trusted (any more): the kubeconfig is read anew. */
  reread(failed: Access): void;
  /** A request went well, so the login is good. */
  succeeded(access: Access): void;
  /** Lets lists run when it is their turn, so that many watches do not ask all at once. */
  inTurn<T>(work: () => Promise<T>): Promise<T>;
  readonly limits: BackOffLimits;
  /** Milliseconds without a byte after which a watch counts as broken; the server sends bookmarks about every minute. */
  readonly silence: number;
  random(): number;
}

/** What is watched. */
export interface WatchTarget {
  readonly scope: WatchScope;
  /** Path of the list, `/apis/argoproj.io/v1alpha1/applications`. */
  readonly path: string;
}

type Outcome = { readonly kind: "at"; readonly version: string } | Exclude<ApiAnswer, { kind: "ok" }>;

/** Keeps a kind up to date until it is stopped. */
export interface KindWatch {
  /** Ends pauses and connections that may be dead: the machine slept, or the login was renewed. */
  nudge(): void;
  stop(): void;
}

/** Lists a kind page by page, then watches it from there on, for ever: see {@link KindWatch}. */
export function watchKind(target: WatchTarget, tools: WatchTools, sink: WatchSink): KindWatch {
  const watch = new Watch(target, tools, sink);
  watch.run().catch((error: unknown) => {
    sink.progress({ state: "failed", problem: `An answer of the API server could not be used: ${String(error)}` });
  });
  return { nudge: () => watch.nudge(), stop: () => watch.stop() };
}

class Watch {
  readonly #target: WatchTarget;
  readonly #tools: WatchTools;
  readonly #sink: WatchSink;
  #isStopped = false;
  #hasLoaded = false;
  #failures = 0;
  #attempt = new AbortController();
  /** Where the running watch has got to. */
  #lastVersion = "";

  constructor(target: WatchTarget, tools: WatchTools, sink: WatchSink) {
    this.#target = target;
    this.#tools = tools;
    this.#sink = sink;
  }

  nudge(): void {
    this.#attempt.abort();
  }

  stop(): void {
    this.#isStopped = true;
    this.#attempt.abort();
  }

  /** `version` is where the next watch starts; without one everything is listed first. */
  async run(): Promise<void> {
    let version: string | undefined;
    this.#sink.progress({ state: "loading" });
    while (!this.#isStopped) {
      this.#attempt = new AbortController();
      const access = this.#tools.access();
      const outcome = version === undefined ? await this.#list(access) : await this.#watch(access, version);
      if (this.#isStopped) return;
      if (outcome.kind === "at") {
        version = outcome.version;
        continue;
      }
      if (needsNewList(outcome)) version = undefined;
      else if (version !== undefined) version = this.#lastVersion;
      await this.#recover(outcome, access);
    }
  }

  async #list(access: Access): Promise<Outcome> {
    const { scope, path } = this.#target;
    const { signal } = this.#attempt;
    let token = "";
    let version = "";
    this.#sink.event({ type: "listStarted", scope });
    do {
      const query = `?limit=${pageSize}${token === "" ? "" : `&continue=${encodeURIComponent(token)}`}`;
      const answer = await this.#tools.inTurn(() => callApi(access, { method: "GET", path: path + query, signal }));
      if (answer.kind !== "ok") return answer;
      if (this.#isStopped) break;
      this.#tools.succeeded(access);
      this.#sink.event({ type: "listedPage", scope, objects: objectsOf(answer.body) });
      // All pages show the state of the first one.
      version ||= textAt(answer.body, "metadata", "resourceVersion") ?? "";
      token = textAt(answer.body, "metadata", "continue") ?? "";
    } while (token !== "");
    if (this.#isStopped) return { kind: "at", version };
    this.#sink.event({ type: "listComplete", scope });
    this.#hasLoaded = true;
    this.#sink.progress({ state: "watching" });
    return { kind: "at", version };
  }

  async #watch(access: Access, version: string): Promise<Outcome> {
    this.#lastVersion = version;
    // Watches end at different times, so that they do not all come back together.
    const seconds = 240 + Math.floor(this.#tools.random() * 60);
    const query = `?watch=true&allowWatchBookmarks=true&resourceVersion=${encodeURIComponent(version)}&timeoutSeconds=${seconds}`;
    const path = this.#target.path + query;
    const { signal } = this.#attempt;
    const opened = await openResponse(access, { method: "GET", path, signal, deadline: this.#tools.silence });
    if (opened.kind !== "response") return opened;
    const { response } = opened;
    try {
      if (response.statusCode !== 200) {
        const text = await readAll(response);
        return refusalOf(response, parseJson(text), text);
      }
      const start = performance.now();
      this.#tools.succeeded(access);
      this.#sink.progress({ state: "watching" });
      const read = createLineReader();
      for await (const chunk of response) {
        if (!(chunk instanceof Buffer)) continue;
        for (const line of read(chunk)) {
          if (this.#isStopped) return { kind: "at", version: this.#lastVersion };
          const refused = this.#take(line);
          if (refused) return refused;
          this.#failures = 0;
        }
      }
      if (performance.now() - start > shortestWatch) this.#failures = 0;
      else if (this.#lastVersion === version) throw new Error("the watch was closed at once");
      return { kind: "at", version: this.#lastVersion };
    } catch (error) {
      return { kind: "unreachable", mayHaveArrived: true, message: describeFailure(error, access.server) };
    } finally {
      response.destroy();
    }
  }

  /** Takes one event; returns why the watch cannot go on. A line that cannot be read is asked for again. */
  #take(line: string): Refused | undefined {
    const event = parseJson(line);
    const object = jsonAt(event, "object");
    const word = textAt(event, "type");
    if (word === "ERROR") return statusRefusal(object, 0);
    const type = word === undefined ? undefined : eventTypes[word];
    if (type !== undefined) {
      const live = parseLiveObject(object);
      if (!live) throw new Error("the watch sent an event about no object");
      this.#sink.event({ type, object: live });
    } else if (word !== "BOOKMARK") throw new Error("the watch sent something that is no event");
    this.#lastVersion = textAt(object, "metadata", "resourceVersion") ?? this.#lastVersion;
    return undefined;
  }

  /** Says what is wrong and waits as long as it takes before the next try. */
  async #recover(outcome: Exclude<Outcome, { kind: "at" }>, access: Access): Promise<void> {
    if (this.#attempt.signal.aborted) return;
    const { limits } = this.#tools;
    if (outcome.kind === "unreachable" && outcome.isLogin) {
      this.#tools.rejected(outcome.message);
      return this.#pause(forbiddenPause);
    }
    if (outcome.kind === "unreachable" && outcome.isCertificate) this.#tools.reread(access);
    if (outcome.kind === "refused") {
      // Too old to resume: nothing is wrong, the list that follows brings everything.
      if (outcome.code === 410 && this.#failures++ === 0) return;
      if (outcome.code === 401) {
        if (await this.#tools.renew(access)) return;
        return this.#pause(forbiddenPause);
      }
      if (outcome.code === 403) {
        this.#sink.progress({ state: "forbidden", problem: outcome.message });
        return this.#pause(forbiddenPause);
      }
    }
    const pause = backOff(this.#failures++, this.#tools.random(), limits);
    // A single cut is mended before anybody could read about it.
    if (this.#failures > 1 || !this.#hasLoaded || outcome.kind === "refused") {
      const isGone = outcome.kind === "refused" && outcome.code === 404;
      if (isGone) this.#sink.event({ type: "kindGone", scope: this.#target.scope });
      // A CRD that was just made answers 429 for a moment.
      const isStarting = !this.#hasLoaded && this.#failures <= patience;
      const state = isGone ? "failed" : isStarting ? "loading" : "interrupted";
      this.#sink.progress({ state, problem: outcome.message });
    }
    await this.#pause(outcome.kind === "refused" ? Math.max(outcome.retryAfter ?? 0, pause) : pause);
  }

  async #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#attempt;
    if (signal.aborted) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }
}

const eventTypes: Readonly<Record<string, "added" | "modified" | "deleted">> = {
  ADDED: "added",
  MODIFIED: "modified",
  DELETED: "deleted",
};

/** The objects of a list answer, whose items leave their kind and version out. */
function objectsOf(list: Json): readonly LiveObject[] {
  const type = {
    apiVersion: textAt(list, "apiVersion") ?? "",
    kind: (textAt(list, "kind") ?? "").replace(/List$/, ""),
  };
  return itemsAt(list, "items").flatMap((item) => parseLiveObject(item, type) ?? []);
}

/** Answers after which resuming makes no sense: too old, a version from the future, the kind is gone. */
function needsNewList(outcome: Exclude<Outcome, { kind: "at" }>): boolean {
  if (outcome.kind !== "refused") return false;
  const isFuture = outcome.code === 504 || /too large resource version/i.test(outcome.message);
  return outcome.code === 410 || outcome.code === 404 || outcome.reason === "Expired" || isFuture;
}
