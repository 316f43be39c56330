import type { YamlNode } from "../../../manifest/node.ts";
import { type MappingNode, resolveAlias } from "../../../manifest/node.ts";
import type { Span } from "../../../text/span.ts";
import type { Rule, RuleContext } from "../../rule.ts";
import { mappingAt, type ObjectFinding, type ObjectRule, objectRule } from "../objectRule.ts";

/** The API group of the External Secrets Operator. */
export const group = "external-secrets.io";

/** What a rule about an ExternalSecret looks at. */
export interface ExternalSecretContext extends RuleContext {
  /** The spec of the ExternalSecret, or of those that a ClusterExternalSecret makes. */
  readonly spec: MappingNode;
  readonly text: string;
}

interface ExternalSecretRule extends Omit<ObjectRule, "group" | "kinds" | "documentation" | "check"> {
  readonly documentation?: string;
  check(context: ExternalSecretContext): Iterable<ObjectFinding>;
}

/** Makes a rule about ExternalSecrets, those that a ClusterExternalSecret makes included. */
export function externalSecretRule(rule: ExternalSecretRule): Rule {
  return objectRule({
    ...rule,
    documentation: rule.documentation ?? "https://external-secrets.io/latest/api/externalsecret/",
    group,
    kinds: ["ExternalSecret", "ClusterExternalSecret"],
    *check(context) {
      const { root, gvk, document } = context.manifest;
      // The first version had other fields, and is reported as removed.
      if (gvk.version === "v1alpha1") return;
      const path = gvk.kind === "ClusterExternalSecret" ? ["spec", "externalSecretSpec"] : ["spec"];
      const spec = mappingAt(root, ...path);
      if (spec) yield* rule.check({ ...context, spec, text: document.text });
    },
  });
}

/** The key of a field, where findings about the field as a whole stand. */
export function keyOf(mapping: YamlNode | undefined, key: string): Span | undefined {
  const node = resolveAlias(mapping);
  return node?.type === "mapping" ? node.pairs.find((pair) => pair.key.value === key)?.key : undefined;
}
