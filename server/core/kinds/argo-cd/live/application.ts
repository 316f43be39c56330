import type { LiveKind } from "../../../cluster/liveKind.ts";
import { itemsAt, jsonAt, type LiveObject, textAt } from "../../../cluster/liveObject.ts";
import { present } from "../../../cluster/present.ts";
import { argoGroup } from "../application.ts";
import { applicationConditions, applicationHistory, applicationResources } from "./applicationDetails.ts";
import { applicationHints, applicationPlaces } from "./applicationPlaces.ts";
import { applicationRemote, applicationSources } from "./applicationSources.ts";
import { applicationStatus } from "./applicationStatus.ts";
import { disableAutoSync, enableAutoSync } from "./autoSync.ts";
import { isAutomated } from "./autoSyncState.ts";
import { deletion } from "./deletion.ts";
import { hardRefresh, refresh } from "./refresh.ts";
import { rollback } from "./rollback.ts";
import { settingsMap } from "./settingsMap.ts";
import { sync } from "./sync.ts";
import { systemIgnores } from "./systemIgnores.ts";
import { terminate } from "./terminate.ts";

/** Delivers manifests from Git, Helm or OCI to a cluster (argo-cd v3 Application). */
export const liveApplication: LiveKind = {
  group: argoGroup,
  kind: "Application",
  versions: ["v1alpha1"],
  role: "application",
  title: "Application",
  homeNamespace: "argocd",
  statusOf: applicationStatus,
  conditionsOf: applicationConditions,
  historyOf: applicationHistory,
  resourcesOf: applicationResources,
  placesOf: applicationPlaces,
  systemIgnores,
  hintsOf: applicationHints,
  sourcesOf: applicationSources,
  remoteOf: applicationRemote,
  projectOf: (object) => textAt(object.spec, "project") || "default",
  actions: [sync, refresh, hardRefresh, terminate, rollback, enableAutoSync, disableAutoSync, deletion],
  commandLine,
  webAddress: (object) => ({ target: settingsMap(object), path: ["data", "url"] }),
  facts: (object) => {
    const source = mainSource(object);
    return present({
      project: textAt(object.spec, "project") || "default",
      repository: textAt(source, "repoURL"),
      path: textAt(source, "path"),
      chart: textAt(source, "chart"),
      targetRevision: textAt(source, "targetRevision"),
      destination: textAt(object.spec, "destination", "name") ?? textAt(object.spec, "destination", "server"),
      destinationNamespace: textAt(object.spec, "destination", "namespace"),
      autoSync: isAutomated(object),
      images: jsonAt(object.status, "summary", "images"),
      links: jsonAt(object.status, "summary", "externalURLs"),
      reconciledAt: textAt(object.status, "reconciledAt"),
      webPath: `/applications/${object.metadata.namespace ?? "argocd"}/${object.metadata.name}`,
    });
  },
};

function mainSource(object: LiveObject): ReturnType<typeof jsonAt> {
  const sources = itemsAt(object.spec, "sources");
  const main = sources.find((each) => textAt(each, "ref") === undefined) ?? sources[0];
  return main ?? jsonAt(object.spec, "source") ?? jsonAt(object.spec, "sourceHydrator", "drySource");
}

const words: Readonly<Record<string, string>> = {
  "argo.sync": "sync",
  "argo.refresh": "get --refresh",
  "argo.hardRefresh": "get --hard-refresh",
  "argo.terminate": "terminate-op",
  "argo.rollback": "rollback",
  "argo.enableAutoSync": "set --sync-policy automated",
  "argo.disableAutoSync": "set --sync-policy none",
  "argo.delete": "delete",
};

function commandLine({ metadata }: LiveObject, action: string): string | undefined {
  const [command, ...flags] = words[action]?.split(" ") ?? [];
  if (command === undefined) return undefined;
  const name = metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`;
  return ["argocd app", command, name, ...flags].join(" ");
}
