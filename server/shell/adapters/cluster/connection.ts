import {
  type ClusterState,
  type ClusterStateEvent,
  createClusterState,
  type WatchScope,
} from "../../../core/cluster/clusterState.ts";
import { keyOf, textAt } from "../../../core/cluster/liveObject.ts";
import { present } from "../../../core/cluster/present.ts";
import type { ClusterConnection } from "../../../protocol/cluster.ts";
import { backOff } from "./backOff.ts";
import { discover, type Served } from "./discovery.ts";
import { kindStates } from "./kindStates.ts";
import { servedLiveKinds } from "./kindsToWatch.ts";
import { type Access, AccessError } from "./kubeConfig.ts";
import { createLimit } from "./limit.ts";
import { createOidcTokens, type OidcTokens } from "./oidcLogin.ts";
import { placesToWatch, type WatchPlace } from "./placesToWatch.ts";
import { createServerClock, type ServerClock } from "./serverClock.ts";
import { openSession, type Session } from "./session.ts";
import { createSummaries, type Summaries } from "./summaries.ts";
import { type KindWatch, type WatchProgress, watchKind } from "./watchKind.ts";
import type { WatchTimes } from "./watchTimes.ts";

/** What a connection needs. */
export interface ConnectionOptions {
  readonly context: string;
  /** Narrows everything to one namespace. */
  readonly namespace: string | undefined;
  /** Reads the kubeconfig anew; what an identity provider has handed out since goes with it. */
  readonly open: (tokens: OidcTokens) => Access;
  readonly times: WatchTimes;
  /** The time of the machine; `Date.now` when absent. */
  readonly now?: () => number;
  /** Something about the connection or its objects changed. */
  readonly changed: () => void;
  /** Takes a line for the log. */
  readonly log: (line: string) => void;
  /** An object is new, changed or gone. */
  readonly objectChanged: (key: ReturnType<typeof keyOf>) => void;
}

interface WatchedKind {
  place: WatchPlace;
  readonly watch: KindWatch | undefined;
  progress: WatchProgress;
}

/** Lists of watches under way at once. */
const maximumLists = 32;

/** A connected context: its login, what it serves, and watches of each live kind. */
export class Connection {
  readonly state: ClusterState = createClusterState();
  readonly summaries: Summaries;
  /** The time as the API server has it; the clock of the machine may be wrong. */
  readonly clock: ServerClock;
  readonly #options: ConnectionOptions;
  /** By kind and namespace. */
  readonly #kinds = new Map<string, WatchedKind>();
  readonly #inTurn = createLimit(maximumLists);
  readonly #timers = new Set<NodeJS.Timeout>();
  #session: Session | undefined;
  #served: Served | undefined;
  #version: string | undefined;
  #phase: "connecting" | "connected" | "failed" | "stopped" = "connecting";
  #problem: string | undefined;
  #needsUser = false;
  #failures = 0;
  #staleSince: number | undefined;
  #isRediscovering = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.clock = createServerClock(options.now);
    this.summaries = createSummaries(options.context, this.state, this.clock.now);
  }

  /** The session; undefined before the first answer of the API server. */
  get session(): Session | undefined {
    return this.#session;
  }

  /** What the cluster serves; undefined before the first answer of the API server. */
  get served(): Served | undefined {
    return this.#served;
  }

  /** Name of the server for people, and the user of the kubeconfig. */
  get identity(): { readonly server: string; readonly user: string } {
    const access = this.#session?.access();
    return { server: access?.server ?? "", user: access?.user ?? "" };
  }

  /** Connects; resolves after the first answer or failure, and goes on trying by itself unless only the user can help. */
  async start(): Promise<void> {
    await this.#connect();
    if (this.#phase !== "connected") return this.#retryLater();
    this.#every(this.#options.times.rediscover, () => this.#inBackground(this.#rediscover()));
    this.#every(this.#options.times.reassess, () => {
      this.summaries.touchAll();
      this.#options.changed();
    });
    this.#noticeSleep();
  }

  /** Ends everything. */
  stop(): void {
    this.#phase = "stopped";
    for (const timer of this.#timers) clearInterval(timer);
    for (const { watch } of this.#kinds.values()) watch?.stop();
    this.#session?.close();
  }

  /** How the connection is doing now. */
  describe(policy: { readonly isProtected: boolean; readonly isReadOnly: boolean }): ClusterConnection {
    const kinds = kindStates(this.#kinds.values(), (kind) => this.state.count(kind));
    const broken = [...this.#kinds.values()].find(({ progress }) => progress.state === "interrupted");
    const isInterrupted = this.#phase === "connected" && this.#isInterrupted();
    const phase = this.#phase === "stopped" ? "failed" : this.#phase;
    const state: ClusterConnection["state"] = isInterrupted ? "interrupted" : phase;
    return present({
      context: this.#options.context,
      namespace: this.#options.namespace,
      server: this.#session?.access().server,
      state,
      problem: this.#problem ?? (isInterrupted ? broken?.progress.problem : undefined),
      needsUser: this.#needsUser ? true : undefined,
      version: this.#version,
      ...policy,
      kinds,
      staleSince: this.#staleSince === undefined ? undefined : new Date(this.#staleSince).toISOString(),
      clockAhead: this.clock.ahead() === 0 ? undefined : this.clock.ahead(),
    });
  }

  async #connect(): Promise<void> {
    try {
      const events = { renewed: () => this.#nudge(), rejected: (reason: string) => this.#reject(reason) };
      const tokens = createOidcTokens(this.clock.now);
      this.#session ??= openSession(() => this.#options.open(tokens), events, this.clock);
    } catch (error) {
      if (!(error instanceof AccessError)) throw error;
      return this.#reject(error.message);
    }
    const session = this.#session;
    const version = await session.ask({ method: "GET", path: "/version" });
    if (this.#isOver()) return;
    if (version.kind === "unreachable" && version.isLogin) return this.#reject(version.message);
    if (version.kind === "unreachable" && version.isCertificate) session.reread(session.access());
    if (version.kind !== "ok") return this.#fail(version.message);
    this.#version = textAt(version.body, "gitVersion");
    const found = await discover(session.ask);
    if (this.#isOver()) return;
    if (found.kind !== "served") return this.#fail(found.message);
    await this.#watchServed(found.served, session);
  }

  #isOver(): boolean {
    return this.#phase === "stopped" || this.#needsUser;
  }

  #fail(problem: string): void {
    this.#phase = "failed";
    this.#problem = problem;
    this.#options.changed();
  }

  #reject(reason: string): void {
    this.#needsUser = true;
    for (const { watch } of this.#kinds.values()) watch?.stop();
    // What was never read has no time as of which it holds.
    if (this.#served !== undefined) this.#staleSince ??= Date.now();
    this.#fail(reason);
  }

  #retryLater(): void {
    if (this.#isOver()) return;
    const pause = backOff(this.#failures++, Math.random(), this.#options.times.backOff);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#inBackground(this.start());
    }, pause);
    this.#timers.add(timer);
  }

  async #rediscover(): Promise<void> {
    const session = this.#session;
    if (!session || this.#phase !== "connected" || this.#isRediscovering) return;
    this.#isRediscovering = true;
    try {
      const found = await discover(session.ask);
      if (found.kind === "served" && !this.#isOver()) await this.#watchServed(found.served, session);
    } finally {
      this.#isRediscovering = false;
    }
  }

  /** Starts watches of kinds and namespaces that are new and ends those of what is gone or may not be seen any more. */
  async #watchServed(served: Served, session: Session): Promise<void> {
    this.#served = served;
    const only = this.#options.namespace;
    const fallback = session.access().namespace;
    const kinds = await servedLiveKinds(served);
    const places = await placesToWatch(kinds, session, { only, fallback });
    if (this.#isOver()) return;
    // Not before it is known what is watched: a view must not take "nothing yet" for "nothing".
    this.#phase = "connected";
    this.#problem = undefined;
    this.#failures = 0;
    const wanted = new Map(places.map((place) => [nameOf(place), place]));
    for (const [name, watched] of this.#kinds) {
      const { place, watch } = watched;
      const next = wanted.get(name);
      if (next && next.path === place.path && next.forbidden === place.forbidden) {
        watched.place = next;
        continue;
      }
      watch?.stop();
      this.#kinds.delete(name);
      this.#take({ type: "kindGone", scope: scopeOf(place) });
    }
    for (const [name, place] of wanted) if (!this.#kinds.has(name)) this.#watch(name, place, session);
    this.#progressed();
  }

  #watch(name: string, place: WatchPlace, session: Session): void {
    if (place.forbidden !== undefined) {
      const progress: WatchProgress = { state: "forbidden", problem: place.forbidden };
      this.#kinds.set(name, { place, watch: undefined, progress });
      return;
    }
    const { times } = this.#options;
    const watched: { progress: WatchProgress } = { progress: { state: "loading" } };
    const tools = {
      access: () => session.access(),
      renew: (refused: Access) => session.renew(refused),
      rejected: (reason: string) => this.#reject(reason),
      reread: (failed: Access) => session.reread(failed),
      succeeded: (access: Access) => session.succeeded(access),
      inTurn: this.#inTurn,
      limits: times.backOff,
      silence: times.silence,
      random: Math.random,
    };
    const sink = {
      event: (event: ClusterStateEvent) => this.#take(event),
      progress: (progress: WatchProgress) => {
        const before = watched.progress;
        if (before.state === progress.state && before.problem === progress.problem) return;
        watched.progress = progress;
        this.#progressed();
      },
    };
    const watch = watchKind({ scope: scopeOf(place), path: place.path }, tools, sink);
    this.#kinds.set(name, Object.assign(watched, { place, watch }));
  }

  #take(event: ClusterStateEvent): void {
    const { changed, removed } = this.state.apply(event);
    for (const key of [...changed.map(keyOf), ...removed]) {
      this.summaries.touch(key);
      this.#options.objectChanged(key);
    }
    if (changed.length + removed.length > 0) this.#options.changed();
  }

  #progressed(): void {
    if (!this.#isInterrupted()) this.#staleSince = undefined;
    else this.#staleSince ??= Date.now();
    this.#options.changed();
  }

  /** While one watch works the server can be reached, and the others say for themselves what is wrong. */
  #isInterrupted(): boolean {
    const states = [...this.#kinds.values()].map(({ progress }) => progress.state);
    return states.includes("interrupted") && !states.includes("watching");
  }

  #nudge(): void {
    for (const { watch } of this.#kinds.values()) watch?.nudge();
  }

  /** Nobody waits for this work; that it broke has to be seen all the same. */
  #inBackground(work: Promise<void>): void {
    work.catch((error: unknown) => {
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#options.log(`${this.#options.context}: an answer of the API server could not be used: ${reason}`);
    });
  }

  #every(milliseconds: number, work: () => void): void {
    this.#timers.add(setInterval(work, milliseconds));
  }

  /** A clock that jumps means that the machine slept: connections look alive then, but are not. */
  #noticeSleep(): void {
    const { times, now: clock = Date.now } = this.#options;
    const tick = times.tick;
    const state = { last: clock() };
    this.#every(tick, () => {
      const now = clock();
      if (Math.abs(now - state.last - tick) > 4 * tick) this.#nudge();
      state.last = now;
    });
  }
}

function nameOf({ served, namespace }: WatchPlace): string {
  return `${served.group}/${served.kind} ${namespace ?? ""}`;
}

function scopeOf({ served: { group, kind }, namespace }: WatchPlace): WatchScope {
  return { group, kind, ...(namespace !== undefined && { namespace }) };
}
