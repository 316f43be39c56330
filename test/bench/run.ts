// The benchmarks: `node test/bench/run.ts [PART...] [--thorough]`, started by `npm run bench`.
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import type { Bench } from "./bench.ts";
import { createSchemaFiles } from "./peer.ts";
import { type Row, table } from "./table.ts";

type Part = (bench: Bench) => Promise<readonly Row[]>;

const parts: Readonly<Record<string, { readonly title: string; readonly load: () => Promise<Part> }>> = {
  keystroke: {
    title: "Language service in one process, against yaml-language-server's",
    load: async () => (await import("./keystroke.ts")).keystrokeRows,
  },
  lsp: {
    title: "Language server over stdio, as an editor sees it, against yaml-language-server",
    load: async () => (await import("./lsp.ts")).lspRows,
  },
  render: {
    title: "Renders, against one `kubectl kustomize` process",
    load: async () => (await import("./render.ts")).renderRows,
  },
  check: {
    title: "Whole repository, against yaml-language-server document by document",
    load: async () => (await import("./check.ts")).checkRows,
  },
  memory: {
    title: "Memory of the language server",
    load: async () => (await import("./memory.ts")).memoryRows,
  },
  cluster: {
    title: "Live cluster with 5,000 Applications and 200 changes a second",
    load: async () => (await import("./cluster.ts")).clusterRows,
  },
};

const asked = process.argv.slice(2);
const thorough = asked.includes("--thorough");
const names = asked.filter((each) => each !== "--thorough");
const unknown = names.filter((name) => !(name in parts));

if (unknown.length > 0) {
  process.stderr.write(`Usage: npm run bench [-- ${Object.keys(parts).join("|")}]... [--thorough]\n`);
  process.exitCode = 2;
} else await runParts();

async function runParts(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "gitops-bench-"));
  const schemas = loadSchemaRegistry();
  const bench: Bench = { schemas, schemaFiles: createSchemaFiles(join(folder, "schemas"), schemas), folder, thorough };
  const missed: string[] = [];
  console.log(`${cpus().length} x ${cpus()[0]?.model ?? "processor"}, Node ${process.version}, ${load()}`);
  try {
    for (const [name, { title, load: loadPart }] of Object.entries(parts)) {
      if (names.length > 0 && !names.includes(name)) continue;
      const start = performance.now();
      const part = await loadPart();
      const rows = await part(bench);
      missed.push(...rows.filter(({ met }) => met === false).map(({ what }) => what));
      console.log(`\n${title} (${name}, ${((performance.now() - start) / 1000).toFixed(0)} s, ${load()})`);
      console.log(table(rows));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(missed.length === 0 ? "\nAll aims met." : `\nNot met: ${missed.join("; ")}.`);
}

/** Programs that wanted a processor in the last minute: with more than there are processors, times are too long. */
function load(): string {
  return `load ${(loadavg()[0] ?? 0).toFixed(1)}`;
}
