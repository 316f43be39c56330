// `npm start`: VS Code with the extension on examples/; with `-- --shot FILE.png` a picture of it instead.
import { copyFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { onProjectNode } from "./setup.mjs";
import { main, projectFolder, run, StepFailure, say, step } from "./steps.mjs";

const examples = join(projectFolder, "examples");

await main(async () => {
  const picture = readArguments(process.argv.slice(2));
  await onProjectNode(process.argv[1]);
  const { build } = await import("./build.mjs");
  const missing = await build();
  if (picture !== undefined) return takePicture(picture, missing);
  const { findProgram } = await import("./hostInstall.mjs");
  const desktop = findProgram("code");
  return desktop === undefined ? serve() : openDesktop(desktop);
});

/** Absolute path of the picture to take, or undefined to open the editor. */
function readArguments(args) {
  if (args.length === 0) return undefined;
  const [option, file, ...rest] = args;
  if (option === "--shot" && file?.endsWith(".png") && rest.length === 0) return resolve(process.cwd(), file);
  throw new StepFailure("Usage: npm start [-- --shot FILE.png]");
}

async function openDesktop(code) {
  say(`Opening ${examples} in ${code}`);
  const shell = process.platform === "win32";
  if (shell) return run("cmd", ["/c", code, "--new-window", `--extensionDevelopmentPath=${projectFolder}`, examples]);
  return run(code, ["--new-window", `--extensionDevelopmentPath=${projectFolder}`, examples]);
}

/** Serves the VS Code host until Ctrl-C. */
async function serve() {
  const { startHost } = await import("./host.mjs");
  const host = await step("Start the VS Code host", () =>
    startHost({
      workspace: examples,
      extensionDevelopmentPath: projectFolder,
      openFile: join(examples, "applications", "storefront", "overlays", "production", "kustomization.yaml"),
    }),
  );
  say("\nVS Code with GitOps Authoring runs here (Ctrl-C ends it):\n");
  console.log(host.url);
  await new Promise((end) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, end);
  });
  await host.stop();
  return 0;
}

/** Opens the examples headless and takes the picture once findings and a rendered preview are really on screen. */
async function takePicture(file, missing) {
  if (missing.length > 0) throw new StepFailure("The picture shows a preview, and that needs the engine (see above).");
  const { runEditorTests } = await import("../test/e2e/run.mjs");
  const { failed } = await step("Take the picture", () => runEditorTests({ only: ["overview"] }));
  if (failed > 0) throw new StepFailure("No picture was taken, for the reason above.");
  await copyFile(join(projectFolder, process.env.UPDATE === "1" ? "docs" : "out/pictures", "overview.png"), file);
  say(`${file} is there`);
  return 0;
}
