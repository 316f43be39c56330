import { closest } from "../../../schema/suggest.ts";
import type { ObjectFinding } from "../objectRule.ts";
import { type ExternalSecretContext, externalSecretRule } from "./externalSecretRule.ts";
import { valueKeys } from "./producedKeys.ts";
import { fieldsOf, keywordOf, type TemplateField } from "./templateActions.ts";
import { placeOf, type TemplateText, templatesOf } from "./templateTexts.ts";

/** Templates run with `missingkey=error` (external-secrets template v2). */
export const templateUnknown = externalSecretRule({
  id: "ES-TPL-UNKNOWN",
  summary: "A template uses a value that the ExternalSecret does not fetch.",
  severity: "error",
  needs: "document",
  documentation: "https://external-secrets.io/latest/guides/templating/",
  *check(context) {
    const keys = context.partial ? undefined : valueKeys(context.spec);
    if (!keys) return;
    for (const template of templatesOf(context.spec)) {
      const told = new Set<string>();
      for (const field of certainFields(template)) {
        if (keys.includes(field.name) || told.has(field.name)) continue;
        told.add(field.name);
        yield describe(field, template, keys, context);
      }
    }
  },
});

/** Fields that are read whatever the values are: outside of blocks, where the dot may mean something else. */
function certainFields(template: TemplateText): readonly TemplateField[] {
  if (template.unclosedAt !== undefined) return [];
  const firstBlock = template.actions.findIndex((action) =>
    ["if", "range", "with", "define", "block", "template", "end"].includes(keywordOf(action) ?? ""),
  );
  const actions = firstBlock < 0 ? template.actions : template.actions.slice(0, firstBlock);
  return actions.filter(({ code }) => !/\b(?:and|or)\b/.test(code)).flatMap(fieldsOf);
}

function describe(
  { name, start }: TemplateField,
  template: TemplateText,
  keys: readonly string[],
  { text }: ExternalSecretContext,
): ObjectFinding {
  const { span, isExact } = placeOf(template, { start: start + 1, end: start + 1 + name.length }, text);
  const near = closest(name, keys);
  const offer =
    near === undefined ? `There is ${keys.map((key) => `\`${key}\``).join(", ")}.` : `Did you mean \`${near}\`?`;
  const message = `No entry of \`data\` has the \`secretKey\` \`${name}\`, so the template fails and no Secret is made. ${offer}`;
  const canFix = isExact && near !== undefined && /^\w+$/.test(near);
  const fixes = canFix
    ? [{ title: `Change to \`${near}\``, edits: [{ span, newText: near }], preferred: true as const }]
    : [];
  return { at: span, message, fixes };
}
