// Runs a program, and ends it when whoever started this is gone: standard input then closes, however it went. A starter
// that ends it on purpose says so before; otherwise the folder of the first argument is removed.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";

const [folder, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
const starter = { isGone: false, saidStop: false };
process.stdin.on("data", () => {
  starter.saidStop = true;
});
process.stdin.once("close", () => {
  starter.isGone = true;
  child.kill("SIGKILL");
});
// Ctrl-C reaches the whole group; the starter decides when to end.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"]) process.on(signal, () => undefined);
child.once("error", (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(127);
});
child.once("exit", (code) => {
  if (starter.isGone && !starter.saidStop) {
    // Others may be ending and write into it for a moment.
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
  process.exit(code ?? 1);
});
