/** Kinds of Kubernetes itself that belong to no namespace, as `group/kind`; kustomize knows them from its OpenAPI data. */
const clusterScopedKinds = [
  "/ComponentStatus",
  "/Namespace",
  "/Node",
  "/PersistentVolume",
  "admissionregistration.k8s.io/MutatingAdmissionPolicy",
  "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/MutatingWebhookConfiguration",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
  "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
  "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
  "apiextensions.k8s.io/CustomResourceDefinition",
  "apiregistration.k8s.io/APIService",
  "certificates.k8s.io/CertificateSigningRequest",
  "certificates.k8s.io/ClusterTrustBundle",
  "flowcontrol.apiserver.k8s.io/FlowSchema",
  "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
  "networking.k8s.io/IPAddress",
  "networking.k8s.io/IngressClass",
  "networking.k8s.io/ServiceCIDR",
  "node.k8s.io/RuntimeClass",
  "policy/PodSecurityPolicy",
  "rbac.authorization.k8s.io/ClusterRole",
  "rbac.authorization.k8s.io/ClusterRoleBinding",
  "resource.k8s.io/DeviceClass",
  "resource.k8s.io/ResourceSlice",
  "scheduling.k8s.io/PriorityClass",
  "storage.k8s.io/CSIDriver",
  "storage.k8s.io/CSINode",
  "storage.k8s.io/StorageClass",
  "storage.k8s.io/VolumeAttachment",
  "storage.k8s.io/VolumeAttributesClass",
];

/** By kind, because the question is asked so often that joining the two names would count. */
const groupsOf = new Map<string, readonly string[]>();
for (const each of clusterScopedKinds) {
  const [group = "", kind = ""] = each.split("/");
  groupsOf.set(kind, [...(groupsOf.get(kind) ?? []), group]);
}

/** Whether Kubernetes' own API says that objects of this type have no namespace. Custom kinds count as namespaced. */
export function isClusterScoped(gvk: { readonly group: string; readonly kind: string }): boolean {
  return groupsOf.get(gvk.kind)?.includes(gvk.group) ?? false;
}
