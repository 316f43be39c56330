import { itemsAt, resolveAlias, valueAt } from "../../../manifest/node.ts";
import { hasOnly } from "../objectRule.ts";
import { externalSecretRule, keyOf } from "./externalSecretRule.ts";

const fields: ReadonlySet<string> = new Set([
  "data",
  "dataFrom",
  "refreshInterval",
  "refreshPolicy",
  "secretStoreRef",
  "syncWindows",
  "target",
]);

/** The webhook refuses an ExternalSecret that asks for nothing (externalsecret_validator.go). */
export const noData = externalSecretRule({
  id: "ES-NODATA",
  summary: "An ExternalSecret asks for no value.",
  severity: "error",
  needs: "document",
  *check({ spec, manifest, partial }) {
    if (partial || !hasOnly(spec, fields) || itemsAt(spec, "data").length + itemsAt(spec, "dataFrom").length > 0)
      return;
    // What is no list is somebody else's finding.
    const others = ["data", "dataFrom"].map((field) => resolveAlias(valueAt(spec, field)));
    if (others.some((node) => node && node.type !== "sequence" && !(node.type === "scalar" && node.value === null)))
      return;
    const holder = manifest.gvk.kind === "ClusterExternalSecret" ? valueAt(manifest.root, "spec") : manifest.root;
    const at = keyOf(holder, manifest.gvk.kind === "ClusterExternalSecret" ? "externalSecretSpec" : "spec");
    const message =
      "This ExternalSecret asks for nothing and is refused. List single values under `data`, or take all values of a secret with `dataFrom`.";
    if (at) yield { at, message };
  },
});
