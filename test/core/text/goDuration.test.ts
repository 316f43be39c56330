import assert from "node:assert/strict";
import { test } from "node:test";
import { goDuration, isGoDuration } from "../../../server/core/text/goDuration.ts";

test("durations are read as Go reads them", () => {
  // What time.ParseDuration of Go 1.26 says of the same texts.
  const cases: Readonly<Record<string, number>> = {
    ...{ "1h30m": 5_400_000, "1.5h": 5_400_000, "500ms": 500, ".5s": 500, "5.s": 5000 },
    ...{ "0": 0, "+0": 0, "-0": 0, "0s": 0, "-2s": -2000, "+1m": 60_000 },
    ...{ "1us": 0.001, "1µs": 0.001, "1μs": 0.001, "1ns": 0.000001, "2562047h47m16s": 9_223_372_036_000 },
  };
  for (const [text, milliseconds] of Object.entries(cases)) assert.equal(goDuration(text), milliseconds, text);
});

test("what Go cannot read as a duration is none, and neither is what its 64 bits do not hold", () => {
  const texts = ["", "1", "-", "00", "1d", "h", "1H", "1 h", "1h ", "1h 2m", "1h-2m", ".s", ".", "1e3s", "one hour"];
  for (const text of [...texts, "2562047h48m", "2562048h", "-2562048h"]) {
    assert.equal(goDuration(text), undefined, text);
    assert.equal(isGoDuration(text), false, text);
  }
});
