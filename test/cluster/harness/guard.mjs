// Runs a program, and ends it when whoever started this is gone: standard input then closes, however it went.
import { spawn } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"] });
process.stdin.resume();
process.stdin.once("close", () => child.kill("SIGKILL"));
// Ctrl-C reaches the whole group; the starter decides when to end.
for (const signal of ["SIGINT", "SIGHUP", "SIGTERM"]) process.on(signal, () => undefined);
child.once("error", (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(127);
});
child.once("exit", (code) => process.exit(code ?? 1));
