// A real Kubernetes API server with RBAC, on loopback, for one test file or for the demo.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ApiClient, createApiClient } from "./apiClient.ts";
import { applyYaml } from "./apply.ts";
import { type Certificate, createAuthority, signingKeys } from "./certificates.ts";
import { certificateUser, type KubeconfigContext, writeKubeconfig } from "./kubeconfig.ts";
import { controlPlane, ensurePrograms, type Say } from "./programs.ts";
import { freePorts, type ServerProcess, startServer, untilReady } from "./serverProcess.ts";
import { clusterUsers, rolesOfUsers, type UserName } from "./users.ts";

/** A running API server with nothing in it but what Kubernetes itself puts there. */
export interface Cluster {
  /** `https://127.0.0.1:PORT`. */
  readonly address: string;
  /** PEM of the authority that vouches for the server. */
  readonly authority: string;
  /** Bearer token of each user; see `users.ts` for what they may do. */
  readonly tokens: Readonly<Record<UserName, string>>;
  /** A user certificate of `admin`. */
  readonly adminCertificate: Certificate;
  /** Path of a kubeconfig with a context for each user, named like the user, and `admin-certificate`; `admin` is current. */
  readonly kubeconfig: string;
  /** A folder that is removed by `stop`. */
  readonly folder: string;
  /** A client with the rights of `admin`. */
  readonly admin: ApiClient;
  /** Writes another kubeconfig into the folder and returns its path. */
  writeKubeconfig(name: string, contexts: readonly KubeconfigContext[], current?: string): string;
  /** Creates or updates the objects of a text, in their order; see {@link applyYaml}. */
  applyYaml(text: string): Promise<void>;
  /** Ends the servers at once and removes what they kept. */
  stop(): Promise<void>;
}

/** What a cluster may differ in. */
export interface ClusterOptions {
  /** Gets what happens while the servers are built. */
  readonly say?: Say;
  /** Further flags of kube-apiserver. */
  readonly flags?: readonly string[];
}

/** Starts etcd and kube-apiserver (building them first if need be) and resolves when `/readyz` says ok. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const say = options.say ?? ((line) => process.stderr.write(`${line}\n`));
  const programs = await ensurePrograms(controlPlane, say);
  const folder = mkdtempSync(join(tmpdir(), "gitops-cluster-"));
  const servers: ServerProcess[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(servers.map((server) => server.stop()));
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    return await startIn(folder, programs, servers, options.flags ?? [], stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startIn(
  folder: string,
  programs: Readonly<Record<string, string>>,
  servers: ServerProcess[],
  flags: readonly string[],
  stop: () => Promise<void>,
): Promise<Cluster> {
  const [etcdPort = 0, peerPort = 0, port = 0] = await freePorts(3);
  const authority = createAuthority("cluster authority");
  const tokens = {
    admin: "admin-token",
    reader: "reader-token",
    tenant: "tenant-token",
    staff: "staff-token",
    nobody: "nobody-token",
  };
  writeKeys(folder, authority.server({ commonName: "kube-apiserver" }), authority.certificate, tokens);

  const etcd = startServer("etcd", programs["etcd"] ?? "etcd", etcdFlags(folder, etcdPort, peerPort), {
    folder,
  });
  servers.push(etcd);
  const apiServer = startServer(
    "kube-apiserver",
    programs["kube-apiserver"] ?? "kube-apiserver",
    [...apiServerFlags(folder, etcdPort, port), ...flags],
    { folder },
  );
  servers.push(apiServer);
  const address = `https://127.0.0.1:${port}`;
  const admin = createApiClient({ address, authority: authority.certificate, token: tokens.admin });
  await untilReady(apiServer, async () => (await admin.send({ path: "/readyz" })).status === 200);
  await applyYaml(admin, rolesOfUsers);

  const adminCertificate = authority.user({ commonName: "admin", organizations: ["system:masters"] });
  const write = (name: string, contexts: readonly KubeconfigContext[], current?: string): string => {
    const file = join(folder, name);
    writeKubeconfig(file, contexts, current);
    return file;
  };
  const known = { server: address, authority: authority.certificate };
  const kubeconfig = write("kubeconfig.yaml", [
    ...clusterUsers.map((name) => ({ name, ...known, user: { token: tokens[name] } })),
    { name: "admin-certificate", ...known, user: certificateUser(adminCertificate) },
  ]);
  return {
    address,
    authority: authority.certificate,
    tokens,
    adminCertificate,
    kubeconfig,
    folder,
    admin,
    writeKubeconfig: write,
    applyYaml: (text) => applyYaml(admin, text),
    stop: async () => {
      admin.close();
      await stop();
    },
  };
}

function writeKeys(
  folder: string,
  server: Certificate,
  authority: string,
  tokens: Readonly<Record<UserName, string>>,
): void {
  const accounts = signingKeys();
  const groups = { admin: "system:masters", reader: "readers", tenant: "tenants", staff: "staff", nobody: "strangers" };
  const files = {
    "ca.pem": authority,
    "server.pem": server.certificate,
    "server.key": server.key,
    "accounts.pem": accounts.publicKey,
    "accounts.key": accounts.privateKey,
    "tokens.csv": clusterUsers.map((name) => `${tokens[name]},${name},${name},"${groups[name]}"\n`).join(""),
  };
  mkdirSync(join(folder, "keys"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "keys", name), text, { mode: 0o600 });
}

function etcdFlags(folder: string, port: number, peerPort: number): readonly string[] {
  const client = `http://127.0.0.1:${port}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${join(folder, "etcd")}`,
    `--listen-client-urls=${client}`,
    `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`,
    `--initial-advertise-peer-urls=${peer}`,
    `--initial-cluster=default=${peer}`,
    // What is written is thrown away in the end, so nothing has to survive a crash.
    "--unsafe-no-fsync",
    "--log-level=error",
  ];
}

function apiServerFlags(folder: string, etcdPort: number, port: number): readonly string[] {
  const key = (name: string): string => join(folder, "keys", name);
  return [
    `--etcd-servers=http://127.0.0.1:${etcdPort}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    "--endpoint-reconciler-type=none",
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, "keys")}`,
    `--tls-cert-file=${key("server.pem")}`,
    `--tls-private-key-file=${key("server.key")}`,
    `--client-ca-file=${key("ca.pem")}`,
    `--token-auth-file=${key("tokens.csv")}`,
    "--authorization-mode=RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${key("accounts.pem")}`,
    `--service-account-signing-key-file=${key("accounts.key")}`,
    "--service-cluster-ip-range=10.0.0.0/24",
    // Without a controller manager nobody makes the service accounts that this admission waits for.
    "--disable-admission-plugins=ServiceAccount",
    "--profiling=false",
    "--v=0",
  ];
}
