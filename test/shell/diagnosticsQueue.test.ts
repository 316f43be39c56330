import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { createDiagnosticsQueue } from "../../server/shell/diagnosticsQueue.ts";

/** A queue with a clock that the test moves; notes each call, and whether it was for the rest only. */
function noting(context: TestContext, answers: readonly boolean[]) {
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const calls: string[] = [];
  const queue = createDiagnosticsQueue(
    (uri, isRest) => {
      calls.push(isRest ? `${uri} rest` : uri);
      return answers[calls.length - 1] ?? true;
    },
    { edited: 8, affected: 120 },
  );
  return { queue, calls, wait: (milliseconds: number) => context.mock.timers.tick(milliseconds) };
}

test("an edit is answered soon, others later, and a burst once", (context) => {
  const { queue, calls, wait } = noting(context, []);
  queue.affected(["a", "b"]);
  queue.edited("a");
  queue.edited("a");
  wait(8);
  assert.deepEqual(calls, ["a"]);
  wait(120);
  assert.deepEqual(calls, ["a", "b"]);
});

test("what is left is computed right after, until nothing is", (context) => {
  const { queue, calls, wait } = noting(context, [false, false, true]);
  queue.edited("a");
  wait(8);
  wait(1);
  wait(1);
  wait(200);
  assert.deepEqual(calls, ["a", "a rest", "a rest"]);
});

/** A queue over the real clock whose first answer leaves something to do; `first` resolves right after it. */
function unfinished() {
  const calls: string[] = [];
  const { promise: first, resolve } = Promise.withResolvers<void>();
  const queue = createDiagnosticsQueue(
    (uri, isRest) => {
      calls.push(isRest ? `${uri} rest` : uri);
      resolve();
      return calls.length > 1;
    },
    { edited: 8, affected: 120 },
  );
  return { queue, calls, first };
}

test("an edit while something is left is answered as a first one", async () => {
  const { queue, calls, first } = unfinished();
  queue.edited("a");
  await first;
  queue.edited("a");
  await setTimeout(30);
  assert.deepEqual(calls, ["a", "a"]);
});

test("a closed file is not asked again", async () => {
  const { queue, calls, first } = unfinished();
  queue.edited("a");
  await first;
  queue.forget("a");
  await setTimeout(30);
  assert.deepEqual(calls, ["a"]);
});
