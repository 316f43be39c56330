import { asString, valueAt, type YamlNode } from "../../../manifest/node.ts";
import { isGoDuration } from "../../../text/goDuration.ts";
import { isTemplated } from "../../../text/templated.ts";
import type { Rule } from "../../rule.ts";

/** Where External Secrets reads a Go duration that its schema declares as plain text, by kind. */
const durationFields: Readonly<Record<string, readonly (readonly string[])[]>> = {
  ExternalSecret: [["spec", "refreshInterval"]],
  ClusterExternalSecret: [
    ["spec", "refreshTime"],
    ["spec", "externalSecretSpec", "refreshInterval"],
  ],
};

/**
 * A refresh interval that is no Go duration: the API server stores it, but the controller can't read the object
 * (external-secrets apis/externalsecrets/v1 ExternalSecretSpec.RefreshInterval is a metav1.Duration).
 */
export const refreshInterval: Rule = {
  id: "ES-REFRESH",
  summary: "A refresh interval of External Secrets is no Go duration.",
  severity: "error",
  needs: "document",
  documentation: "https://external-secrets.io/latest/api/externalsecret/",
  isAbout: (gvk) => gvk.group === "external-secrets.io" && gvk.kind in durationFields,
  *check({ manifest }) {
    for (const path of durationFields[manifest.gvk.kind] ?? []) {
      const value = asString(valueAt(manifest.root, ...path));
      if (!value || isTemplated(value.value) || isGoDuration(value.value)) continue;
      const field = path.at(-1);
      const message = `\`${field}\` must be a Go duration such as \`1h\` or \`30m\`, but \`${value.value}\` is none: the controller can't read this object. ${advice(value.value)}`;
      yield { code: "ES-REFRESH", severity: "error", message, span: spanOf(value) };
    }
  },
};

function advice(text: string): string {
  const days = /^([0-9]+)d$/.exec(text)?.[1];
  if (days) return `There is no unit for days: write \`${Number(days) * 24}h\`.`;
  return "The units are `s`, `m` and `h`.";
}

function spanOf({ start, end }: YamlNode): { readonly start: number; readonly end: number } {
  return { start, end };
}
