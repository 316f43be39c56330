import type { ApiClient } from "./harness/apiClient.ts";

/** Path of the Applications in a namespace. */
export function applicationsPath(namespace = "argocd"): string {
  return `/apis/argoproj.io/v1alpha1/namespaces/${namespace}/applications`;
}

/** An Application as Argo CD has it after a sync. */
export function application(
  name: string,
  changes: { readonly more?: object; readonly revision?: string } = {},
): object {
  const revision = changes.revision ?? "3f2a1c0d9e8b7a6f5e4d3c2b1a0f9e8d7c6b5a49";
  return {
    apiVersion: "argoproj.io/v1alpha1",
    kind: "Application",
    metadata: { name, namespace: "argocd" },
    spec: {
      project: "default",
      source: { repoURL: "https://git.example.org/shop.git", path: `apps/${name}`, targetRevision: "main" },
      destination: { server: "https://kubernetes.default.svc", namespace: "shop" },
    },
    status: {
      ...changes.more,
      sync: { status: "Synced", revision },
      health: { status: "Healthy", lastTransitionTime: "2026-11-25T08:00:00Z" },
    },
  };
}

/** Creates Applications `app-0` … in the namespace `argocd`, some at once; `more` goes into their status. */
export async function createApplications(admin: ApiClient, count: number, more: object = {}): Promise<void> {
  await admin.send({
    method: "POST",
    path: "/api/v1/namespaces",
    body: { apiVersion: "v1", kind: "Namespace", metadata: { name: "argocd" } },
  });
  await inParallel(count, 16, (index) =>
    admin.must({ method: "POST", path: applicationsPath(), body: application(`app-${index}`, { more }) }),
  );
}

/** Writes a new message into the status of an Application, so that its line in a view changes. */
export async function changeApplication(admin: ApiClient, index: number, message: string): Promise<void> {
  const status = {
    sync: { status: "OutOfSync" },
    conditions: [{ type: "ComparisonError", message, lastTransitionTime: "2026-11-25T08:00:00Z" }],
  };
  await admin.must({
    method: "PATCH",
    path: `${applicationsPath()}/app-${index}`,
    body: { status },
    contentType: "application/merge-patch+json",
  });
}

/** Deletes an Application. */
export async function deleteApplication(admin: ApiClient, index: number): Promise<void> {
  await admin.must({ method: "DELETE", path: `${applicationsPath()}/app-${index}` });
}

/** Calls `work` for 0 … count - 1, at most `width` at once. */
export async function inParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<unknown>,
): Promise<void> {
  const state = { next: 0 };
  const worker = async (): Promise<void> => {
    while (state.next < count) await work(state.next++);
  };
  await Promise.all(Array.from({ length: width }, worker));
}
