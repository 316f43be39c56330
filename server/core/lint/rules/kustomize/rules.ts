import type { Rule } from "../../rule.ts";
import { absoluteBase } from "./absoluteBase.ts";
import { componentAsResource } from "./componentAsResource.ts";
import { componentVersion } from "./componentVersion.ts";
import { cycle } from "./cycle.ts";
import { deprecatedBases } from "./deprecatedBases.ts";
import { deprecatedChartInflation } from "./deprecatedChartInflation.ts";
import { deprecatedCommonLabels } from "./deprecatedCommonLabels.ts";
import { deprecatedGeneratorEnv } from "./deprecatedGeneratorEnv.ts";
import { deprecatedImageTags } from "./deprecatedImageTags.ts";
import { deprecatedJsonPatches } from "./deprecatedJsonPatches.ts";
import { deprecatedMergePatches } from "./deprecatedMergePatches.ts";
import { deprecatedVariables } from "./deprecatedVariables.ts";
import { directoryWithoutKustomization } from "./directoryWithoutKustomization.ts";
import { duplicateEntry } from "./duplicateEntry.ts";
import { duplicateIdentity } from "./duplicateIdentity.ts";
import { emptyKustomization } from "./emptyKustomization.ts";
import { generatorBehavior } from "./generatorBehavior.ts";
import { generatorFileMissing } from "./generatorFileMissing.ts";
import { generatorKeys } from "./generatorKeys.ts";
import { generatorLiterals } from "./generatorLiterals.ts";
import { generatorMergeBase } from "./generatorMergeBase.ts";
import { generatorName } from "./generatorName.ts";
import { generatorNames } from "./generatorNames.ts";
import { helmChartsFlag } from "./helmChartsFlag.ts";
import { imageSelection } from "./imageSelection.ts";
import { imageTagAndDigest } from "./imageTagAndDigest.ts";
import { imageTagInName } from "./imageTagInName.ts";
import { imageTagType } from "./imageTagType.ts";
import { jsonPatchOperations } from "./jsonPatchOperations.ts";
import { jsonPatchTarget } from "./jsonPatchTarget.ts";
import { kustomizationFileAsResource } from "./kustomizationFileAsResource.ts";
import { labelConflict } from "./labelConflict.ts";
import { listReplacement } from "./listReplacement.ts";
import { loadRestriction } from "./loadRestriction.ts";
import { mergePatchTarget } from "./mergePatchTarget.ts";
import { namespaceOverride } from "./namespaceOverride.ts";
import { orphanFile } from "./orphanFile.ts";
import { patchFileMissing } from "./patchFileMissing.ts";
import { patchSource } from "./patchSource.ts";
import { patchTargetSelection } from "./patchTargetSelection.ts";
import { plainSecret } from "./plainSecret.ts";
import { remoteUnpinned } from "./remoteUnpinned.ts";
import { replacementSource } from "./replacementSource.ts";
import { replacementTarget } from "./replacementTarget.ts";
import { replicasTarget } from "./replicasTarget.ts";
import { resourceAsComponent } from "./resourceAsComponent.ts";
import { resourceMissing } from "./resourceMissing.ts";
import { resourceNotObject } from "./resourceNotObject.ts";
import { selectorLabels } from "./selectorLabels.ts";
import { severalKustomizationFiles } from "./severalKustomizationFiles.ts";
import { severalPatchesOneTarget } from "./severalPatchesOneTarget.ts";
import { unhashedName } from "./unhashedName.ts";
import { unknownField } from "./unknownField.ts";
import { unresolvedVariables } from "./unresolvedVariables.ts";

/** The rules about kustomization files and what they include. */
export const kustomizeRules: readonly Rule[] = [
  resourceMissing,
  directoryWithoutKustomization,
  kustomizationFileAsResource,
  resourceNotObject,
  severalKustomizationFiles,
  emptyKustomization,
  unknownField,
  cycle,
  absoluteBase,
  loadRestriction,
  componentAsResource,
  resourceAsComponent,
  componentVersion,
  duplicateIdentity,
  duplicateEntry,
  deprecatedBases,
  deprecatedMergePatches,
  deprecatedJsonPatches,
  deprecatedVariables,
  deprecatedCommonLabels,
  deprecatedImageTags,
  deprecatedChartInflation,
  deprecatedGeneratorEnv,
  labelConflict,
  selectorLabels,
  patchFileMissing,
  patchSource,
  jsonPatchTarget,
  mergePatchTarget,
  patchTargetSelection,
  severalPatchesOneTarget,
  jsonPatchOperations,
  listReplacement,
  imageSelection,
  imageTagInName,
  imageTagAndDigest,
  imageTagType,
  generatorFileMissing,
  generatorKeys,
  generatorLiterals,
  generatorName,
  generatorNames,
  generatorMergeBase,
  generatorBehavior,
  plainSecret,
  replicasTarget,
  replacementSource,
  replacementTarget,
  unhashedName,
  namespaceOverride,
  helmChartsFlag,
  remoteUnpinned,
  orphanFile,
  unresolvedVariables,
];
