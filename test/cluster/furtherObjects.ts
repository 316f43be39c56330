/** Objects in states in which actions are possible that those of examples/ do not offer. */
export const furtherObjects = `
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: running, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: apps/running }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
operation: { sync: {} }
status:
  operationState: { phase: Running, startedAt: "2026-11-25T08:00:00Z", operation: { sync: {} } }
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: deployed, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: apps/deployed }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
status:
  sync: { status: Synced }
  health: { status: Healthy }
  history:
    - id: 0
      revision: 3f2a1c0d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a49
      source: { repoURL: https://git.example.org/shop.git, path: apps/deployed }
      deployedAt: "2026-11-24T08:00:00Z"
    - id: 1
      revision: 9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a493f2a1c0d
      source: { repoURL: https://git.example.org/shop.git, path: apps/deployed }
      deployedAt: "2026-11-25T08:00:00Z"
---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: automated, namespace: argocd }
spec:
  project: default
  source: { repoURL: https://git.example.org/shop.git, path: apps/automated }
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  syncPolicy: { automated: { prune: true } }
---
apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: { name: tenants, namespace: argocd }
spec:
  generators: [{ list: { elements: [{ tenant: books }] } }]
  template:
    metadata: { name: "{{tenant}}" }
    spec:
      project: default
      source: { repoURL: https://git.example.org/shop.git, path: "tenants/{{tenant}}" }
      destination: { server: https://kubernetes.default.svc, namespace: shop }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: paused, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: shop, image: shop:2 }] } }
  strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }, { setWeight: 60 }] } }
status:
  phase: Paused
  observedGeneration: "1"
  currentPodHash: abc
  stableRS: def
  currentStepIndex: 1
  pauseConditions: [{ reason: CanaryPauseStep, startTime: "2026-11-25T08:00:00Z" }]
---
apiVersion: apps/v1
kind: ReplicaSet
metadata:
  name: paused-def
  namespace: shop
  labels: { app: shop, rollouts-pod-template-hash: def }
  annotations: { rollout.argoproj.io/revision: "1" }
  ownerReferences:
    - { apiVersion: argoproj.io/v1alpha1, kind: Rollout, name: paused, controller: true, uid: 3f2a1c0d-0000-4000-8000-000000000000 }
spec:
  replicas: 0
  selector: { matchLabels: { app: shop, rollouts-pod-template-hash: def } }
  template:
    metadata: { labels: { app: shop, rollouts-pod-template-hash: def } }
    spec: { containers: [{ name: shop, image: shop:1 }] }
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: aborted, namespace: shop }
spec:
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: shop, image: shop:2 }] } }
  strategy: { canary: { steps: [{ setWeight: 20 }] } }
status:
  phase: Degraded
  abort: true
  observedGeneration: "1"
  currentPodHash: abc
  stableRS: def
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: { name: stopped, namespace: shop }
spec:
  paused: true
  replicas: 2
  selector: { matchLabels: { app: shop } }
  template: { metadata: { labels: { app: shop } }, spec: { containers: [{ name: shop, image: shop:2 }] } }
  strategy: { canary: {} }
status: { phase: Paused, observedGeneration: "1", currentPodHash: abc, stableRS: abc }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: suspended, namespace: shop }
spec: { suspend: true, interval: 10m, prune: true, path: ./shop, sourceRef: { kind: GitRepository, name: shop } }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: exhausted, namespace: shop }
spec:
  interval: 10m
  chart: { spec: { chart: shop, sourceRef: { kind: HelmRepository, name: shop } } }
status:
  observedGeneration: 1
  failures: 3
  conditions:
    - { type: Stalled, status: "True", reason: RetriesExceeded, message: failed, lastTransitionTime: "2026-11-25T08:00:00Z" }
    - { type: Ready, status: "False", reason: RetriesExceeded, message: failed, lastTransitionTime: "2026-11-25T08:00:00Z" }
---
apiVersion: infra.contrib.fluxcd.io/v1alpha2
kind: Terraform
metadata: { name: network, namespace: shop }
spec: { interval: 10m, path: ./network, sourceRef: { kind: GitRepository, name: shop } }
status:
  plan: { pending: plan-main-3f2a1c0d9e }
  conditions:
    - { type: Ready, status: Unknown, reason: TerraformPlannedWithChanges, message: planned, lastTransitionTime: "2026-11-25T08:00:00Z" }
---
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: { name: registry }
spec:
  externalSecretSpec:
    refreshInterval: 1h
    secretStoreRef: { kind: ClusterSecretStore, name: vault }
    data: [{ secretKey: token, remoteRef: { key: registry } }]
`;
