import { listPath, type ServedKind } from "./discovery.ts";
import { type FoundRights, maximumNamespaces, type NamespaceRights } from "./namespaceRights.ts";
import type { Session } from "./session.ts";

/** A live kind that the cluster serves, and a place where the user may watch it, or why there is none. */
export interface WatchPlace {
  readonly served: ServedKind;
  /** The namespace it is watched in; undefined for all of them. */
  readonly namespace?: string;
  /** Path of the list to watch. */
  readonly path: string;
  /** Why it cannot be watched. */
  readonly forbidden?: string;
  /** What is left out of the kind, and what to do about it. */
  readonly note?: string;
}

/** How many watches a connection has at most: each is a connection to the API server. */
const maximumWatches = 300;

/** How many rights are asked for one by one, where the API server cannot list them. */
const maximumQuestions = 400;

type Rights = Pick<Session, "may" | "namespaceRights">;

/**
 * Where the user may watch each kind: everywhere, else in the namespace `only`, without one in each namespace in which it
 * is allowed. Where namespaces may not be listed either, the namespace of the context (`fallback`) is tried.
 */
export async function placesToWatch(
  kinds: readonly ServedKind[],
  session: Rights,
  { only, fallback }: { readonly only: string | undefined; readonly fallback: string },
): Promise<readonly WatchPlace[]> {
  const wide = new Map(
    await Promise.all(kinds.map(async (kind) => [kind, await widePlace(kind, session, only)] as const)),
  );
  const narrow = kinds.filter((kind) => wide.get(kind) === undefined);
  const found = narrow.length === 0 ? undefined : await session.namespaceRights(fallback);
  if (found) {
    const taken = [...wide.values()].filter((place) => place !== undefined && place.forbidden === undefined);
    const spare = maximumWatches - taken.length;
    const inNamespaces = await placesByKind(narrow, session, { found, spare });
    return kinds.flatMap((kind) => wide.get(kind) ?? inNamespaces.get(kind) ?? []);
  }
  const places = kinds.map((kind) => wide.get(kind) ?? placeIn(kind, session, fallback));
  return Promise.all(places);
}

/** The place of a kind that need not be looked for in each namespace. */
async function widePlace(
  served: ServedKind,
  session: Rights,
  only: string | undefined,
): Promise<WatchPlace | undefined> {
  if (served.isNamespaced && only !== undefined) return placeIn(served, session, only);
  const denied = await denial(served, session, "");
  const path = listPath(served);
  if (denied === undefined) return { served, path };
  return served.isNamespaced ? undefined : { served, path, forbidden: forbidden(served, "in the cluster", denied) };
}

async function placeIn(served: ServedKind, session: Rights, namespace: string): Promise<WatchPlace> {
  const denied = await denial(served, session, namespace);
  const place: WatchPlace = { served, namespace, path: listPath(served, namespace) };
  if (denied === undefined) return place;
  return { ...place, forbidden: forbidden(served, `in the namespace \`${namespace}\``, denied) };
}

/** Why a kind may not be watched in a namespace, perhaps ""; undefined when nothing speaks against it. */
async function denial(served: ServedKind, session: Rights, namespace: string): Promise<string | undefined> {
  const right = { group: served.group, resource: served.plural, namespace };
  const verdicts = await Promise.all(["list", "watch"].map((verb) => session.may({ verb, ...right })));
  const denied = verdicts.find(({ kind }) => kind === "denied");
  return denied?.kind === "denied" ? (denied.reason ?? "") : undefined;
}

/** What is left of the limits. */
interface Budget {
  watches: number;
  questions: number;
}

/** Namespace by namespace, so that those that are watched are seen whole when the limit of watches is reached. */
async function placesByKind(
  kinds: readonly ServedKind[],
  session: Rights,
  { found, spare }: { readonly found: FoundRights; readonly spare: number },
): Promise<ReadonlyMap<ServedKind, readonly WatchPlace[]>> {
  const budget: Budget = { watches: spare, questions: maximumQuestions };
  const namespaces = new Map<ServedKind, string[]>(kinds.map((kind) => [kind, []]));
  const left = new Map<ServedKind, number>();
  for (const rights of found.rights) {
    const verdicts = await Promise.all(kinds.map((kind) => isAllowed(kind, rights, session, budget)));
    for (const [index, kind] of kinds.entries()) {
      if (verdicts[index] !== true) continue;
      if (budget.watches-- > 0) namespaces.get(kind)?.push(rights.namespace);
      else left.set(kind, (left.get(kind) ?? 0) + 1);
    }
  }
  const general = generalNotes(found, budget);
  return new Map(
    [...namespaces].map(([served, names]) => {
      const leftOut = left.get(served) ?? 0;
      const notes = [...(leftOut > 0 ? [leftOutNote(names.length, leftOut)] : []), ...general];
      return [served, placesOf(served, names, { note: notes.join(" "), isLeftOut: leftOut > 0 })];
    }),
  );
}

function placesOf(
  served: ServedKind,
  namespaces: readonly string[],
  { note, isLeftOut }: { readonly note: string; readonly isLeftOut: boolean },
): readonly WatchPlace[] {
  if (namespaces.length === 0) {
    const reason = isLeftOut ? note : forbidden(served, "in any namespace", note);
    return [{ served, path: listPath(served), forbidden: reason }];
  }
  return namespaces.map((namespace) => {
    const place = { served, namespace, path: listPath(served, namespace) };
    return note === "" ? place : { ...place, note };
  });
}

/** Rights that the API server does not list are asked for one by one. */
async function isAllowed(kind: ServedKind, rights: NamespaceRights, session: Rights, budget: Budget): Promise<boolean> {
  const { namespace } = rights;
  for (const verb of ["list", "watch"]) {
    const right = { verb, group: kind.group, resource: kind.plural };
    if (rights.grants(right)) continue;
    if (rights.isComplete || budget.questions-- <= 0) return false;
    const verdict = await session.may({ ...right, namespace });
    if (verdict.kind !== "allowed") return false;
  }
  return true;
}

function generalNotes({ isCut }: FoundRights, { questions }: Budget): readonly string[] {
  const cut = `Only ${maximumNamespaces} namespaces were looked at. To see another one, connect to that namespace.`;
  const unasked =
    "The API server does not list all your rights, and there are too many to ask for one by one. " +
    "To see what is missing, connect to its namespace.";
  return [...(isCut ? [cut] : []), ...(questions < 0 ? [unasked] : [])];
}

function leftOutNote(watched: number, leftOut: number): string {
  return (
    `Watched in ${watched} of the ${watched + leftOut} namespaces in which you may list it: ` +
    `a connection has at most ${maximumWatches} watches. To see another one, connect to that namespace.`
  );
}

function forbidden({ plural, group }: ServedKind, where: string, reason: string): string {
  const detail = reason === "" ? "" : ` ${reason}`;
  return `You may not list and watch ${plural}.${group} ${where}.${detail} Ask for a role with the verbs list and watch.`;
}
