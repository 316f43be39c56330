/** Names of the users of a test cluster. */
export type UserName = "admin" | "reader" | "tenant" | "staff" | "nobody";

/**
 * `admin` may do everything. `reader` may read everything but Secrets and change nothing. `tenant` is in the group
 * `tenants` and may, like `nobody`, do only what a test grants. So may `staff` in the group `staff`, who may list
 * namespaces besides.
 */
export const clusterUsers: readonly UserName[] = ["admin", "reader", "tenant", "staff", "nobody"];

/** The roles that make the users what {@link clusterUsers} says. */
export const rolesOfUsers = `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: read-gitops
rules:
  - apiGroups:
      - argoproj.io
      - source.toolkit.fluxcd.io
      - kustomize.toolkit.fluxcd.io
      - helm.toolkit.fluxcd.io
      - external-secrets.io
      - generators.external-secrets.io
      - templates.gatekeeper.sh
      - constraints.gatekeeper.sh
      - infra.contrib.fluxcd.io
      - apiextensions.k8s.io
      - apps
    resources: ["*"]
    verbs: [get, list, watch]
  - apiGroups: ["", events.k8s.io]
    resources: [configmaps, events, namespaces, pods, pods/log, serviceaccounts, services]
    verbs: [get, list, watch]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: readers
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: read-gitops
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: readers
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: list-namespaces
rules:
  - apiGroups: [""]
    resources: [namespaces]
    verbs: [list]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: staff
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: list-namespaces
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: staff
`;
