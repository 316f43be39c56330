import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { projectFolder } from "../harness/yamlFiles.ts";
import { type StdioClient, startClient } from "./stdioClient.ts";

/** Starts the built language server as any LSP editor does; the folder is indexed when it resolves. */
export async function startOurs(folder: string, settings: unknown = {}, workspace: object = {}): Promise<StdioClient> {
  const program = [join(projectFolder, "dist", "server.mjs"), "--stdio"];
  const client = await startClient(program, folder, settings, workspace);
  await client.logged("Read ");
  return client;
}

/** Starts yaml-language-server; files name their schemas themselves. */
export function startTheirs(folder: string): Promise<StdioClient> {
  const manifest = createRequire(import.meta.url).resolve("yaml-language-server/package.json");
  const program = join(dirname(manifest), "bin", "yaml-language-server");
  const settings = { yaml: { validate: true, completion: true, hover: true, schemaStore: { enable: false } } };
  return startClient([program, "--stdio"], folder, settings);
}
