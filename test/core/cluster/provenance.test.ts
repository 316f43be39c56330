import assert from "node:assert/strict";
import { test } from "node:test";
import type { LiveObject } from "../../../server/core/cluster/liveObject.ts";
import { liveKindOf } from "../../../server/core/kinds/liveKinds.ts";
import { ownerOf } from "../../../server/core/kinds/ownership.ts";
import { provenanceOf } from "../../../server/core/kinds/provenance.ts";
import { objects } from "./liveFixtures.ts";

const application = objects("argoproj.io/v1alpha1", "Application");
const kustomization = objects("kustomize.toolkit.fluxcd.io/v1", "Kustomization");
const repository = objects("source.toolkit.fluxcd.io/v1", "GitRepository");

function provenance(object: LiveObject) {
  const live = liveKindOf({ group: object.apiVersion.split("/")[0] ?? "", kind: object.kind });
  return provenanceOf(object, live ?? assert.fail());
}

/** Type and name of the revision that an object asks for. */
function wanted(object: LiveObject): string | undefined {
  const [source] = provenance(object)?.sources ?? [];
  if (!source?.wanted) return undefined;
  return source.wanted.type === "default" ? "default" : `${source.wanted.type} ${source.wanted.name}`;
}

const address = "https://github.com/example-org/gitops";
const at = (targetRevision?: string) =>
  application({ spec: { source: { repoURL: address, path: "apps", ...(targetRevision && { targetRevision }) } } });
const ref = (fields: Readonly<Record<string, string>>) => repository({ spec: { url: address, ref: fields } });

const revisions: readonly (readonly [object: LiveObject, expected: string | undefined])[] = [
  [at(), "default"],
  [at("HEAD"), "default"],
  [at("main"), "named main"],
  [at("refs/heads/main"), "branch main"],
  [at("refs/tags/v1"), "tag v1"],
  [repository({ spec: { url: address } }), "branch master"],
  [ref({ branch: "main" }), "branch main"],
  [ref({ branch: "main", tag: "v1" }), "tag v1"],
  [ref({ tag: "v1", semver: ">=1" }), "semver >=1"],
  [ref({ semver: ">=1", name: "refs/heads/next" }), "branch next"],
  [ref({ name: "refs/pull/420/head" }), undefined],
  [ref({ branch: "main", commit: "3f2a1c0" }), "commit 3f2a1c0"],
];

for (const [object, expected] of revisions) {
  test(`The revision that ${object.kind} ${JSON.stringify(object.spec)} asks for is ${expected}.`, () => {
    assert.equal(wanted(object), expected);
  });
}

test("Of several sources each has the commit that was found for it; charts are no directories.", () => {
  const object = application({
    spec: {
      sources: [
        { repoURL: "https://charts.example.org", chart: "web", targetRevision: "1.x" },
        { repoURL: address, path: "apps", targetRevision: "main" },
        { repoURL: address, ref: "values" },
      ],
    },
    status: { sync: { revisions: ["1.2.3", "abc", "def"] } },
  });
  assert.deepEqual(provenance(object)?.sources, [
    { address, path: "apps", isFlat: true, wanted: { type: "named", name: "main" }, found: "abc" },
  ]);
});

test("A Flux Kustomization takes what it applied last from the source that it names, in its own namespace by default.", () => {
  const spec = { path: "./apps", sourceRef: { kind: "GitRepository", name: "repo" } };
  const object = kustomization({ spec, status: { lastAppliedRevision: "main@sha1:abc" } });
  const source = { group: "source.toolkit.fluxcd.io", kind: "GitRepository", namespace: "apps", name: "repo" };
  assert.deepEqual(provenance(object)?.sources, [{ object: source, path: "./apps", found: "main@sha1:abc" }]);
});

const remotes: readonly (readonly [object: LiveObject, expected: object | undefined])[] = [
  [application({ spec: { destination: { server: "https://kubernetes.default.svc/" } } }), undefined],
  [application({ spec: { destination: { name: "in-cluster" } } }), undefined],
  [application({ spec: { destination: { namespace: "shop" } } }), undefined],
  [application({ spec: { destination: { name: "eu" } } }), { name: "eu" }],
  [application({ spec: { destination: { server: "https://10.0.0.1:6443/" } } }), { server: "https://10.0.0.1:6443" }],
  [kustomization({ spec: {} }), undefined],
  [kustomization({ spec: { kubeConfig: { secretRef: { name: "eu" } } } }), { credentials: "Secret eu" }],
  [kustomization({ spec: { kubeConfig: { configMapRef: { name: "eu" } } } }), { credentials: "ConfigMap eu" }],
];

for (const [object, expected] of remotes) {
  test(`${object.kind} ${JSON.stringify(object.spec)} delivers to ${JSON.stringify(expected) ?? "its own cluster"}.`, () => {
    assert.deepEqual(provenance(object)?.remote, expected);
  });
}

/** The owner of a live Role with some metadata. */
function owner(metadata: object): string | undefined {
  const found = ownerOf({
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "system:reader", namespace: "shop", ...metadata },
  });
  return found && `${found.kind} ${found.namespace}/${found.name}`;
}
const tracked = (id: string) => owner({ annotations: { "argocd.argoproj.io/tracking-id": id } });

test("An object names its owner by a tracking annotation that is about itself, by the labels of Flux or of Argo CD.", () => {
  assert.equal(tracked("web:rbac.authorization.k8s.io/Role:shop/system:reader"), "Application /web");
  assert.equal(tracked("team_web:rbac.authorization.k8s.io/Role:shop/system:reader"), "Application team/web");
  assert.equal(tracked("web:rbac.authorization.k8s.io/Role:other/system:reader"), undefined);
  assert.equal(tracked("web:rbac.authorization.k8s.io/RoleBinding:shop/system:reader"), undefined);
  assert.equal(tracked("nonsense"), undefined);
  const flux = { "kustomize.toolkit.fluxcd.io/name": "apps", "kustomize.toolkit.fluxcd.io/namespace": "flux-system" };
  assert.equal(owner({ labels: flux }), "Kustomization flux-system/apps");
  assert.equal(owner({ labels: { "app.kubernetes.io/instance": "web" } }), "Application /web");
  const helm = { "app.kubernetes.io/instance": "web", "app.kubernetes.io/managed-by": "Helm" };
  assert.equal(owner({ labels: helm }), undefined);
});
