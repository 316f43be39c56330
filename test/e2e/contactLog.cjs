// Loaded into the extension host by a test and, through NODE_OPTIONS, into every process started from there: notes each outgoing connection and each started process,
// as one line of JSON in the file that GITOPS_CONTACT_LOG names. Nothing is prevented, only seen.
const childProcess = require("node:child_process");
const { appendFileSync } = require("node:fs");
const { Socket } = require("node:net");

const file = process.env.GITOPS_CONTACT_LOG;

function note(what, target) {
  const stack = new Error("contact").stack?.split("\n").slice(3).join("\n");
  appendFileSync(file, `${JSON.stringify({ what, target, program: process.argv.slice(1), stack })}\n`);
}

if (file) {
  const { connect } = Socket.prototype;
  Socket.prototype.connect = function noted(...args) {
    // Node's own callers pass one array that is already normalised.
    const options = Array.isArray(args[0]) ? args[0][0] : args[0];
    note(
      "connect",
      typeof options === "object" ? (options.path ?? `${options.host}:${options.port}`) : String(options),
    );
    return connect.apply(this, args);
  };
  const { spawn } = childProcess.ChildProcess.prototype;
  childProcess.ChildProcess.prototype.spawn = function noted(options) {
    note("spawn", (options.args ?? [options.file]).join(" "));
    return spawn.call(this, options);
  };
}
