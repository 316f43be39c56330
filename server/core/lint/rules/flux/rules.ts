import type { Rule } from "../../rule.ts";
import { chartVersion } from "./chartVersion.ts";
import { componentPath } from "./componentPath.ts";
import { driftIgnore } from "./driftIgnore.ts";
import { encryptedSecret } from "./encryptedSecret.ts";
import { forceWithServerSideApply } from "./forceWithServerSideApply.ts";
import { gitReference } from "./gitReference.ts";
import { gitSecret } from "./gitSecret.ts";
import { gitUrl } from "./gitUrl.ts";
import { helmRepositoryType } from "./helmRepositoryType.ts";
import { installRemediation } from "./installRemediation.ts";
import { ociInterval } from "./ociInterval.ts";
import { releaseName } from "./releaseName.ts";
import { retryInterval } from "./retryInterval.ts";
import { strategyConflict } from "./strategyConflict.ts";
import { suspended } from "./suspended.ts";
import { targetPathClash } from "./targetPathClash.ts";
import { timeout } from "./timeout.ts";
import { valuesText } from "./valuesText.ts";
import { variableName } from "./variableName.ts";
import { variableSyntax } from "./variableSyntax.ts";
import { variableUndefined } from "./variableUndefined.ts";
import { variableWithoutPostBuild } from "./variableWithoutPostBuild.ts";
import { waitAndHealthChecks } from "./waitAndHealthChecks.ts";

/** The rules about objects of Flux. */
export const fluxRules: readonly Rule[] = [
  timeout,
  retryInterval,
  suspended,
  waitAndHealthChecks,
  variableName,
  componentPath,
  variableSyntax,
  variableUndefined,
  variableWithoutPostBuild,
  encryptedSecret,
  gitUrl,
  gitReference,
  gitSecret,
  helmRepositoryType,
  ociInterval,
  chartVersion,
  targetPathClash,
  installRemediation,
  strategyConflict,
  releaseName,
  valuesText,
  driftIgnore,
  forceWithServerSideApply,
];
