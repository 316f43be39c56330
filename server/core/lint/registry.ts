import { graphRules } from "../graph/graphRules.ts";
import type { Rule } from "./rule.ts";
import { apiRules } from "./rules/api/rules.ts";
import { argoCdRules } from "./rules/argo-cd/rules.ts";
import { externalSecretsRules } from "./rules/external-secrets/rules.ts";
import { fluxRules } from "./rules/flux/rules.ts";
import { kustomizeRules } from "./rules/kustomize/rules.ts";

/** Every rule of the product. A new rule is one file, one fixture and its line in the list of its family. */
export const allRules: readonly Rule[] = [
  ...graphRules,
  ...kustomizeRules,
  ...apiRules,
  ...fluxRules,
  ...externalSecretsRules,
  ...argoCdRules,
];
