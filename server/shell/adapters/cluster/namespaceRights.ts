import { itemsAt, type Json, jsonAt, textAt } from "../../../core/cluster/liveObject.ts";
import type { Refused, Unreachable } from "./apiClient.ts";
import type { Ask } from "./discovery.ts";
import { createLimit } from "./limit.ts";

/** Namespaces that are looked at; in larger clusters the others have to be named when connecting. */
export const maximumNamespaces = 200;

/** Namespaces in one answer. */
const pageSize = 100;

/** Questions under way at once: fewer than a session allows, so that what the user asks for does not wait behind them. */
const maximumAtOnce = 6;

/** What the user may do in a namespace. */
export interface NamespaceRights {
  readonly namespace: string;
  /** Whether these are all rights: webhooks decide, but cannot list what they would allow. */
  readonly isComplete: boolean;
  /** Whether a right to all objects of a resource is listed. */
  grants(right: { readonly verb: string; readonly group: string; readonly resource: string }): boolean;
}

/** The namespaces that were looked at, and whether the cluster has more of them. */
export interface FoundRights {
  readonly rights: readonly NamespaceRights[];
  readonly isCut: boolean;
}

interface Names {
  readonly names: readonly string[];
  readonly isCut: boolean;
}

/**
 * Finds out what the user may do in each namespace; `first` is the namespace to begin with. Undefined when namespaces may
 * not be listed. Where there is no answer now, the one from before still counts.
 */
export function createNamespaceRights(ask: Ask): (first: string) => Promise<FoundRights | undefined> {
  const state: { names: Names | undefined; known: ReadonlyMap<string, NamespaceRights> } = {
    names: undefined,
    known: new Map(),
  };
  return async (first) => {
    const listed = await listNamespaces(ask);
    if ("names" in listed) state.names = listed;
    else if (listed.kind === "refused" && listed.code === 403) state.names = undefined;
    if (!state.names) return undefined;
    const { names, isCut } = state.names;
    const isKnown = isCut || names.includes(first);
    const ordered = [...(isKnown ? [first] : []), ...names.filter((name) => name !== first)];
    const limit = createLimit(maximumAtOnce);
    const rights = await Promise.all(
      ordered.slice(0, maximumNamespaces).map(async (namespace) => {
        const found = await limit(() => rightsIn(ask, namespace));
        return found ?? state.known.get(namespace) ?? rightsOf(namespace, [], false);
      }),
    );
    state.known = new Map(rights.map((each) => [each.namespace, each]));
    return { rights, isCut };
  };
}

async function listNamespaces(ask: Ask): Promise<Names | Refused | Unreachable> {
  const names: string[] = [];
  let token = "";
  do {
    const query = `?limit=${pageSize}${token === "" ? "" : `&continue=${encodeURIComponent(token)}`}`;
    const answer = await ask({ method: "GET", path: `/api/v1/namespaces${query}` });
    if (answer.kind !== "ok") return answer;
    names.push(...itemsAt(answer.body, "items").flatMap((item) => textAt(item, "metadata", "name") ?? []));
    token = textAt(answer.body, "metadata", "continue") ?? "";
  } while (token !== "" && names.length < maximumNamespaces);
  return { names, isCut: token !== "" || names.length > maximumNamespaces };
}

/** Asks for the rights in one namespace (authorization.k8s.io/v1 SelfSubjectRulesReview); undefined without an answer. */
async function rightsIn(ask: Ask, namespace: string): Promise<NamespaceRights | undefined> {
  const answer = await ask({
    method: "POST",
    path: "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews",
    body: { apiVersion: "authorization.k8s.io/v1", kind: "SelfSubjectRulesReview", spec: { namespace } },
  });
  if (answer.kind !== "ok") return undefined;
  const isComplete = jsonAt(answer.body, "status", "incomplete") !== true;
  return rightsOf(namespace, itemsAt(answer.body, "status", "resourceRules"), isComplete);
}

/** Rules with names of objects are left out: they allow no list of all. */
function rightsOf(namespace: string, rules: readonly Json[], isComplete: boolean): NamespaceRights {
  const general = rules.filter((rule) => itemsAt(rule, "resourceNames").length === 0);
  const has = (rule: Json, field: string, value: string): boolean =>
    itemsAt(rule, field).some((each) => each === value || each === "*");
  return {
    namespace,
    isComplete,
    grants: ({ verb, group, resource }) =>
      general.some(
        (rule) => has(rule, "verbs", verb) && has(rule, "apiGroups", group) && has(rule, "resources", resource),
      ),
  };
}
