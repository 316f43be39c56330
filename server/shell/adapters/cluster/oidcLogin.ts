import { readFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { type RequestOptions, request as tlsRequest } from "node:https";
import { type Json, type JsonObject, jsonAt, textAt } from "../../../core/cluster/liveObject.ts";
import { parseJson } from "./parseJson.ts";

/** Seconds before its end at which a token is renewed, as client-go's oidc plugin does. */
const leeway = 10;

/** Milliseconds that an identity provider may take to answer. */
const deadline = 30_000;

/** Something that only the user can mend; the message says how. */
export class OidcError extends Error {}

/** Tokens of an identity provider while a connection lasts, however often its kubeconfig is read anew. */
export interface OidcTokens {
  /** Milliseconds since 1970 by which the end of a token is judged: the clock of the API server, which judges it too. */
  readonly now: () => number;
  /** The tokens of the kubeconfig that `held` began with: others there mean that the user has logged in anew. */
  from: string | undefined;
  held: HeldTokens;
  /** The token that the API server did not accept, although it may end later than now. */
  refused: string | undefined;
  /** One renewal serves all that wait: a refresh token may be good for one only. */
  renewing: Promise<void> | undefined;
}

interface HeldTokens {
  readonly token: string;
  readonly refresh: string;
  /** Whether the identity provider handed it out just now; the kubeconfig has older ones. */
  readonly isRenewed: boolean;
}

/** Creates the memory of a connection that has not logged in yet. */
export function createOidcTokens(now: () => number): OidcTokens {
  const held = { token: "", refresh: "", isRenewed: false };
  return { now, from: undefined, held, refused: undefined, renewing: undefined };
}

/** A login at an identity provider. */
export interface OidcLogin {
  /** Resolves with a token that is valid now, renewed when the one at hand is not. Rejects with {@link OidcError}. */
  token(): Promise<string>;
  /** Notes that the API server did not accept the token at hand; whether another one can be had that it has not seen. */
  refused(): boolean;
}

/**
 * Logs in as `auth-provider: oidc` of a kubeconfig says. A renewed token stays in memory; the kubeconfig is never written.
 * client-node 2.0.1 cannot do it: it hands openid-client 6 a text where that wants a URL.
 */
export function createOidcLogin(config: JsonObject, tokens: OidcTokens): OidcLogin {
  const written = { token: textAt(config, "id-token") ?? "", refresh: textAt(config, "refresh-token") ?? "" };
  const from = JSON.stringify(written);
  if (tokens.from !== from) Object.assign(tokens, { from, held: { ...written, isRenewed: false } });
  return {
    token: async () => {
      if (isValid(tokens)) return tokens.held.token;
      tokens.renewing ??= renewHeld(config, tokens).finally(() => {
        tokens.renewing = undefined;
      });
      await tokens.renewing;
      return tokens.held.token;
    },
    refused: () => {
      tokens.refused = tokens.held.token;
      return !tokens.held.isRenewed && tokens.held.refresh !== "";
    },
  };
}

/** Whether the JSON Web Token at hand ends later than now, and was not refused all the same. */
function isValid({ held: { token }, refused, now }: OidcTokens): boolean {
  const payload = token.split(".")[1];
  const claims = payload === undefined ? undefined : parseJson(Buffer.from(payload, "base64url").toString("utf8"));
  const end = jsonAt(claims, "exp");
  return typeof end === "number" && end - leeway > now() / 1000 && token !== refused;
}

async function renewHeld(config: JsonObject, tokens: OidcTokens): Promise<void> {
  const { token: old, refresh } = tokens.held;
  const issuer = textAt(config, "idp-issuer-url") ?? "";
  if (!URL.canParse(issuer) || refresh === "") {
    const why = old === tokens.refused ? "the API server does not accept the token" : "the token has expired";
    throw new OidcError(`${why} and the kubeconfig has no refresh token. Log in at the identity provider.`);
  }
  const answer = await renew(config, issuer, refresh);
  const token = textAt(answer, "id_token");
  if (token === undefined) throw new OidcError(`${issuer} renewed no token. Log in at the identity provider.`);
  tokens.held = { token, refresh: textAt(answer, "refresh_token") ?? refresh, isRenewed: true };
  tokens.refused = undefined;
}

async function renew(config: JsonObject, issuer: string, refreshToken: string): Promise<Json> {
  const tls = authorityOf(config);
  const metadata = await ask(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, tls);
  const endpoint = textAt(metadata, "token_endpoint") ?? "";
  if (!URL.canParse(endpoint)) throw new OidcError(`${issuer} does not say where tokens are renewed.`);
  const id = textAt(config, "client-id") ?? "";
  const secret = textAt(config, "client-secret") ?? "";
  const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken, client_id: id });
  // RFC 6749, 2.3.1: a client with a secret proves itself in the header; one without is named in the form.
  const basic = `${encodeURIComponent(id)}:${encodeURIComponent(secret)}`;
  const headers = secret === "" ? {} : { authorization: `Basic ${Buffer.from(basic).toString("base64")}` };
  return ask(endpoint, { ...tls, method: "POST", headers }, form.toString());
}

function authorityOf(config: JsonObject): RequestOptions {
  const file = textAt(config, "idp-certificate-authority");
  const data = textAt(config, "idp-certificate-authority-data");
  if (file) return { ca: readFileSync(file) };
  return data ? { ca: Buffer.from(data, "base64") } : {};
}

async function ask(url: string, { headers, ...options }: RequestOptions, form?: string): Promise<Json> {
  const { promise, resolve, reject } = Promise.withResolvers<Json>();
  const send = url.startsWith("http:") ? plainRequest : tlsRequest;
  const type = form === undefined ? {} : { "content-type": "application/x-www-form-urlencoded" };
  const sent = send(url, {
    ...options,
    timeout: deadline,
    headers: { ...headers, ...type, accept: "application/json" },
  });
  sent.on("timeout", () => sent.destroy(new Error("no answer in time")));
  sent.on("error", (error) => reject(new OidcError(`${new URL(url).origin} did not answer: ${error.message}`)));
  sent.on("response", (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("error", reject);
    response.on("end", () => {
      const body = parseJson(Buffer.concat(chunks).toString("utf8"));
      if (response.statusCode === 200 && body !== undefined) return resolve(body);
      const reason = textAt(body, "error_description") ?? textAt(body, "error") ?? `HTTP status ${response.statusCode}`;
      return reject(new OidcError(`${new URL(url).origin} refused: ${reason}. Log in at the identity provider.`));
    });
  });
  sent.end(form);
  return promise;
}
