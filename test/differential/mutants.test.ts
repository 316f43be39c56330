import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadSchemaRegistry } from "../../server/shell/adapters/schemaFiles.ts";
import { seeded } from "../harness/random.ts";
import { compare, type Subject, subjectsIn } from "./comparing.ts";
import { mutate, mutations } from "./mutants.ts";
import { createPeer } from "./peer.ts";
import { sitesOf } from "./sites.ts";

/** How many places of each example are broken in each way. */
const perExample = Number(process.env["GITOPS_MUTANTS"] ?? 3);
const examples = fileURLToPath(new URL("../../examples", import.meta.url));
const registry = loadSchemaRegistry();
const subjects = subjectsIn(examples, registry).filter(({ name }) => !name.startsWith("broken"));
const peer = createPeer();

/** Texts with one defect of a sort each, at places that the seed chooses. */
function* mutantsOf(subject: Subject, defect: string): Iterable<string> {
  const mutation = mutations[defect];
  const edits = sitesOf(subject.manifest, subject.kind).flatMap((site) => mutation?.(site, subject.text) ?? []);
  const random = seeded(subject.text.length);
  for (let round = 0; round < Math.min(perExample, edits.length); round++) {
    yield mutate(subject.text, random.pick(edits));
  }
}

test("There are examples to break", () => assert.ok(subjects.length > 20, `${subjects.length} examples`));

test("The examples are right for the peer and for us", async () => {
  for (const subject of subjects) {
    const { theirs, found } = await compare(subject.text, subject, { peer, registry });
    assert.deepEqual([theirs, found], [[], []], subject.name);
  }
});

for (const defect of Object.keys(mutations)) {
  test(`Of examples with one defect (${defect}), the peer finds none that we miss`, async (context) => {
    const counts = { mutants: 0, ours: 0, peer: 0 };
    for (const subject of subjects) {
      for (const text of mutantsOf(subject, defect)) {
        const { theirs, found, missed } = await compare(text, subject, { peer, registry });
        counts.mutants++;
        counts.ours += found.length > 0 ? 1 : 0;
        counts.peer += theirs.length > 0 ? 1 : 0;
        assert.deepEqual(missed, [], `${subject.name}\n${text}`);
      }
    }
    context.diagnostic(`${counts.mutants} mutants: ${counts.ours} found by us, ${counts.peer} by the peer`);
    assert.ok(counts.mutants > 10 && counts.ours >= counts.peer, JSON.stringify(counts));
  });
}
