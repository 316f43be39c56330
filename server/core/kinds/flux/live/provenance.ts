import { jsonAt, keyOf, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import type { LiveSource, RemoteCluster, WantedRevision } from "../../../cluster/provenance.ts";
import { sourceGroup } from "../common.ts";

/** The directory that a Flux Kustomization applies, with the revision that it applied last. */
export function kustomizationSources(object: LiveObject): readonly LiveSource[] {
  const reference = jsonAt(object.spec, "sourceRef");
  const name = textAt(reference, "name");
  if (name === undefined) return [];
  const source = {
    group: sourceGroup,
    kind: textAt(reference, "kind") ?? "",
    namespace: textAt(reference, "namespace") || keyOf(object).namespace,
    name,
  };
  const found = textAt(object.status, "lastAppliedRevision") ?? textAt(object.status, "lastAttemptedRevision");
  return [present({ object: source, path: textAt(object.spec, "path") ?? "./", found })];
}

/** What a GitRepository fetches, with the revision of its artifact. */
export function repositorySources(object: LiveObject): readonly LiveSource[] {
  const address = textAt(object.spec, "url");
  if (address === undefined) return [];
  return [present({ address, wanted: wantedRevision(object), found: textAt(object.status, "artifact", "revision") })];
}

/** The first that is written counts; without any it is the branch `master` (source-controller GitRepositoryRef). */
function wantedRevision({ spec }: LiveObject): WantedRevision | undefined {
  const at = (field: string): string | undefined => textAt(spec, "ref", field) || undefined;
  const [commit, name, semver, tag] = ["commit", "name", "semver", "tag"].map(at);
  if (commit !== undefined) return { type: "commit", name: commit };
  if (name !== undefined) return refNamed(name);
  if (semver !== undefined) return { type: "semver", name: semver };
  if (tag !== undefined) return { type: "tag", name: tag };
  return { type: "branch", name: at("branch") ?? "master" };
}

/** Other refs than branches and tags, those of pull requests for example, are checked out under any name. */
function refNamed(ref: string): WantedRevision | undefined {
  const [, type, name] = /^refs\/(heads|tags)\/(.+)$/.exec(ref) ?? [];
  return name === undefined ? undefined : { type: type === "heads" ? "branch" : "tag", name };
}

/** The cluster that `spec.kubeConfig` leads to, which only the Secret or ConfigMap there knows. */
export function kubeConfigRemote({ spec }: LiveObject): RemoteCluster | undefined {
  const secret = textAt(spec, "kubeConfig", "secretRef", "name");
  if (secret !== undefined) return { credentials: `Secret ${secret}` };
  const configMap = textAt(spec, "kubeConfig", "configMapRef", "name");
  return configMap === undefined ? undefined : { credentials: `ConfigMap ${configMap}` };
}
