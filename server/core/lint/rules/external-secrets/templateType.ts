import { plainStringAt } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";
import { secretKeys } from "./producedKeys.ts";

/** Keys that the API server asks for, by the type of the Secret: all of them, or one of them. */
const required: ReadonlyMap<string, { readonly keys: readonly string[]; readonly all: boolean }> = new Map([
  ["kubernetes.io/tls", { keys: ["tls.crt", "tls.key"], all: true }],
  ["kubernetes.io/dockerconfigjson", { keys: [".dockerconfigjson"], all: true }],
  ["kubernetes.io/dockercfg", { keys: [".dockercfg"], all: true }],
  ["kubernetes.io/ssh-auth", { keys: ["ssh-privatekey"], all: true }],
  ["kubernetes.io/basic-auth", { keys: ["username", "password"], all: false }],
]);

/** The API server refuses a Secret of such a type without these keys (Kubernetes ValidateSecret). */
export const templateType = externalSecretRule({
  id: "ES-TPL-TYPE",
  summary: "The Secret lacks a key that its type needs.",
  severity: "error",
  needs: "document",
  *check({ spec, partial }) {
    const type = plainStringAt(spec, "target", "template", "type");
    const rule = type && required.get(type.value);
    const keys = rule && !partial ? secretKeys(spec) : undefined;
    if (!type || !rule || !keys) return;
    const missing = rule.keys.filter((key) => !keys.includes(key));
    if (rule.all ? missing.length === 0 : missing.length < rule.keys.length) return;
    const names = missing.map((key) => `\`${key}\``).join(rule.all ? " and " : " or ");
    const message = `A Secret of type \`${type.value}\` needs ${names}, and this ExternalSecret makes ${keys.map((key) => `\`${key}\``).join(", ")}: the API server refuses it. Add the key under \`data\` or \`target.template.data\`.`;
    yield { at: type, message };
  },
});
