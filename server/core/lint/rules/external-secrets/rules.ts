import type { Rule } from "../../rule.ts";
import { refreshInterval } from "./refreshInterval.ts";

/** The rules about objects of External Secrets. */
export const externalSecretsRules: readonly Rule[] = [refreshInterval];
