import assert from "node:assert/strict";
import { test } from "node:test";
import { createServerClock } from "../../server/shell/adapters/cluster/serverClock.ts";

const start = Date.parse("2026-01-02T03:04:05.600Z");

/** A machine and a server, each with its clock; `ask` is a request that takes a while, answered in the middle of it. */
function machineAndServer(ahead: number) {
  const time = { now: start, ahead };
  const clock = createServerClock(() => time.now);
  const ask = (milliseconds = 40): void => {
    const heard = clock.asking();
    time.now += milliseconds / 2;
    const date = new Date(time.now + time.ahead).toUTCString();
    time.now += milliseconds / 2;
    heard(date);
  };
  return { time, clock, ask };
}

test("Until a server has told its time, and while it tells the same, the clock of the machine counts.", () => {
  const { time, clock, ask } = machineAndServer(0);
  assert.equal(clock.now(), start);
  for (let count = 0; count < 50; count++) {
    ask();
    time.now += 333;
    assert.equal(clock.ahead(), 0);
  }
});

for (const [words, ahead] of [
  ["ahead", 3_600_000],
  ["behind", -3_600_000],
] as const) {
  test(`An hour ${words} is known to a second after one answer, and does not waver with the next ones.`, () => {
    const { time, clock, ask } = machineAndServer(ahead);
    ask();
    assert.ok(Math.abs(clock.now() - time.now - ahead) <= 520, String(clock.ahead() - ahead));
    const seen = new Set<number>();
    for (let count = 0; count < 200; count++) {
      time.now += 77;
      ask();
      assert.ok(Math.abs(clock.ahead() - ahead) <= 520);
      seen.add(clock.ahead());
    }
    assert.ok(seen.size <= 8, `${seen.size} different times`);
  });
}

test("A machine whose clock is put right is believed again after the next answer.", () => {
  const { time, clock, ask } = machineAndServer(3_600_000);
  ask();
  time.now += 3_600_000;
  time.ahead = 0;
  ask();
  assert.equal(clock.ahead(), 0);
});

test("An answer that took long tells little, one without a time nothing, and a clock that jumps meanwhile neither.", () => {
  const { time, clock, ask } = machineAndServer(4_000);
  ask(20_000);
  assert.equal(clock.ahead(), 0, "the difference may be how long the answer took");
  clock.asking()(undefined);
  clock.asking()("yesterday");
  const heard = clock.asking();
  time.now -= 7_200_000;
  heard(new Date(time.now).toUTCString());
  assert.equal(clock.ahead(), 0);
});
