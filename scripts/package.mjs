// `npm run package`: an installable VSIX with everything inside it.
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { writeNotices } from "./notices.mjs";
import { onProjectNode } from "./setup.mjs";
import { main, projectFolder, StepFailure, say, step } from "./steps.mjs";

/** Marketplaces take more, but nobody wants to wait for it. Bytes. */
const largest = 20_000_000;

/** Packages the built dist/ into `file`; throws a StepFailure when it is too large. */
export async function packageExtension(file) {
  const count = await step("Collect licenses of others", writeNotices);
  const { default: vsce } = await import("@vscode/vsce");
  await step(`Package ${file}`, () =>
    vsce.createVSIX({
      cwd: projectFolder,
      packagePath: file,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    }),
  );
  const { size } = await stat(file);
  say(`  ${(size / 1e6).toFixed(1)} MB, notices of ${count} components`);
  if (size > largest) throw new StepFailure(`The package is larger than ${largest / 1e6} MB.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await onProjectNode(process.argv[1]);
    const missing = await build();
    if (missing.length > 0) throw new StepFailure(`A package needs all parts; missing: ${missing.join(", ")}.`);
    const { default: manifest } = await import("../package.json", { with: { type: "json" } });
    await packageExtension(join(projectFolder, `${manifest.name}-${manifest.version}.vsix`));
  });
}
