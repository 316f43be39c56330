// `npm run bench [-- PART...] [--thorough]`: how fast we are beside yaml-language-server and kubectl, in one run.
import { fileURLToPath } from "node:url";
import { build } from "./build.mjs";
import { onProjectNode, projectEnvironment } from "./setup.mjs";
import { main, run } from "./steps.mjs";

await main(async () => {
  await onProjectNode(process.argv[1]);
  await build();
  const program = fileURLToPath(new URL("../test/bench/run.ts", import.meta.url));
  // A process of its own: what the build did must not be measured.
  return run(process.execPath, [program, ...process.argv.slice(2)], { env: projectEnvironment(), stdio: "inherit" });
});
