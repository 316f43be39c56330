import { setTimeout } from "node:timers/promises";

/**
 * Asks again and again until the answer is not undefined, and resolves with it. Throws after the milliseconds, with what
 * `explain` says then.
 */
export async function eventually<T>(
  ask: () => T | undefined | Promise<T | undefined>,
  explain: () => Promise<unknown> = async () => undefined,
  milliseconds = 60_000,
): Promise<T> {
  const deadline = Date.now() + milliseconds;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) {
      throw new Error(`it did not come true in ${milliseconds} ms: ${JSON.stringify(await explain(), undefined, 1)}`);
    }
    await setTimeout(100);
  }
}
