import { writeFileSync } from "node:fs";
import { stringify } from "yaml";

/** A context of a kubeconfig file, with its cluster and user, which get its name. */
export interface KubeconfigContext {
  readonly name: string;
  /** Address of the API server, or of a proxy in front of it. */
  readonly server: string;
  /** PEM of the authority that vouches for the server; without it nothing is checked. */
  readonly authority?: string;
  readonly namespace?: string;
  readonly user: KubeconfigUser;
}

/** How a user proves who they are: the fields of a kubeconfig user (`token`, `client-certificate-data`, `exec` …). */
export type KubeconfigUser = Readonly<Record<string, unknown>>;

/** A user with a certificate and key, both PEM. */
export function certificateUser({
  certificate,
  key,
}: {
  readonly certificate: string;
  readonly key: string;
}): KubeconfigUser {
  return { "client-certificate-data": encoded(certificate), "client-key-data": encoded(key) };
}

/** The text of a kubeconfig file. The first context is the current one unless another is named. */
export function kubeconfigText(contexts: readonly KubeconfigContext[], current = contexts[0]?.name): string {
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: contexts.map(({ name, server, authority }) => ({
      name,
      cluster: {
        server,
        ...(authority === undefined
          ? { "insecure-skip-tls-verify": true }
          : { "certificate-authority-data": encoded(authority) }),
      },
    })),
    users: contexts.map(({ name, user }) => ({ name, user })),
    contexts: contexts.map(({ name, namespace }) => ({
      name,
      context: { cluster: name, user: name, ...(namespace === undefined ? {} : { namespace }) },
    })),
    "current-context": current,
  });
}

/** Writes a kubeconfig file that only its owner can read. */
export function writeKubeconfig(file: string, contexts: readonly KubeconfigContext[], current?: string): void {
  writeFileSync(file, kubeconfigText(contexts, current), { mode: 0o600 });
}

function encoded(text: string): string {
  return Buffer.from(text, "utf8").toString("base64");
}
