import type { Finding } from "../lint/finding.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { SchemaRegistry } from "./model.ts";
import { type ValidationOptions, validateManifest } from "./validate.ts";
import { validateVersion } from "./versions.ts";

/** What is wrong with a manifest as far as its API version and its schema tell. */
export type Validator = (manifest: Manifest, options: ValidationOptions) => readonly Finding[];

const none: readonly Finding[] = [];

/** Validates manifests against the schema of exactly their version; kinds without a schema have no findings. */
export function createValidator(registry: SchemaRegistry): Validator {
  return (manifest, options) => {
    const { group, version, kind } = manifest.gvk;
    const ofVersion = validateVersion(manifest, registry);
    const schema = registry.find(group, version, kind);
    const ofSchema = schema ? validateManifest(manifest, schema, options) : none;
    if (ofSchema.length === 0) return ofVersion;
    return ofVersion.length === 0 ? ofSchema : [...ofVersion, ...ofSchema];
  };
}
