import type { ServedType } from "../../../core/schema/clusterRegistry.ts";
import type { Connection } from "./connection.ts";
import type { Found, OpenApiParams } from "./messages.ts";

/** Groups of Kubernetes itself end like this or have no dot; kinds of a few others are custom resources all the same. */
const ownGroup = /^(?:[^.]*|.*\.k8s\.io)$/;
const customGroups = /^(?:gateway\.networking|snapshot\.storage|.*\.x)\.k8s\.io$/;

/** The custom types that an API server serves, from what discovery said. */
export async function customTypes({ served }: Connection): Promise<Found<readonly ServedType[]>> {
  if (!served) return { kind: "missing", reason: "The API server has not answered yet." };
  const groups = served.groups().filter((group) => !ownGroup.test(group) || customGroups.test(group));
  const lists = await Promise.all(
    groups.flatMap((group) => served.versions(group).map((version) => served.kinds(group, version))),
  );
  const value = lists.flat().map(
    ({ group, version, kind, isNamespaced }): ServedType => ({
      group,
      version,
      kind,
      scope: isNamespaced ? "Namespaced" : "Cluster",
    }),
  );
  return { kind: "found", value };
}

/** The OpenAPI document of a version of a group, which the API server makes from its CRDs (Kubernetes 1.24 and later). */
export async function openApiOf({ session }: Connection, { group, version }: OpenApiParams): Promise<Found<unknown>> {
  const path = `/openapi/v3/apis/${encodeURIComponent(group)}/${encodeURIComponent(version)}`;
  const answer = await session?.ask({ method: "GET", path });
  if (answer?.kind === "ok") return { kind: "found", value: answer.body };
  return { kind: "missing", reason: answer?.message ?? "The API server has not answered yet." };
}
