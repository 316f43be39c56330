import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** Runs `work` while no other process that names the same file does. A lock of a process that ended is taken over. */
export async function withLock<T>(file: string, say: (line: string) => void, work: () => Promise<T>): Promise<T> {
  for (let isFirst = true; !take(file); isFirst = false) {
    if (isFirst) say(`Waiting for another process that builds the same (${file})`);
    await setTimeout(500);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (!hasCode(error, "EEXIST")) throw error;
  }
  if (isAlive(ownerOf(file))) return false;
  rmSync(file, { force: true });
  return false;
}

function ownerOf(file: string): number {
  try {
    return Number(readFileSync(file, "utf8"));
  } catch (error) {
    // Released between the two looks.
    if (hasCode(error, "ENOENT")) return 0;
    throw error;
  }
}

/** A process that belongs to somebody else is alive too. An owner that is not written yet counts as alive. */
function isAlive(pid: number): boolean {
  if (pid === 0) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
