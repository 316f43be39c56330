import type { KindSchema, StructuralSchema } from "./model.ts";

const text: StructuralSchema = { type: "string" };
const dateTime: StructuralSchema = { type: "string", format: "date-time", nullable: true };
const number: StructuralSchema = { type: "integer", format: "int64" };
const anything: StructuralSchema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const dnsName = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$";
const labelValue = "^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$";

const ownerReference: StructuralSchema = {
  type: "object",
  required: ["apiVersion", "kind", "name", "uid"],
  properties: {
    ...{ apiVersion: text, kind: text, name: text, uid: text },
    ...{ controller: { type: "boolean" }, blockOwnerDeletion: { type: "boolean" } },
  },
};

/** ObjectMeta of k8s.io/apimachinery with the limits of its validation, which schemas of kinds do not repeat. */
const objectMeta: StructuralSchema = {
  type: "object",
  properties: {
    name: { type: "string", minLength: 1, maxLength: 253, pattern: dnsName },
    generateName: text,
    namespace: { type: "string", maxLength: 63, pattern: "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$" },
    labels: {
      type: "object",
      nullable: true,
      additionalProperties: { type: "string", maxLength: 63, pattern: labelValue },
    },
    annotations: { type: "object", nullable: true, additionalProperties: text },
    finalizers: { type: "array", items: text },
    ownerReferences: { type: "array", items: ownerReference },
    ...{ uid: text, resourceVersion: text, selfLink: text, generation: number },
    ...{ creationTimestamp: dateTime, deletionTimestamp: dateTime, deletionGracePeriodSeconds: number },
    managedFields: { type: "array", items: anything },
  },
  anyOf: [{ required: ["name"] }, { required: ["generateName"] }],
};

/**
 * The root schema of a kind with what the API server itself checks of `metadata`: the form of names and labels, and that
 * there is a name. Files that are no objects (kustomize's) are left as they are.
 */
export function withObjectMeta({ schema, scope }: KindSchema): StructuralSchema {
  if (scope === "File" || !schema.properties?.["metadata"]) return schema;
  return {
    ...schema,
    required: [...new Set([...(schema.required ?? []), "metadata"])],
    properties: { ...schema.properties, metadata: objectMeta },
  };
}
