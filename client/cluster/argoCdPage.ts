import type { ClusterObjectId } from "../../server/protocol/cluster.ts";

/** Path of the page of an Application on which one of its resources is open (argo-cd v3 ui application-details NodeInfo). */
export function resourcePage(applicationPage: string, resource: ClusterObjectId): string {
  const { group, kind, namespace, name } = resource;
  return `${applicationPage}?node=${[group, kind, namespace, name, "0"].map(encodeURIComponent).join("/")}`;
}

/**
 * The address that the setting `argoCdUrl` gives for a context, without the slash at its end: it is one for all, or a
 * mapping of contexts to addresses. Undefined when it gives none that a browser can open.
 */
export function addressFor(setting: unknown, context: string): string | undefined {
  const isMapping = typeof setting === "object" && setting !== null;
  return webAddress(isMapping ? Object.entries(setting).find(([name]) => name === context)?.[1] : setting);
}

/** An address as a browser opens it, without the slash at its end; undefined for anything else. */
export function webAddress(text: unknown): string | undefined {
  if (typeof text !== "string") return undefined;
  const address = text.trim().replace(/\/+$/, "");
  return /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
}
