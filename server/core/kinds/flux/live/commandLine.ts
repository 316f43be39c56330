import type { LiveKind } from "../../../cluster/liveKind.ts";

const words: Readonly<Record<string, readonly [verb: string, ...flags: readonly string[]]>> = {
  "flux.reconcile": ["reconcile"],
  "flux.reconcileWithSource": ["reconcile", "--with-source"],
  "flux.force": ["reconcile", "--force"],
  "flux.reset": ["reconcile", "--reset"],
  "flux.suspend": ["suspend"],
  "flux.resume": ["resume"],
};

/** The words for the `flux` command line; `type` as it names the kind, such as `source git`. */
export function fluxCommand(type: string): LiveKind["commandLine"] {
  return ({ metadata }, action) => {
    const [verb, ...flags] = words[action] ?? [];
    if (verb === undefined) return undefined;
    return ["flux", verb, type, metadata.name, "-n", metadata.namespace ?? "default", ...flags].join(" ");
  };
}
