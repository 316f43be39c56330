import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { compare, subjectsIn } from "./comparing.ts";
import { createPeer } from "./peer.ts";

const samples = process.env["GITOPS_SAMPLES"] ?? fileURLToPath(new URL("../../../shared/samples", import.meta.url));
const skip = existsSync(samples) ? false : "no folder of samples (GITOPS_SAMPLES)";
const registry = loadSchemaRegistry();

for (const folder of ["documents", "repos"]) {
  test(`The peer knows no defect in the samples (${folder}) that we miss`, { skip }, async (context) => {
    const subjects = subjectsIn(join(samples, folder), registry);
    const peer = createPeer();
    const counts = { documents: subjects.length, ours: 0, peer: 0, both: 0 };
    const missed: string[] = [];
    for (const subject of subjects) {
      const result = await compare(subject.text, subject, { peer, registry });
      const [ours, theirs] = [result.found.length > 0, result.theirs.length > 0];
      counts.ours += ours ? 1 : 0;
      counts.peer += theirs ? 1 : 0;
      counts.both += ours && theirs ? 1 : 0;
      missed.push(...result.missed.map(({ line, message }) => `${subject.name}:${line + 1} ${message}`));
    }
    context.diagnostic(JSON.stringify(counts));
    assert.deepEqual(missed, []);
    assert.ok(counts.documents > 150, JSON.stringify(counts));
  });
}
