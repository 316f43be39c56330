// `npm start`: VS Code with the extension on examples/, connected to a demo cluster; with `-- --shot FILE.png` a picture of it instead.
import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { onProjectNode } from "./setup.mjs";
import { main, projectFolder, run, StepFailure, say, step } from "./steps.mjs";

const examples = join(projectFolder, "examples");

await main(async () => {
  const { picture, cluster } = readArguments(process.argv.slice(2));
  await onProjectNode(process.argv[1]);
  const { build } = await import("./build.mjs");
  const missing = await build();
  if (picture !== undefined) return takePicture(picture, missing);
  const { findProgram } = await import("./hostInstall.mjs");
  const { startDemoCluster } = await import("./demoCluster.mjs");
  const demo = await startDemoCluster({ build: cluster });
  try {
    const desktop = findProgram("code");
    return await (desktop === undefined ? serve(demo) : openDesktop(desktop, demo));
  } finally {
    await demo.stop();
  }
});

/** `picture`: absolute path of the picture to take instead of opening the editor. `cluster`: build a real cluster. */
function readArguments(args) {
  if (args.length === 0) return { cluster: false };
  const [option, file, ...rest] = args;
  if (option === "--shot" && file?.endsWith(".png") && rest.length === 0) {
    return { picture: resolve(process.cwd(), file), cluster: false };
  }
  if (option === "--cluster" && file === undefined) return { cluster: true };
  throw new StepFailure("Usage: npm start [-- --cluster | --shot FILE.png]");
}

/**
 * Opens the user's VS Code with user data of the demo's own, so that the user's settings stay as they are, and waits
 * until the window is closed.
 */
async function openDesktop(code, demo) {
  const userData = join(projectFolder, "out", "demo");
  await mkdir(join(userData, "User"), { recursive: true });
  const settings = { "security.workspace.trust.enabled": false, ...demo.settings };
  await writeFile(join(userData, "User", "settings.json"), JSON.stringify(settings, undefined, 2));
  say(`\nOpening ${examples} in ${code}. ${demo.lines.join("\n")}\nThe cluster ends with the window.`);
  const options = ["--new-window", "--wait", `--user-data-dir=${userData}`];
  const args = [...options, `--extensionDevelopmentPath=${projectFolder}`, examples];
  const env = { ...process.env, ...demo.environment };
  return process.platform === "win32" ? run("cmd", ["/c", code, ...args], { env }) : run(code, args, { env });
}

/** Serves the VS Code host until Ctrl-C. */
async function serve(demo) {
  const { startHost } = await import("./host.mjs");
  const host = await step("Start the VS Code host", () =>
    startHost({
      workspace: examples,
      extensionDevelopmentPath: projectFolder,
      openFile: join(examples, "argocd", "applications", "storefront-production.yaml"),
      settings: demo.settings,
      environment: demo.environment,
    }),
  );
  say(`\n${demo.lines.join("\n")}\nVS Code with GitOps Authoring runs here (Ctrl-C ends it):\n`);
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
