import type { FieldDocumentation } from "../../core/schema/model.ts";

const objects = "https://kubernetes.io/docs/concepts/overview/working-with-objects/";

const rootFields: Readonly<Record<string, FieldDocumentation>> = {
  apiVersion: { text: "Group and version of the API that this object belongs to, written `group/version`." },
  kind: { text: "The type of the object. Together with `apiVersion` it decides which fields the rest may have." },
  metadata: { text: "What identifies the object: its name, namespace, labels and annotations." },
  spec: { text: "What is wanted: the desired state that the controller works towards." },
  status: { text: "What is: the controller writes it, manifests in Git leave it out." },
};

const metadataFields: Readonly<Record<string, FieldDocumentation>> = {
  name: {
    text: "Name of the object, unique among the objects of its kind in the namespace.",
    link: `${objects}names/`,
  },
  namespace: {
    text: "Namespace that the object lives in. kustomize, Flux (`targetNamespace`) and Argo CD (`destination.namespace`) may set it instead.",
    link: `${objects}namespaces/`,
  },
  labels: { text: "Keys and values to select objects by.", link: `${objects}labels/` },
  annotations: { text: "Keys and values for tools; nothing is selected by them.", link: `${objects}annotations/` },
  generateName: { text: "Prefix of a name that the API server makes up. Such objects cannot be applied again." },
  finalizers: { text: "What has to be done before the object may disappear.", link: `${objects}finalizers/` },
  ownerReferences: {
    text: "Objects that this one belongs to; it is deleted with the last of them.",
    link: `${objects}owners-dependents/`,
  },
};

/** The text of a field that all kinds share: those of the root (`""`) and those of `ObjectMeta`. */
export function commonFieldText(typeName: string, field: string): FieldDocumentation | undefined {
  const fields = typeName === "" ? rootFields : typeName === "ObjectMeta" ? metadataFields : {};
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
