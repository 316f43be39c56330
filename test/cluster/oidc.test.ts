import assert from "node:assert/strict";
import { createServer as createHttpServer, type Server } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { type TestContext, test } from "node:test";
import { type Access, openAccess } from "../../server/shell/adapters/cluster/kubeConfig.ts";
import { createOidcTokens } from "../../server/shell/adapters/cluster/oidcLogin.ts";
import { createServerClock } from "../../server/shell/adapters/cluster/serverClock.ts";
import { openSession } from "../../server/shell/adapters/cluster/session.ts";
import { testFolder } from "../harness/folder.ts";
import { createAuthority } from "./harness/certificates.ts";
import { kubeconfigText } from "./harness/kubeconfig.ts";

const hour = 3_600_000;

/** A token of an identity provider that ends at a time in milliseconds; `id` tells it from others. */
function jwt(end: number, id: string): string {
  const parts = [{ alg: "RS256" }, { sub: "ada", jti: id, exp: Math.floor(end / 1000) }];
  return [...parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")), "sig"].join(".");
}

async function listen(context: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => server.close());
  const at = server.address();
  assert.ok(typeof at === "object" && at !== null);
  return at.port;
}

/** An identity provider whose tokens are good for an hour and whose refresh tokens are good for one renewal. */
async function startProvider(context: TestContext, now: () => number) {
  const authority = createAuthority("identity provider");
  const { key, certificate } = authority.server({ commonName: "provider" });
  const state = { address: "", renewals: 0, refresh: "refresh-0" };
  const server = createHttpsServer({ key, cert: certificate }, async (request, response) => {
    response.setHeader("content-type", "application/json");
    if (request.url?.startsWith("/.well-known/")) {
      response.end(JSON.stringify({ issuer: state.address, token_endpoint: `${state.address}/token` }));
      return;
    }
    const form = new URLSearchParams(Buffer.concat(await request.toArray()).toString("utf8"));
    response.statusCode = form.get("refresh_token") === state.refresh ? 200 : 400;
    const number = ++state.renewals;
    state.refresh = `refresh-${number}`;
    response.end(JSON.stringify({ id_token: jwt(now() + hour, `renewed ${number}`), refresh_token: state.refresh }));
  });
  state.address = `https://127.0.0.1:${await listen(context, server)}`;
  return { state, authority: authority.certificate };
}

/** A user who logs in at the provider, and an API server that accepts some tokens and tells the time by its own clock. */
async function scene(context: TestContext, now: () => number, accepts: (token: string) => boolean) {
  const provider = await startProvider(context, now);
  const requests: number[] = [];
  const server = createHttpServer((request, response) => {
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"));
    response.statusCode = accepts(token) && exp * 1000 > now() ? 200 : 401;
    requests.push(response.statusCode);
    response.writeHead(response.statusCode, { date: new Date(now()).toUTCString() }).end("{}");
  });
  const address = `http://127.0.0.1:${await listen(context, server)}`;
  const folder = testFolder(context, { "idp.pem": provider.authority });
  const write = (token: string, refresh: string | undefined): void => {
    const config = {
      "idp-issuer-url": provider.state.address,
      "idp-certificate-authority": folder.path("idp.pem"),
      "client-id": "kubectl",
      "id-token": token,
      ...(refresh !== undefined && { "refresh-token": refresh }),
    };
    const user = { "auth-provider": { name: "oidc", config } };
    folder.write("config", kubeconfigText([{ name: "shop", server: address, user }]));
  };
  const places = { setting: folder.path("config"), env: {}, home: "/nowhere" };
  return { provider: provider.state, requests, write, places };
}

/** A session as a machine opens it whose clock is some milliseconds ahead of the cluster's. */
function sessionFor({ places }: Awaited<ReturnType<typeof scene>>, context: TestContext, machine: () => number) {
  const clock = createServerClock(machine);
  const tokens = createOidcTokens(clock.now);
  const rejected: string[] = [];
  const events = { renewed: () => undefined, rejected: (reason: string) => void rejected.push(reason) };
  const session = openSession((): Access => openAccess(places, "shop", tokens), events, clock);
  context.after(() => session.close());
  const ask = async (): Promise<string> => (await session.ask({ method: "GET", path: "/version" })).kind;
  return { ask, rejected };
}

test("a token of an identity provider is renewed when it has expired, once for many requests", async (context) => {
  const { places, provider, write } = await scene(context, Date.now, () => true);
  write(jwt(Date.now() - 10_000, "old"), "refresh-0");
  const access = openAccess(places, "shop");
  for (let round = 0; round < 3; round++) {
    const all = await Promise.all(Array.from({ length: 5 }, () => access.options()));
    for (const { headers } of all) assert.match(JSON.stringify(headers), /"Authorization":"Bearer ey/);
  }
  assert.equal(provider.renewals, 1);
  access.close();
  write(jwt(Date.now() - 10_000, "old"), undefined);
  const stuck = openAccess(places, "shop");
  await assert.rejects(stuck.options(), /token has expired and the kubeconfig has no refresh token/);
});

test("a kept token that the API server refuses is renewed once and the request made once more", async (context) => {
  const place = await scene(context, Date.now, (token) => token !== revoked);
  const revoked = jwt(Date.now() + hour, "revoked");
  place.write(revoked, "refresh-0");
  const { ask, rejected } = sessionFor(place, context, Date.now);
  assert.equal(await ask(), "ok");
  assert.deepEqual([place.requests, place.provider.renewals], [[401, 200], 1]);
  assert.deepEqual([await ask(), await ask(), place.provider.renewals], ["ok", "ok", 1]);
  assert.deepEqual(rejected, []);
});

test("when the renewed token is refused too it is the user's turn, and nothing is renewed any more", async (context) => {
  const place = await scene(context, Date.now, () => false);
  place.write(jwt(Date.now() + hour, "kept"), "refresh-0");
  const { ask, rejected } = sessionFor(place, context, Date.now);
  assert.equal(await ask(), "refused");
  assert.deepEqual([place.requests, place.provider.renewals], [[401, 401], 1]);
  assert.deepEqual([await ask(), place.provider.renewals], ["refused", 1]);
  assert.match(rejected[0] ?? "", /^The API server does not accept the user .*Log in again, then connect again\.$/);
  place.write(jwt(Date.now() + hour, "without"), undefined);
  const without = sessionFor(place, context, Date.now);
  assert.equal(await without.ask(), "refused");
  assert.equal(without.rejected.length, 1);
});

test("what the provider handed out goes on when the kubeconfig is read anew, until the user logs in there", async (context) => {
  const accepted = { id: "" };
  const place = await scene(context, Date.now, (token) => atob(token.split(".")[1] ?? "").includes(accepted.id));
  const written = jwt(Date.now() + hour, "written");
  place.write(written, "refresh-0");
  const { ask, rejected } = sessionFor(place, context, Date.now);
  // Each refresh token is good for one renewal: the second one needs what the first one brought.
  for (const id of ["written", "renewed 1", "renewed 2"]) {
    accepted.id = id;
    assert.equal(await ask(), "ok", id);
  }
  assert.equal(place.provider.renewals, 2);
  accepted.id = "anew";
  place.write(jwt(Date.now() + hour, "anew"), "refresh-9");
  assert.equal(await ask(), "ok");
  assert.deepEqual([place.provider.renewals, rejected], [2, []]);
});

test("the end of a token is judged by the clock of the API server, whatever that of the machine says", async (context) => {
  const time = { now: Date.now() };
  for (const ahead of [2 * hour, -2 * hour]) {
    const place = await scene(
      context,
      () => time.now,
      () => true,
    );
    place.write(jwt(time.now + hour / 2, "written"), "refresh-0");
    const { ask, rejected } = sessionFor(place, context, () => time.now + ahead);
    for (let round = 0; round < 3; round++) assert.equal(await ask(), "ok");
    // Before the first answer only the machine can say what time it is.
    const first = ahead > 0 ? 1 : 0;
    assert.equal(place.provider.renewals, first, `${ahead}`);
    time.now += 2 * hour;
    for (let round = 0; round < 3; round++) assert.equal(await ask(), "ok");
    assert.equal(place.provider.renewals, first + 1, `${ahead}`);
    assert.ok(!place.requests.includes(401), `${ahead}`);
    assert.deepEqual(rejected, []);
  }
});
