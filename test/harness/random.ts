/** Numbers that are the same in every run with the same seed. */
export interface Random {
  /** An integer from 0 to `limit - 1`. */
  below(limit: number): number;
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item;
}

/** A linear congruential generator: good enough to choose edits, and repeatable from the seed a failure prints. */
export function seeded(seed: number): Random {
  const state = { value: seed >>> 0 };
  const below = (limit: number): number => {
    state.value = (Math.imul(state.value, 1664525) + 1013904223) >>> 0;
    return Math.floor((state.value / 0x1_0000_0000) * limit);
  };
  return {
    below,
    pick(items) {
      const item = items[below(items.length)];
      if (item === undefined) throw new Error("There is nothing to pick from");
      return item;
    },
  };
}

/** How often a fuzz test repeats: `quick` in the suite, multiplied by GITOPS_FUZZ for a longer run. */
export function fuzzRounds(quick: number): number {
  return quick * Number(process.env["GITOPS_FUZZ"] ?? 1);
}
