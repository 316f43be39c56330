import type { Rule } from "../../rule.ts";
import { dataFromSource } from "./dataFromSource.ts";
import { duplicateKey } from "./duplicateKey.ts";
import { findCriteria } from "./findCriteria.ts";
import { generatorReference } from "./generatorReference.ts";
import { keyCharacters } from "./keyCharacters.ts";
import { noData } from "./noData.ts";
import { policies } from "./policies.ts";
import { refreshInterval } from "./refreshInterval.ts";
import { storeConditions } from "./storeConditions.ts";
import { storeConditionsIgnored } from "./storeConditionsIgnored.ts";
import { clusterStoreNamespace, storeNamespace } from "./storeNamespace.ts";
import { targetClash } from "./targetClash.ts";
import { templateSyntax } from "./templateSyntax.ts";
import { templateType } from "./templateType.ts";
import { templateUnknown } from "./templateUnknown.ts";

/** The rules about objects of External Secrets. */
export const externalSecretsRules: readonly Rule[] = [
  refreshInterval,
  noData,
  duplicateKey,
  keyCharacters,
  dataFromSource,
  findCriteria,
  policies,
  generatorReference,
  templateType,
  templateUnknown,
  templateSyntax,
  storeConditions,
  targetClash,
  storeNamespace,
  clusterStoreNamespace,
  storeConditionsIgnored,
];
