// Stand-ins for the controllers of the demo: they answer requests as Argo CD, Flux and External Secrets do, and deploy
// nothing.
import { setTimeout } from "node:timers/promises";
import type { ApiClient } from "../apiClient.ts";
import { isRecord } from "../apply.ts";
import { answerApplication } from "./argoStandIn.ts";
import { answerFlux, answerSecret } from "./fluxStandIn.ts";

/** A live object of the demo. */
export interface DemoObject {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
  readonly spec: Readonly<Record<string, unknown>>;
  readonly status: Readonly<Record<string, unknown>>;
  readonly operation?: Readonly<Record<string, unknown>>;
}

/** The merge patch by which a controller answers an object as it is now; undefined when there is nothing to do. */
export type StandIn = (object: DemoObject, now: Date) => StandInPatch | undefined;

/** A merge patch; the resourceVersion that it is based on is added. */
export type StandInPatch = Readonly<Record<string, unknown>> & { readonly metadata?: object };

interface Watched {
  readonly path: string;
  readonly answer: StandIn;
  /** Where the kind keeps its status. */
  readonly subresource: "" | "/status";
}

const flux = { answer: answerFlux, subresource: "/status" } as const;
const sources = "/apis/source.toolkit.fluxcd.io/v1";

const watched: readonly Watched[] = [
  { path: "/apis/argoproj.io/v1alpha1/applications", answer: answerApplication, subresource: "" },
  { path: "/apis/kustomize.toolkit.fluxcd.io/v1/kustomizations", ...flux },
  { path: "/apis/helm.toolkit.fluxcd.io/v2/helmreleases", ...flux },
  ...["gitrepositories", "ocirepositories", "helmrepositories", "helmcharts", "buckets"].map((plural) => ({
    path: `${sources}/${plural}`,
    ...flux,
  })),
  { path: "/apis/external-secrets.io/v1/externalsecrets", answer: answerSecret, subresource: "/status" },
];

/**
 * Looks at all objects once a second and answers those that ask for something, until the result is called. What goes
 * wrong is told once and tried again.
 */
export function startStandIns(client: ApiClient, onError: (error: string) => void): () => void {
  const state = { isOver: false };
  const told = new Set<string>();
  const loop = async (): Promise<void> => {
    while (!state.isOver) {
      try {
        for (const each of watched) await answerAll(client, each);
      } catch (error) {
        const message = String(error);
        if (!state.isOver && !told.has(message)) onError(message);
        told.add(message);
      }
      await setTimeout(1000, undefined, { ref: false });
    }
  };
  void loop();
  return () => {
    state.isOver = true;
  };
}

async function answerAll(client: ApiClient, { path, answer, subresource }: Watched): Promise<void> {
  const list = await client.must({ path });
  for (const object of objectsIn(list)) {
    const patch = answer(object, new Date());
    if (patch === undefined) continue;
    const { name, namespace, resourceVersion } = object.metadata;
    const [group = "", plural = ""] = [path.slice(0, path.lastIndexOf("/")), path.split("/").at(-1)];
    // Refused when somebody was faster; the next round sees what they wrote.
    await client.send({
      method: "PATCH",
      path: `${group}/namespaces/${namespace}/${plural}/${name}${subresource}`,
      contentType: "application/merge-patch+json",
      body: { ...patch, metadata: { ...patch.metadata, resourceVersion } },
    });
  }
}

function objectsIn(list: unknown): readonly DemoObject[] {
  if (!isRecord(list) || !Array.isArray(list["items"])) return [];
  return list["items"].flatMap((item: unknown): readonly DemoObject[] => {
    if (!isDemoObject(item)) return [];
    const { metadata, operation } = item;
    const spec = isRecord(item.spec) ? item.spec : {};
    const status = isRecord(item.status) ? item.status : {};
    return [{ metadata, spec, status, ...(isRecord(operation) ? { operation } : {}) }];
  });
}

function isDemoObject(value: unknown): value is DemoObject {
  return isRecord(value) && isRecord(value["metadata"]) && typeof value["metadata"]["name"] === "string";
}
