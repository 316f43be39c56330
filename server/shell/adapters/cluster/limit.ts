/** Lets at most some pieces of work run at once. */
export function createLimit(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  const state = { running: 0 };
  return async (work) => {
    if (state.running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else state.running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else state.running--;
    }
  };
}
