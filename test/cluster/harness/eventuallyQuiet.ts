import { setTimeout } from "node:timers/promises";
import { eventually } from "./eventually.ts";

/** Resolves once a count has stayed the same for so many milliseconds; fails when it never does. */
export async function eventuallyQuiet(count: () => number, milliseconds: number): Promise<void> {
  await eventually(
    async () => {
      const before = count();
      await setTimeout(milliseconds);
      return count() === before || undefined;
    },
    async () => count(),
  );
}
