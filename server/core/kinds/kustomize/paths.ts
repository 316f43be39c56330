import type { PathRule } from "../descriptor.ts";

const file = { from: "directory", expects: "file" } as const;
const either = { from: "directory", expects: "either" } as const;
const directory = { from: "directory", expects: "directory" } as const;

function generatorPaths(generator: string): readonly PathRule[] {
  return [
    { ...file, path: `${generator}[*].files[*]`, role: "data", form: "keyed" },
    { ...file, path: `${generator}[*].envs[*]`, role: "data" },
    { ...file, path: `${generator}[*].env`, role: "data" },
  ];
}

/** Every field of a kustomization file that names a file or directory (kustomize api/types Kustomization). */
export const kustomizePaths: readonly PathRule[] = [
  { ...either, path: "resources[*]", role: "resource" },
  { ...directory, path: "bases[*]", role: "resource" },
  { ...directory, path: "components[*]", role: "component" },
  { ...file, path: "patches[*].path", role: "patch" },
  { ...file, path: "patchesStrategicMerge[*]", role: "patch", form: "inline" },
  { ...file, path: "patchesJson6902[*].path", role: "patch" },
  { ...file, path: "crds[*]", role: "configuration" },
  { ...file, path: "configurations[*]", role: "configuration" },
  { ...file, path: "openapi.path", role: "configuration" },
  { ...file, path: "replacements[*].path", role: "configuration" },
  { ...either, path: "generators[*]", role: "configuration", form: "inline" },
  { ...either, path: "transformers[*]", role: "configuration", form: "inline" },
  { ...either, path: "validators[*]", role: "configuration", form: "inline" },
  ...generatorPaths("configMapGenerator"),
  ...generatorPaths("secretGenerator"),
  { ...file, path: "helmCharts[*].valuesFile", role: "data" },
  { ...file, path: "helmCharts[*].additionalValuesFiles[*]", role: "data" },
  { ...file, path: "helmChartInflationGenerator[*].values", role: "data" },
  { ...directory, path: "helmGlobals.chartHome", role: "data" },
];
