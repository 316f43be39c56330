import { execFile, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { kubectlPath } from "../../scripts/oracle.mjs";
import type { ClusterItem, ClusterItemsParams } from "../../server/protocol/cluster.ts";
import { application, applicationsPath, createApplications } from "../cluster/applications.ts";
import { type Cluster, startCluster } from "../cluster/harness/cluster.ts";
import { loadCrds } from "../cluster/harness/crds.ts";
import { listItems } from "../cluster/listedItems.ts";
import { nameOf } from "../cluster/watchedCluster.ts";
import type { Bench } from "./bench.ts";
import { type EditedText, editedText } from "./editedFile.ts";
import { editedPath, exampleFiles, manyDocuments, templates, writeFiles } from "./inputs.ts";
import { median, timeOf } from "./measure.ts";
import { withoutSchemaComments } from "./peer.ts";
import { startOurs } from "./servers.ts";
import type { StdioClient } from "./stdioClient.ts";
import { bound, type Row } from "./table.ts";

const applications = 5000;
const perSecond = 200;

/** How long each phase of a storm lasts, in milliseconds. */
const phase = 10_000;

/** A cluster with 5,000 Applications of 10 resources each: first view, memory, and what a storm of changes costs. */
export async function clusterRows({ schemas, schemaFiles, folder }: Bench): Promise<readonly Row[]> {
  const cluster = await startCluster();
  try {
    await loadCrds(cluster.admin, ["argo-cd"]);
    await createApplications(cluster.admin, applications, resources(10));
    const declared = application("declared");
    await cluster.admin.must({ method: "POST", path: applicationsPath(), body: declared });
    const repository = join(folder, "cluster");
    writeFiles(repository, { ...exampleFiles(), "declared.yaml": JSON.stringify(declared) });
    const uri = pathToFileURL(join(repository, editedPath)).href;
    const edited = editedText(withoutSchemaComments(manyDocuments(templates(schemas), 10_000, schemaFiles.commentFor)));
    return await measure(cluster, repository, uri, edited);
  } finally {
    await cluster.stop();
  }
}

async function measure(cluster: Cluster, repository: string, uri: string, edited: EditedText): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const kubectl = await kubectlTime(cluster);
  const firstViews: number[] = [];
  for (let round = 0; round < 3; round++) {
    const each = await startOurs(repository, { cluster: { kubeconfig: cluster.kubeconfig } });
    firstViews.push(await timeOf(() => connect(each)));
    await each.stop();
  }
  rows.push(
    bound({
      what: `connect to all ${applications} Applications in the view (theirs: kubectl get applications -A -o json)`,
      ours: median(firstViews),
      ...(kubectl !== undefined && { theirs: kubectl }),
      unit: "ms",
      ...(kubectl !== undefined && { atMost: Math.round(kubectl) }),
    }),
  );

  const abilities = { codeLens: { refreshSupport: true } };
  const client = await startOurs(repository, { cluster: { kubeconfig: cluster.kubeconfig } }, abilities);
  client.asked("workspace/codeLens/refresh", () => undefined);
  client.open(pathToFileURL(join(repository, "declared.yaml")).href, JSON.stringify(application("declared")));
  const published = client.published(uri);
  client.open(uri, edited.text);
  await published;
  await keystrokes(client, uri, edited, 1000);
  const before = client.memory()?.now ?? Number.NaN;
  const stormOnly = await inStorm(cluster, () => keystrokes(client, uri, edited, phase / 2));
  const view = await connect(client);
  await delay(3000);
  const quietMemory = client.memory()?.now ?? Number.NaN;
  const times = { quiet: [] as number[], storm: [] as number[] };
  const costs: Costs[] = [];
  const latencies: Latency[] = [];
  for (let round = 0; round < 2; round++) {
    times.quiet.push(...(await keystrokes(client, uri, edited, phase)));
    const measured = await inStorm(cluster, async () => {
      const typed = await keystrokes(client, uri, edited, phase);
      costs.push(await costOf(client, phase));
      for (let probe = 0; probe < 10; probe++) {
        latencies.push(await eventToEditor(client, view, cluster, `probe ${round} ${probe}`));
        // Refreshes of the probe before must not be taken for those of the next.
        await delay(1000);
      }
      return typed;
    });
    times.storm.push(...measured.result);
    rows.push(
      bound({
        what: `changes per second that the API server took, round ${round + 1}`,
        ours: measured.rate,
        unit: "/s",
      }),
    );
  }
  const memory = client.memory();
  await delay(1000);
  await checkView(view, cluster);
  await client.stop();
  const quiet = median(times.quiet);
  return [
    ...rows,
    bound({ what: "memory that the connection adds, at rest", ours: quietMemory - before, unit: "MB" }),
    bound({
      what: "memory that the connection adds, after two storms",
      ours: (memory?.now ?? Number.NaN) - before,
      unit: "MB",
    }),
    bound({
      what: "processor of the main thread in a storm",
      ours: median(costs.map(({ main }) => main)),
      unit: "%",
      atMost: 10,
    }),
    bound({
      what: "processor of the thread that holds the connection, in a storm",
      ours: median(costs.map(({ cluster }) => cluster)),
      unit: "%",
    }),
    bound({
      what: "processor of all other threads (garbage collection, compiling), in a storm",
      ours: median(costs.map(({ others }) => others)),
      unit: "%",
    }),
    bound({
      what: "write to the API server until the view is told, in a storm",
      ours: median(latencies.map(({ toView }) => toView)),
      unit: "ms",
      atMost: 500,
    }),
    bound({
      what: "and until the lens of an open file is asked for again",
      ours: median(latencies.map(({ toLens }) => toLens)),
      unit: "ms",
      atMost: 1000,
    }),
    bound({ what: "keystroke to diagnostics, quiet", ours: quiet, unit: "ms" }),
    bound({ what: "the same in a storm, against quiet", ours: median(times.storm) / quiet, unit: "x", atMost: 1.2 }),
    bound({
      what: "the same in a storm that nobody watches, against quiet",
      ours: median(stormOnly.result) / quiet,
      unit: "x",
    }),
  ];
}

/** What Argo CD writes about the resources of an Application. */
function resources(count: number): object {
  const kinds = ["Deployment", "Service", "ConfigMap", "Secret", "ServiceAccount"];
  return {
    resources: Array.from({ length: count }, (_, index) => ({
      group: index % 5 === 0 ? "apps" : "",
      version: "v1",
      kind: kinds[index % 5],
      namespace: "shop",
      name: `component-${index}`,
      status: "Synced",
      ...(index % 5 === 0 && { health: { status: "Healthy" } }),
    })),
  };
}

/** What an editor's view knows, and who waits for something in it. */
interface View {
  readonly items: Map<string, ClusterItem>;
  readonly waiters: Set<(item: ClusterItem) => void>;
}

/** Connects and resolves with the view when every Application has arrived. */
async function connect(client: StdioClient): Promise<View> {
  const view: View = { items: new Map(), waiters: new Set() };
  const { promise, resolve } = Promise.withResolvers<void>();
  client.notified("gitops/cluster/items", ({ changed, removed }: ClusterItemsParams) => {
    for (const item of changed) {
      view.items.set(nameOf(item), item);
      for (const waiter of view.waiters) waiter(item);
    }
    for (const id of removed) view.items.delete(nameOf(id));
    if (view.items.size >= applications) resolve();
  });
  await client.request("gitops/cluster/subscribe");
  await client.request("gitops/cluster/connect", { context: "admin" });
  await promise;
  return view;
}

/** Stops the run when the view shows anything else than the API server has. */
async function checkView(view: View, { admin }: Cluster): Promise<void> {
  const listed = await listItems(admin, "admin");
  const different = [...listed].filter(([name, item]) => !isDeepStrictEqual(view.items.get(name), item));
  if (different.length > 0 || listed.size !== view.items.size) {
    throw new Error(
      `After the storms ${different.length} of ${listed.size} objects are shown wrong: ${JSON.stringify(different[0])}`,
    );
  }
}

/** Types and deletes a character with short pauses for some time; the times from each change to its diagnostics. */
async function keystrokes(
  client: StdioClient,
  uri: string,
  { places }: EditedText,
  milliseconds: number,
): Promise<readonly number[]> {
  const at = places.value;
  const behind = { line: at.line, character: at.character + 1 };
  const times: number[] = [];
  const end = performance.now() + milliseconds;
  while (performance.now() < end) {
    times.push(await timeOf(() => client.change(uri, { start: at, end: at, text: "5" })));
    await delay(40);
    times.push(await timeOf(() => client.change(uri, { start: at, end: behind, text: "" })));
    await delay(40);
  }
  return times;
}

/** Does something while Applications change all the time. */
async function inStorm<T>(
  { address, authority, tokens, folder }: Cluster,
  work: () => Promise<T>,
): Promise<{ readonly result: T; readonly rate: number }> {
  const file = join(folder, "authority.pem");
  writeFileSync(file, authority);
  const program = fileURLToPath(new URL("./storm.ts", import.meta.url));
  const words = [address, file, tokens.admin, String(applications), String(perSecond)];
  const storm = spawn(process.execPath, [program, ...words], { stdio: ["ignore", "pipe", "inherit"] });
  const said: string[] = [];
  storm.stdout.on("data", (chunk: Buffer) => said.push(chunk.toString()));
  await delay(1500);
  const result = await work();
  const ended = new Promise((resolve) => storm.once("close", resolve));
  storm.kill("SIGTERM");
  await ended;
  return { result, rate: Number(said.join("")) };
}

interface Costs {
  /** Percent of one processor. */
  readonly main: number;
  readonly cluster: number;
  readonly others: number;
}

async function costOf(client: StdioClient, milliseconds: number): Promise<Costs> {
  const [before, start] = [client.processor(), performance.now()];
  await delay(milliseconds);
  const [after, took] = [client.processor(), performance.now() - start];
  if (!before || !after) return { main: Number.NaN, cluster: Number.NaN, others: Number.NaN };
  const [main, cluster] = [after.main - before.main, after.cluster - before.cluster];
  const others = after.all - before.all - main - cluster;
  return { main: (main / took) * 100, cluster: (cluster / took) * 100, others: (others / took) * 100 };
}

/** Milliseconds from writing the status of a declared Application until the view knows, and until lenses are refreshed. */
async function eventToEditor(client: StdioClient, view: View, { admin }: Cluster, message: string): Promise<Latency> {
  const seen = Promise.withResolvers<void>();
  const refreshed = Promise.withResolvers<void>();
  const waiter = (item: ClusterItem): void => {
    if (item.message === message) seen.resolve();
  };
  view.waiters.add(waiter);
  client.asked("workspace/codeLens/refresh", refreshed.resolve);
  const conditions = [{ type: "ComparisonError", message, lastTransitionTime: "2026-11-25T08:00:00Z" }];
  const path = `${applicationsPath()}/declared`;
  const start = performance.now();
  await admin.must({
    method: "PATCH",
    path,
    body: { status: { conditions } },
    contentType: "application/merge-patch+json",
  });
  await seen.promise;
  const toView = performance.now() - start;
  await refreshed.promise;
  view.waiters.delete(waiter);
  return { toView, toLens: performance.now() - start };
}

interface Latency {
  readonly toView: number;
  readonly toLens: number;
}

async function kubectlTime({ kubeconfig }: Cluster): Promise<number | undefined> {
  const kubectl = kubectlPath();
  if (kubectl === undefined) return undefined;
  const words = ["--kubeconfig", kubeconfig, "--context", "admin", "get", "applications", "-A", "-o", "json"];
  const once = (): Promise<number> =>
    timeOf(() => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      execFile(kubectl, words, { maxBuffer: 1e9 }, (error) => (error ? reject(error) : resolve()));
      return promise;
    });
  return median([await once(), await once(), await once()]);
}
