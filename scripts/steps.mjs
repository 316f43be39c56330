// What the scripts print and how they run other programs; plain Node 20, no packages.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Absolute path of the project folder, without a trailing slash. */
export const projectFolder = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "");

/** An expected failure: its message is all the user needs, no stack. */
export class StepFailure extends Error {}

/** Prints one line about what happens now. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Runs a step with its name and, at its end, its duration on screen. */
export async function step(name, work) {
  const start = performance.now();
  say(`> ${name}`);
  const result = await work();
  say(`  ${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}

/**
 * Runs a program without a shell and resolves with its exit code (1 when a signal ended it).
 * Its output goes to the terminal, or line by line to `onLine`; `onStart` gets the process. Throws a StepFailure when the program is not there.
 */
export function run(command, args, options = {}) {
  const { cwd = projectFolder, env = process.env, onLine, onStart } = options;
  const output = onLine === undefined ? "inherit" : "pipe";
  const { stdio = ["ignore", output, output] } = options;
  // npm is a batch file on Windows, which only a shell starts; its arguments here are constants.
  const shell = process.platform === "win32" && command === "npm";
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio, shell });
    onStart?.(child);
    if (onLine !== undefined) {
      for (const stream of [child.stdout, child.stderr]) createInterface(stream).on("line", onLine);
    }
    child.once("error", (error) => reject(new StepFailure(`${command} could not be started: ${error.message}`)));
    child.once("close", (code) => resolve(code ?? 1));
  });
}

/** Like `run`, and a StepFailure when the exit code is not 0. */
export async function mustRun(command, args, options = {}) {
  const code = await run(command, args, options);
  if (code !== 0) throw new StepFailure(`${command} ${args.join(" ")} ended with exit code ${code}`);
}

/** Resolves with what a program prints, or undefined when it is missing or fails. */
export function outputOf(command, args, options = {}) {
  const { cwd = projectFolder, env = process.env } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "ignore"] });
    const chunks = [];
    child.stdout.on("data", (chunk) => chunks.push(chunk));
    child.once("error", () => resolve(undefined));
    child.once("close", (code) => resolve(code === 0 ? Buffer.concat(chunks).toString("utf8").trim() : undefined));
  });
}

/** Runs a script's main function; a StepFailure becomes one line and exit code 1. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0;
  } catch (error) {
    say(error instanceof StepFailure ? error.message : String(error?.stack ?? error));
    process.exitCode = 1;
  }
}
