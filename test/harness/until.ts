/** Longest time to wait for what another process does. Milliseconds. */
const patience = 30_000;

/** Waits until a condition holds; throws with `what` when it never does. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + patience;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`never happened: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
