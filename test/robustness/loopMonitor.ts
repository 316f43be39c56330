// Loaded before a server that a test starts: tells how long its event loop stood still, whenever it is asked.
import { monitorEventLoopDelay } from "node:perf_hooks";

const histogram = monitorEventLoopDelay({ resolution: 10 });
histogram.enable();
process.on("message", () => {
  // A pause that ends just now is counted only at the next tick of the histogram's own timer.
  setTimeout(() => {
    const longestPause = histogram.max / 1e6;
    histogram.reset();
    process.send?.({ longestPause });
  }, 50);
});
process.channel?.unref();
