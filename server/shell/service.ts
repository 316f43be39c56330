import type { IndexStore } from "../core/graph/indexStore.ts";
import { isPatchFile } from "../core/graph/kustomize/partialDocuments.ts";
import { allRules } from "../core/lint/registry.ts";
import { schemaCommentRule } from "../core/lint/rules/api/schemaComment.ts";
import { whereServed } from "../core/lint/rules/api/whereServed.ts";
import { emptyFileFinding } from "../core/lint/rules/kustomize/emptyKustomization.ts";
import { createLinter } from "../core/lint/runner.ts";
import { validateHeader } from "../core/schema/header.ts";
import type { SchemaRegistry } from "../core/schema/model.ts";
import { createValidator } from "../core/schema/validator.ts";
import { type Cluster, noCluster } from "../features/cluster.ts";
import type { Environment, Logger } from "../features/environment.ts";
import type { JqEvaluator } from "../features/jqEvaluator.ts";
import { createLanguageService, type LanguageService } from "../features/languageService.ts";
import { createChosenRenderer, createEngineRenderer } from "./adapters/chosenRenderer.ts";
import { loadSchemaRegistry } from "./adapters/schemaFiles.ts";
import { createYamlService } from "./adapters/yamlService.ts";
import { defaultSettings, type ShellSettings } from "./settings.ts";

/** The language service over the adapters of this process. */
export interface Service {
  readonly environment: Environment;
  readonly language: LanguageService;
  readonly jq: JqEvaluator;
  settings(): ShellSettings;
  setSettings(settings: ShellSettings): void;
  /** Loads the general YAML package ahead of the first completion. */
  warmUpCompletion(): void;
  dispose(): void;
}

/** What a service is made over. */
export interface ServiceOptions {
  readonly index: IndexStore;
  readonly logger: Logger;
  readonly schemas?: SchemaRegistry;
  /** None for the command line. */
  readonly cluster?: Cluster;
}

/** Creates the service: the same for an editor and for the command line. */
export function createService({
  index,
  logger,
  schemas = loadSchemaRegistry(),
  cluster = noCluster,
}: ServiceOptions): Service {
  const state = { settings: defaultSettings };
  const engine = createEngineRenderer((line) => logger.info(line));
  const renderer = createChosenRenderer(() => state.settings.kustomizePath, engine);
  const yaml = createYamlService();
  const environment: Environment = {
    index,
    schemas,
    renderer,
    yaml,
    cluster,
    now: Date.now,
    settings: () => state.settings,
    logger,
  };
  const linter = createLinter({
    rules: [
      ...whereServed(allRules, schemas),
      schemaCommentRule(({ group, version, kind }) => schemas.find(group, version, kind) !== undefined),
    ],
    isPartial: (manifest, repository) => isPatchFile(manifest.uri, repository),
    validate: createValidator(schemas),
    validateFile: emptyFileFinding,
    revision: () => schemas.revision,
    validateHeader: (document) => validateHeader(document, schemas),
  });
  return {
    environment,
    language: createLanguageService(environment, linter),
    jq: engine,
    settings: () => state.settings,
    setSettings: (settings) => {
      state.settings = settings;
    },
    warmUpCompletion: () => {
      yaml.warmUp().catch((error: unknown) => logger.warn(`The YAML package did not load: ${String(error)}`));
    },
    dispose: () => renderer.dispose(),
  };
}
