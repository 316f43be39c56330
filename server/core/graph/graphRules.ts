import type { Rule } from "../lint/rule.ts";
import { cycleRule } from "./cycles.ts";
import { danglingRules } from "./dangling.ts";
import { duplicateIdentityRule } from "./duplicates.ts";
import { missingPathRules } from "./missingPaths.ts";

/** The rules that follow from how objects and paths refer to each other, whatever their kinds. */
export const graphRules: readonly Rule[] = [...danglingRules, ...missingPathRules, cycleRule, duplicateIdentityRule];
