import type { Rule } from "../../rule.ts";
import { externalSecretsApi } from "./externalSecretsApi.ts";
import { fluxApiRemoved } from "./fluxApiRemoved.ts";
import { fluxFieldRemoved } from "./fluxFieldRemoved.ts";

/** The rules about API versions that are gone and fields that went with them; `schemaCommentRule` needs the schemas. */
export const apiRules: readonly Rule[] = [fluxApiRemoved, fluxFieldRemoved, externalSecretsApi];
