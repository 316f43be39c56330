import { execFile } from "node:child_process";
import { cpSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { kubectlPath } from "../../scripts/oracle.mjs";
import { renderOverlay } from "../../server/features/preview/renderOverlay.ts";
import type { Renderer } from "../../server/features/renderer.ts";
import { createEngineRenderer } from "../../server/shell/adapters/chosenRenderer.ts";
import { createDiskSource } from "../../server/shell/adapters/diskSource.ts";
import { uriOfPath } from "../../server/shell/adapters/fileScan.ts";
import { projectFolder, samplesFolder } from "../harness/yamlFiles.ts";
import type { Bench } from "./bench.ts";
import { exampleFiles, writeFiles } from "./inputs.ts";
import { medians, timeOf } from "./measure.ts";
import { cost, type Row } from "./table.ts";

const run = promisify(execFile);

/** One overlay and the line of one of its files that is edited. */
interface Overlay {
  readonly what: string;
  readonly directory: string;
  readonly edited: { readonly file: string; readonly before: RegExp; readonly after: (count: number) => string };
  /** How many times faster than kubectl a render after an edit should be. */
  readonly atLeast: number;
}

/** Renders with the built-in engine against one `kubectl kustomize` process for each render. */
export async function renderRows({ folder, thorough }: Bench): Promise<readonly Row[]> {
  const kubectl = kubectlPath();
  if (kubectl === undefined) {
    console.log("\nrender: left out, there is no kubectl for this system (set GITOPS_KUBECTL to one).");
    return [];
  }
  const rows: Row[] = [];
  for (const overlay of overlaysIn(folder)) {
    const renderer = createEngineRenderer(() => undefined);
    try {
      rows.push(...(await rowsOf(overlay, renderer, kubectl, thorough)));
    } finally {
      renderer.dispose();
    }
  }
  return rows;
}

async function rowsOf(
  overlay: Overlay,
  renderer: Renderer,
  kubectl: string,
  thorough: boolean,
): Promise<readonly Row[]> {
  const { what, directory, edited, atLeast } = overlay;
  const state = { count: 0, theirs: "", ours: "" };
  const text = readFileSync(edited.file, "utf8");
  const edit = (): void => writeFileSync(edited.file, text.replace(edited.before, edited.after(++state.count)));
  const ours = (key: string) => async () => {
    const request = { key, directory: uriOfPath(directory), loadRestrictor: "rootOnly", unrenderable: "fail" } as const;
    const { result } = await renderOverlay(renderer, createDiskSource(), request);
    if (result.kind !== "rendered") throw new Error(`${what}: ${JSON.stringify(result).slice(0, 500)}`);
    state.ours = result.text;
  };
  const theirs = async (): Promise<void> => {
    const { stdout } = await run(kubectl, ["kustomize", directory], { maxBuffer: 100_000_000 });
    state.theirs = stdout;
  };
  const fresh = await timeOf(ours("first"));
  await theirs();
  if (state.ours !== state.theirs) throw new Error(`${what}: the two renders differ`);
  const counted = thorough ? 15 : 5;
  const firstRounds = { warmUp: 0, counted: thorough ? 5 : 1 };
  const contestant = (work: () => Promise<void>) => async () => {
    edit();
    return timeOf(work);
  };
  // The engine stays alive while a preview is open: what counts is a render after some others, which is when V8 has
  // optimised its WebAssembly.
  for (let round = 0; round < steadyAfter(fresh); round++) await contestant(ours("first"))();
  const [again = 0, process = 0] = await medians([contestant(ours("first")), contestant(theirs)], {
    warmUp: 1,
    counted,
  });
  const firsts = await medians(
    [async () => timeOf(ours(`first ${++state.count}`)), () => timeOf(() => renderCommand(directory))],
    firstRounds,
  );
  const [first = 0, command = 0] = firsts;
  return [
    cost({ what: `${what}: again after a one-line change`, ours: again, theirs: process, unit: "ms", atLeast }),
    cost({ what: `${what}: first render, engine running`, ours: first, theirs: process, unit: "ms" }),
    cost({ what: `${what}: first render, engine starting`, ours: fresh, theirs: process, unit: "ms" }),
    cost({ what: `${what}: command line, whole process`, ours: command, theirs: process, unit: "ms" }),
  ];
}

/** Renders before counting begins; few where the first took seconds. Milliseconds. */
function steadyAfter(first: number): number {
  return first > 2500 ? 1 : 15;
}

async function renderCommand(directory: string): Promise<void> {
  const program = join(projectFolder, "bin", "gitops-authoring");
  await run(process.execPath, [program, "render", directory], { maxBuffer: 100_000_000 });
}

function overlaysIn(folder: string): readonly Overlay[] {
  const root = join(folder, "render");
  writeFiles(root, exampleFiles());
  return [
    {
      what: "tiny overlay (examples)",
      directory: join(root, "applications/catalog/overlays/development"),
      edited: changedPod(join(root, "applications/catalog/base/deployment.yaml")),
      atLeast: 5,
    },
    ...sampleOverlays(join(folder, "samples")),
    {
      what: "1.9 MB overlay (generated)",
      directory: largeOverlay(root),
      edited: changedPod(join(root, "large/base/storefront-007.yaml")),
      atLeast: 1,
    },
  ];
}

/** A field of the pod template changes with every edit. */
function changedPod(file: string): Overlay["edited"] {
  const before = /^( +)containers:/m;
  return { file, before, after: (count) => `$1terminationGracePeriodSeconds: ${count}\n$1containers:` };
}

/**
 * An overlay of 1.9 MB: a few dozen Deployments with many containers each, as long as custom resource definitions are.
 * kustomize takes time by the square of the number of objects; with a thousand small ones nobody waits for the end.
 */
function largeOverlay(root: string): string {
  const base = readFileSync(join(root, "applications/storefront/base/deployment.yaml"), "utf8");
  const pod = base.search(/^ {8}- name: app$/m);
  const end = base.search(/^ {6}volumes:/m);
  const [head, container, tail] = [base.slice(0, pod), base.slice(pod, end), base.slice(end)];
  const containers = Array.from({ length: 40 }, (_, at) => container.replace(/- name: (\S+)/, `- name: $1-${at}`)).join(
    "",
  );
  const count = Math.ceil(1_900_000 / (head.length + containers.length + tail.length));
  const names = Array.from({ length: count }, (_, at) => `storefront-${at.toString().padStart(3, "0")}`);
  const files = names.map((name) => {
    const text = (head + containers + tail).replace(/\bstorefront\b(?=\n)/g, name);
    return [`large/base/${name}.yaml`, text] as const;
  });
  const header = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n";
  const images = "images:\n  - name: ghcr.io/example-org/storefront\n    newTag: 1.9.0\n";
  writeFiles(root, {
    ...Object.fromEntries(files),
    "large/base/kustomization.yaml": `${header}resources:\n${names.map((name) => `  - ${name}.yaml\n`).join("")}`,
    "large/production/kustomization.yaml": `${header}namespace: shop\nresources:\n  - ../base\n${images}`,
  });
  return join(root, "large/production");
}

/** The median and the largest overlay of the sample repositories, where these are present. */
function sampleOverlays(folder: string): readonly Overlay[] {
  const samples = samplesFolder();
  const list = samples === undefined ? "" : join(samples, "repos", "renders.jsonl");
  if (samples === undefined || !existsSync(list)) return [];
  const found = readFileSync(list, "utf8").trim().split("\n").flatMap(overlayOf);
  const ordered = found.filter(({ bytes }) => bytes > 0).toSorted((a, b) => a.bytes - b.bytes);
  const middle = ordered[ordered.length >> 1];
  const last = ordered.at(-1);
  cpSync(join(samples, "repos"), folder, { recursive: true });
  return [
    ...(middle ? [sampleOverlay("median", 2, join(folder, middle.directory))] : []),
    ...(last ? [sampleOverlay("largest", 1, join(folder, last.directory))] : []),
  ];
}

function overlayOf(line: string): readonly { readonly directory: string; readonly bytes: number }[] {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null || !("dir" in value) || !("bytes" in value)) return [];
  const { dir, bytes } = value;
  return typeof dir === "string" && typeof bytes === "number" ? [{ directory: dir, bytes }] : [];
}

/** The kustomization file itself is edited: a label is added, whose value changes. */
function sampleOverlay(which: string, atLeast: number, directory: string): Overlay {
  const file = join(directory, "kustomization.yaml");
  const after = (count: number): string => `commonAnnotations:\n  bench: "${count}"\nresources:`;
  return {
    what: `${which} overlay of the samples`,
    directory: dirname(file),
    edited: { file, before: /^resources:/m, after },
    atLeast,
  };
}
