import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as delay } from "node:timers/promises";
import { commands } from "vscode";
import { administrator, clusterAccess, valueAt } from "../clusterEditor.ts";
import { fileUri, open } from "../editor.ts";
import { type EditorWindow, editorSuite } from "../editorSuite.ts";
import { focusApplications, seen, until } from "../steps.ts";

const admin = administrator();
const count = 5000;
const changesPerSecond = 200;

/** What the extension host was busy with for a while: share of one core, and the longest time nothing else could run. */
interface Load {
  readonly share: number;
  readonly longestPause: number;
  readonly memory: number;
}

async function measure(seconds: number): Promise<Load> {
  const pauses = monitorEventLoopDelay({ resolution: 10 });
  pauses.enable();
  const before = process.cpuUsage();
  await delay(seconds * 1000);
  const { user, system } = process.cpuUsage(before);
  pauses.disable();
  const memory = process.memoryUsage().rss / 1e6;
  return { share: (user + system) / 1e6 / seconds, longestPause: pauses.max / 1e6, memory };
}

function describe({ share, longestPause, memory }: Load): string {
  return `${(share * 100).toFixed(1)} % of a core, longest pause ${longestPause.toFixed(0)} ms, ${memory.toFixed(0)} MB`;
}

/** Changes Applications at random places until it is ended. */
async function storm<T>(work: () => Promise<T>): Promise<T> {
  const { address, authority, token } = clusterAccess();
  const file = fileUri("authority.pem").fsPath;
  writeFileSync(file, authority);
  const program = join(resolve(process.env["GITOPS_EXAMPLES"] ?? "", ".."), "test/bench/storm.ts");
  const options = [address, file, token, String(count), String(changesPerSecond)];
  const child = spawn(process.execPath, [program, ...options], { stdio: "ignore" });
  try {
    return await work();
  } finally {
    child.kill();
  }
}

/** How many Applications the API server has in each state of health. */
async function healthCounts(): Promise<Readonly<Record<string, number>>> {
  const list = await admin.must({ path: "/apis/argoproj.io/v1alpha1/applications" });
  const items = valueAt(list, "items");
  assert.ok(Array.isArray(items));
  const states = items.map((item) => String(valueAt(item, "status", "health", "status")));
  return Object.fromEntries([...Map.groupBy(states, (state) => state)].map(([state, all]) => [state, all.length]));
}

const lines = ".split-view-view .monaco-list-row";

/**
 * Opens the group with the many Applications by the keyboard, as a user does. A view that is refreshed between two keys
 * may put its cursor elsewhere, as it does while so many are being loaded; then it is done again.
 */
async function openFirstGroup(editor: EditorWindow): Promise<void> {
  const isOpen = async () => (await editor.texts(lines)).some((text) => text.startsWith("app-0"));
  await until(
    "the lines of the first group",
    async () => {
      if (await isOpen()) return true;
      await focusApplications(editor);
      for (const key of ["Home", "ArrowDown", "ArrowRight"]) await editor.press(key);
      for (let tries = 0; tries < 60 && !(await isOpen()); tries++) await delay(50);
      return isOpen();
    },
    () => editor.texts(lines),
  );
}

/** In the examples, with a cluster that has thousands of Applications. */
export const run = editorSuite([
  {
    title: "thousands of Applications that change all the time leave the extension host to others",
    run: async (editor) => {
      await open("argocd/applications/storefront-production.yaml");
      await commands.executeCommand("gitops.cluster.connect", "bookshop");
      await seen(editor, lines, /^argocd.*of 5\d{3}$/);
      // The group is closed at first; open, its first lines have to follow too.
      await openFirstGroup(editor);
      const quiet = await measure(5);
      const busy = await storm(async () => {
        await delay(2000);
        return measure(12);
      });
      editor.say(`quiet ${describe(quiet)}; in the storm ${describe(busy)}`);
      assert.ok(busy.share - quiet.share < 0.5, describe(busy));
    },
  },
  {
    title: "after the storm the view equals what the API server has",
    run: async (editor) => {
      const counts = await healthCounts();
      await seen(editor, lines, new RegExp(`\\b${counts["Progressing"]} Progressing`));
    },
  },
]);
