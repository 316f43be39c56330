import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { type Json, jsonAt, textAt } from "../../server/core/cluster/liveObject.ts";
import { createAccessReviews } from "../../server/shell/adapters/cluster/accessReviews.ts";
import type { ApiAnswer, ApiRequest } from "../../server/shell/adapters/cluster/apiClient.ts";
import type { Ask, ServedKind } from "../../server/shell/adapters/cluster/discovery.ts";
import { kindStates } from "../../server/shell/adapters/cluster/kindStates.ts";
import { createNamespaceRights } from "../../server/shell/adapters/cluster/namespaceRights.ts";
import { placesToWatch } from "../../server/shell/adapters/cluster/placesToWatch.ts";
import type { WatchProgress } from "../../server/shell/adapters/cluster/watchKind.ts";

const applications: ServedKind = {
  group: "argoproj.io",
  version: "v1alpha1",
  kind: "Application",
  plural: "applications",
  isNamespaced: true,
  verbs: ["list", "watch"],
};
const list = { verb: "list", group: "argoproj.io", resource: "applications" };
const lost: ApiAnswer = { kind: "unreachable", mayHaveArrived: true, message: "cut" };
const refused: ApiAnswer = { kind: "refused", code: 403, reason: "Forbidden", message: "no" };

function rule(changes: { readonly [field: string]: Json } = {}): Json {
  return { verbs: ["list", "watch"], apiGroups: ["argoproj.io"], resources: ["applications"], ...changes };
}

interface Server {
  readonly ask: Ask;
  readonly requests: ApiRequest[];
  /** Rules by namespace; null where there is no answer. */
  rules: Readonly<Record<string, { readonly resourceRules: readonly Json[]; readonly incomplete?: boolean } | null>>;
  /** Namespaces in which an access review allows everything. */
  allowed: readonly string[];
  namespaces: ApiAnswer | undefined;
}

/** An API server with the namespaces of `rules`, two in a page. */
function serverWith(rules: Server["rules"]): Server {
  const server: Server = {
    requests: [],
    rules,
    allowed: [],
    namespaces: undefined,
    ask: async (call) => {
      server.requests.push(call);
      await setTimeout(1);
      if (call.path.startsWith("/api/v1/namespaces?")) return server.namespaces ?? pageOf(server, call);
      const namespace = textAt(call.body, "spec", "namespace");
      if (namespace !== undefined) {
        const found = server.rules[namespace];
        return found ? { kind: "ok", body: { status: { ...found } } } : lost;
      }
      const asked = textAt(call.body, "spec", "resourceAttributes", "namespace") ?? "";
      return { kind: "ok", body: { status: { allowed: server.allowed.includes(asked) } } };
    },
  };
  return server;
}

function pageOf({ rules }: Server, { path }: ApiRequest): ApiAnswer {
  const start = Number(/continue=(\d+)/.exec(path)?.[1] ?? 0);
  const names = Object.keys(rules);
  const items = names.slice(start, start + 2).map((name) => ({ metadata: { name } }));
  const metadata = start + 2 < names.length ? { continue: String(start + 2) } : {};
  return { kind: "ok", body: { items, metadata } };
}

function sessionOf({ ask }: Server) {
  return { may: createAccessReviews(ask), namespaceRights: createNamespaceRights(ask) };
}

test("rules count with wildcards, and not when they are about other objects or single ones", async () => {
  const rules = {
    all: rule({ verbs: ["*"], apiGroups: ["*"], resources: ["*"] }),
    exact: rule(),
    anyKind: rule({ resources: ["*"] }),
    named: rule({ resourceNames: ["one"] }),
    otherGroup: rule({ apiGroups: ["apps"] }),
    subresource: rule({ resources: ["applications/status", "*/status"] }),
    get: rule({ verbs: ["get"] }),
  };
  const server = serverWith(
    Object.fromEntries(Object.entries(rules).map(([name, each]) => [name, { resourceRules: [each] }])),
  );
  const found = (await createNamespaceRights(server.ask)("exact")) ?? assert.fail();
  assert.equal(found.isCut, false);
  assert.deepEqual(
    found.rights.map(({ namespace, grants }) => [namespace, grants(list)]),
    [
      ["exact", true],
      ["all", true],
      ["anyKind", true],
      ["named", false],
      ["otherGroup", false],
      ["subresource", false],
      ["get", false],
    ],
  );
});

test("list and watch may come from two rules, and one of them is not enough", async () => {
  const server = serverWith({
    both: { resourceRules: [rule({ verbs: ["list"] }), rule({ verbs: ["watch"] })] },
    half: { resourceRules: [rule({ verbs: ["list"] })] },
  });
  const places = await placesToWatch([applications], sessionOf(server), { only: undefined, fallback: "default" });
  assert.deepEqual(
    places.map(({ path }) => path),
    ["/apis/argoproj.io/v1alpha1/namespaces/both/applications"],
  );
});

test("where the API server cannot list all rights, those that are missing are asked for one by one", async () => {
  const server = serverWith({
    listed: { resourceRules: [rule()], incomplete: true },
    asked: { resourceRules: [], incomplete: true },
    denied: { resourceRules: [], incomplete: true },
    complete: { resourceRules: [] },
    silent: null,
  });
  server.allowed = ["asked", "complete", "silent"];
  const places = await placesToWatch([applications], sessionOf(server), { only: undefined, fallback: "silent" });
  assert.deepEqual(
    places.map(({ namespace, note }) => [namespace, note]),
    [
      ["silent", undefined],
      ["listed", undefined],
      ["asked", undefined],
    ],
  );
});

test("there are no more questions than the limit allows, few at once, and what was not asked is told", async () => {
  const names = Array.from({ length: 150 }, (_, index) => `team-${index}`);
  const server = serverWith(
    Object.fromEntries(names.map((name) => [name, { resourceRules: [], incomplete: true }] as const)),
  );
  server.allowed = names;
  const running = { now: 0, most: 0 };
  const counted: Server = {
    ...server,
    ask: async (call) => {
      running.most = Math.max(running.most, ++running.now);
      return server.ask(call).finally(() => running.now--);
    },
  };
  const kinds = ["applications", "applicationsets"].map((plural) => ({ ...applications, plural, kind: plural }));
  const places = await placesToWatch(kinds, sessionOf(counted), { only: undefined, fallback: "team-0" });
  const isReview = ({ path }: ApiRequest): boolean => path.endsWith("selfsubjectaccessreviews");
  const aboutNamespaces = server.requests.filter(
    (call) => isReview(call) && jsonAt(call.body, "spec", "resourceAttributes", "namespace") !== "",
  );
  assert.equal(aboutNamespaces.length, 400);
  assert.ok(running.most <= 8, `${running.most} at once`);
  assert.equal(places.length, 200);
  assert.match(places[0]?.note ?? "", /does not list all your rights.* connect to its namespace/);
});

test("answers from before count while there are none, but not when listing namespaces is forbidden", async () => {
  const server = serverWith({ a: { resourceRules: [rule()] }, b: { resourceRules: [] }, c: { resourceRules: [] } });
  const find = createNamespaceRights(server.ask);
  const granted = async () => (await find("a"))?.rights.map(({ namespace, grants }) => `${namespace} ${grants(list)}`);
  assert.deepEqual(await granted(), ["a true", "b false", "c false"]);
  server.rules = { a: null, b: { resourceRules: [rule()] }, c: null };
  server.namespaces = lost;
  assert.deepEqual(await granted(), ["a true", "b true", "c false"]);
  server.namespaces = refused;
  assert.equal(await granted(), undefined);
  server.namespaces = lost;
  assert.equal(await granted(), undefined, "what was known before the refusal is forgotten");
});

test("a right that was answered once keeps its answer while there is no other", async () => {
  const clock = { now: 0 };
  const answers: ApiAnswer[] = [{ kind: "ok", body: { status: { allowed: false } } }, lost, lost];
  const may = createAccessReviews(
    async () => answers.shift() ?? { kind: "ok", body: { status: { allowed: true } } },
    () => clock.now,
  );
  const kinds: string[] = [];
  for (; clock.now < 400_000; clock.now += 100_000) kinds.push((await may({ ...list, namespace: "" })).kind);
  assert.deepEqual(kinds, ["denied", "denied", "denied", "allowed"]);
});

test("a kind in several namespaces says how it is doing in all of them", () => {
  const stateOf = (...progress: readonly WatchProgress[]) => {
    const watched = progress.map((each, index) => ({
      place: { served: applications, namespace: `n${index}`, path: "" },
      progress: each,
    }));
    const [state] = kindStates(watched, () => 7);
    return [state?.state, state?.problem, state?.incomplete];
  };
  const [watching, loading] = [{ state: "watching" }, { state: "loading" }] as const;
  const cut = { state: "interrupted", problem: "Cut." } as const;
  const denied = { state: "forbidden", problem: "No." } as const;
  assert.deepEqual(stateOf(watching, watching), ["watching", undefined, undefined]);
  assert.deepEqual(stateOf(watching, loading, cut), ["loading", "In the namespace `n2`: Cut.", ["n1", "n2"]]);
  assert.deepEqual(stateOf(cut, watching, denied), [
    "watching",
    "In the namespace `n0` (and in 1 more): Cut.",
    ["n0", "n2"],
  ]);
  assert.deepEqual(stateOf(cut, cut)[0], "interrupted");
  assert.deepEqual(stateOf(denied, denied)[0], "forbidden");
});
