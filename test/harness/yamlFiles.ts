import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of this project. */
export const projectFolder = fileURLToPath(new URL("../../", import.meta.url));

/** Real repositories and documents to compare with, kept outside of the project; undefined where they are not present. */
export function samplesFolder(): string | undefined {
  const folder = process.env["GITOPS_SAMPLES"] ?? join(projectFolder, "../shared/samples");
  return existsSync(folder) ? folder : undefined;
}

/** A YAML file that was read. */
export interface FileText {
  readonly path: string;
  readonly text: string;
}

/** All YAML files below a folder up to a size in bytes, in the order of their paths. */
export function yamlFilesBelow(folder: string, largest = 1_000_000): readonly FileText[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .toSorted()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile() && statSync(path).size <= largest)
    .map((path) => ({ path, text: readFileSync(path, "utf8") }));
}
