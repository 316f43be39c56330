import { execFile } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Files } from "../harness/workspace.ts";
import { projectFolder } from "../harness/yamlFiles.ts";
import type { Bench } from "./bench.ts";
import { documentsIn, generatedRepository, knownManifests, templates, writeFiles } from "./inputs.ts";
import { median, timeOf } from "./measure.ts";
import { type Row, rate } from "./table.ts";

const run = promisify(execFile);

/** Whole repositories checked, against yaml-language-server validating the same documents one by one. */
export async function checkRows({ folder, thorough, schemas }: Bench): Promise<readonly Row[]> {
  const repositories: readonly (readonly [name: string, files: Files])[] = [
    ["", generatedRepository(2000)],
    ["", generatedRepository(10_000)],
    [" of kinds that both know", knownManifests(templates(schemas), 9800)],
  ];
  const rows: Row[] = [];
  for (const [at, [name, files]] of repositories.entries()) {
    const repository = join(folder, `check-${at}`);
    writeFiles(repository, files);
    const isYaml = ([path]: readonly [string, string]): boolean => /\.ya?ml$/.test(path);
    const documents = Object.entries(files)
      .filter(isYaml)
      .reduce((sum, [, text]) => sum + documentsIn(text), 0);
    const times = { whole: [0], inside: [0], theirWhole: [0], theirInside: [0] };
    for (const list of Object.values(times)) list.pop();
    const rounds = thorough ? 5 : documents < 5000 ? 3 : 1;
    for (let round = 0; round < rounds; round++) {
      times.whole.push(await timeOf(() => check(repository)));
      times.inside.push(await inside("checkProcess.ts", repository));
      times.theirWhole.push(
        await timeOf(async () => times.theirInside.push(await inside("peerProcess.ts", repository))),
      );
    }
    const perSecond = (list: readonly number[]): number => (documents / median(list)) * 1000;
    rows.push(
      rate({
        what: `${documents} documents${name}, whole process`,
        ours: perSecond(times.whole),
        theirs: perSecond(times.theirWhole),
        atLeast: 5,
      }),
      rate({
        what: `${documents} documents${name}, without start-up`,
        ours: perSecond(times.inside),
        theirs: perSecond(times.theirInside),
        atLeast: 5,
      }),
    );
  }
  return rows;
}

async function check(repository: string): Promise<void> {
  const program = join(projectFolder, "bin", "gitops-authoring");
  const { stdout } = await run(process.execPath, [program, "check", repository], { maxBuffer: 100_000_000 });
  if (!stdout.includes("0 errors, 0 warnings")) throw new Error(`Findings where none are expected: ${stdout}`);
}

/** Milliseconds that a program says its work took, without its own start. */
async function inside(program: string, repository: string): Promise<number> {
  const file = fileURLToPath(new URL(program, import.meta.url));
  const { stdout } = await run(process.execPath, [file, repository]);
  return Number(stdout);
}
