import { areCrdsFetched, crdFamilies, readCrds } from "./crds.ts";
import { areBuilt, controlPlane, ensurePrograms, fluxControllers, hasGo, type Say } from "./programs.ts";

/** Whether everything that test clusters are made of is there already. */
export function isPrepared(): boolean {
  return areBuilt(controlPlane) && areBuilt(fluxControllers) && areCrdsFetched();
}

/** Builds and fetches what test clusters are made of, so that no test waits for it. Without Go there is nothing to do. */
export async function prepareClusters(say: Say): Promise<void> {
  if (!hasGo()) return;
  for (const set of [controlPlane, fluxControllers]) await ensurePrograms(set, say);
  for (const family of crdFamilies) await readCrds(family, say);
}
