import { isPatchFile } from "../../../graph/kustomize/partialDocuments.ts";
import { pairOf, stringAt } from "../../../manifest/node.ts";
import type { Rule } from "../../rule.ts";
import { isSetAt, isUnreadable } from "../objectRule.ts";
import { collectorsOf, mayBeChanged } from "./collectors.ts";

const documentation = "https://fluxcd.io/flux/guides/mozilla-sops/";

/** Flux refuses to apply a Secret that is still encrypted (kustomize-controller apply, IsEncryptedSecret). */
export const encryptedSecret: Rule = {
  id: "FLUX-SOPS-NODECRYPT",
  summary: "A Secret encrypted with SOPS is applied by a Flux Kustomization that does not decrypt.",
  severity: "error",
  // Only encrypted Secrets are looked at.
  needs: "content",
  documentation,
  isAbout: ({ group, version, kind }) => group === "" && version === "v1" && kind === "Secret",
  appliesTo: ({ root }) => pairOf(root, "sops") !== undefined,
  *check({ manifest, index }) {
    const sops = pairOf(manifest.root, "sops");
    if (!sops || isUnreadable(manifest) || isPatchFile(manifest.uri, index)) return;
    const annotation = stringAt(manifest.root, "metadata", "annotations", "kustomize.toolkit.fluxcd.io/decrypt");
    if (annotation) return;
    const without = collectorsOf(manifest.uri, index).find(
      ({ kustomization, roots }) =>
        !isSetAt(kustomization.root, "spec", "decryption") &&
        !mayBeChanged(kustomization.uri, ["decryption"], index) &&
        roots.every(({ fields }) => fields.generators.length + fields.transformers.length === 0),
    );
    if (!without) return;
    const message = `The Kustomization \`${without.kustomization.name?.value}\` applies this encrypted Secret without decrypting it, which Flux refuses. Set \`spec.decryption\` there: \`provider: sops\` and the Secret with the key.`;
    const span = { start: sops.key.start, end: sops.key.end };
    yield { code: "FLUX-SOPS-NODECRYPT", severity: "error", message, span, documentation };
  },
};
