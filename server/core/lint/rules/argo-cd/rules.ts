import type { Rule } from "../../rule.ts";
import { allowEmpty } from "./allowEmpty.ts";
import { annotationUnknown } from "./annotationUnknown.ts";
import { chartRevision } from "./chartRevision.ts";
import { destinationBoth } from "./destinationBoth.ts";
import { destinationNone } from "./destinationNone.ts";
import { destinationServer } from "./destinationServer.ts";
import { finalizer } from "./finalizer.ts";
import { hook } from "./hook.ts";
import { hookDeletePolicy } from "./hookDeletePolicy.ts";
import { ignoreEmpty } from "./ignoreEmpty.ts";
import { ignoreGroup } from "./ignoreGroup.ts";
import { ignorePointer } from "./ignorePointer.ts";
import { ignorePointerKey } from "./ignorePointerKey.ts";
import { kustomizeReplicas } from "./kustomizeReplicas.ts";
import { multipleTypes } from "./multipleTypes.ts";
import { namespaceMetadata } from "./namespaceMetadata.ts";
import { operation } from "./operation.ts";
import { parameterDuplicate } from "./parameterDuplicate.ts";
import { pathAndChart } from "./pathAndChart.ts";
import { pathForm } from "./pathForm.ts";
import { projectDestination } from "./projectDestination.ts";
import { projectDuplicate } from "./projectDuplicate.ts";
import { projectNegation } from "./projectNegation.ts";
import { projectPolicy } from "./projectPolicy.ts";
import { projectRepository } from "./projectRepository.ts";
import { projectRoleName } from "./projectRoleName.ts";
import { projectWindow } from "./projectWindow.ts";
import { propagationPolicy } from "./propagationPolicy.ts";
import { referenceChart } from "./referenceChart.ts";
import { referenceDuplicate } from "./referenceDuplicate.ts";
import { referenceName } from "./referenceName.ts";
import { referenceSingle } from "./referenceSingle.ts";
import { referenceUndefined } from "./referenceUndefined.ts";
import { replaceServerSide } from "./replaceServerSide.ts";
import { retryDuration } from "./retryDuration.ts";
import { sourceBoth } from "./sourceBoth.ts";
import { sourceIncomplete } from "./sourceIncomplete.ts";
import { sourceNone } from "./sourceNone.ts";
import { syncOptionAnnotation } from "./syncOptionAnnotation.ts";
import { syncOptionUnknown } from "./syncOptionUnknown.ts";
import { syncWave } from "./syncWave.ts";
import { typeMismatch } from "./typeMismatch.ts";
import { valuesBoth } from "./valuesBoth.ts";
import { valuesInvalid } from "./valuesInvalid.ts";

/** The rules about Applications and AppProjects, and about the annotations that Argo CD reads from what it deploys. */
export const argoCdRules: readonly Rule[] = [
  sourceNone,
  sourceBoth,
  sourceIncomplete,
  pathAndChart,
  pathForm,
  chartRevision,
  multipleTypes,
  typeMismatch,
  referenceUndefined,
  referenceSingle,
  referenceName,
  referenceDuplicate,
  referenceChart,
  valuesInvalid,
  valuesBoth,
  parameterDuplicate,
  kustomizeReplicas,
  destinationBoth,
  destinationNone,
  destinationServer,
  projectRepository,
  projectDestination,
  syncOptionUnknown,
  propagationPolicy,
  replaceServerSide,
  namespaceMetadata,
  allowEmpty,
  retryDuration,
  ignoreGroup,
  ignorePointer,
  ignorePointerKey,
  ignoreEmpty,
  finalizer,
  operation,
  syncWave,
  hook,
  hookDeletePolicy,
  syncOptionAnnotation,
  annotationUnknown,
  projectDuplicate,
  projectNegation,
  projectRoleName,
  projectPolicy,
  projectWindow,
];
