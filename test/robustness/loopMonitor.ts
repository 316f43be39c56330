// Loaded before a server that a test starts: tells how long its event loop stood still, whenever it is asked. What
// counts is the time that its thread computed between two turns, so that other programs on the machine change nothing.
import { threadCpuUsage } from "node:process";

const state = { last: computed(), longest: 0 };

/** Time that this thread has computed so far, in milliseconds. */
function computed(): number {
  const { user, system } = threadCpuUsage();
  return (user + system) / 1000;
}

setInterval(() => {
  const now = computed();
  state.longest = Math.max(state.longest, now - state.last);
  state.last = now;
}, 5).unref();

process.on("message", () => {
  // A pause that ends just now is counted only at the next turn.
  setTimeout(() => {
    const longestPause = state.longest;
    state.longest = 0;
    process.send?.({ longestPause });
  }, 50);
});
process.channel?.unref();
