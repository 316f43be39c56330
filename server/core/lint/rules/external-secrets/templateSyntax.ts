import { closest } from "../../../schema/suggest.ts";
import type { Span } from "../../../text/span.ts";
import type { ObjectFinding } from "../objectRule.ts";
import { externalSecretRule } from "./externalSecretRule.ts";
import { valueKeys } from "./producedKeys.ts";
import { keywordOf, type TemplateAction } from "./templateActions.ts";
import { removedFunctions, templateFunctions } from "./templateFunctions.ts";
import { placeOf, type TemplateText, templatesOf } from "./templateTexts.ts";

/** A mistake in a template, at its place in the text of the template. */
interface Mistake {
  readonly part: Span;
  readonly message: string;
  readonly replacement?: string;
}

/** What Go's text/template refuses, where that is certain without running it. */
export const templateSyntax = externalSecretRule({
  id: "ES-TPL-SYNTAX",
  summary: "A template of an ExternalSecret can't be read.",
  severity: "error",
  needs: "document",
  documentation: "https://external-secrets.io/latest/guides/templating/",
  *check({ spec, text }) {
    const keys = valueKeys(spec) ?? [];
    for (const template of templatesOf(spec)) {
      for (const mistake of mistakesOf(template, keys)) yield place(mistake, template, text);
    }
  },
});

function place({ part, message, replacement }: Mistake, template: TemplateText, text: string): ObjectFinding {
  const { span, isExact } = placeOf(template, part, text);
  // Quotes of the replacement would end a quoted scalar.
  const canFix =
    isExact && replacement !== undefined && !(template.node.style === "double" && replacement.includes('"'));
  const title = `Change to \`${replacement}\``;
  const fixes = canFix ? [{ title, edits: [{ span, newText: replacement }], preferred: true as const }] : [];
  return { at: span, message: `${message} No Secret is made.`, fixes };
}

function* mistakesOf(template: TemplateText, keys: readonly string[]): Iterable<Mistake> {
  const { actions, unclosedAt } = template;
  for (const action of actions) yield* mistakesOfAction(action, keys);
  if (unclosedAt !== undefined) {
    const part = { start: unclosedAt, end: unclosedAt + 2 };
    yield { part, message: "This `{{` has no `}}`, so the template can't be read." };
    return;
  }
  const unbalanced = unbalancedAction(actions);
  if (unbalanced) yield unbalanced;
}

function* mistakesOfAction(action: TemplateAction, keys: readonly string[]): Iterable<Mistake> {
  const { code, codeStart, start, end } = action;
  if (code.trim() === "")
    yield { part: { start, end }, message: "This action is empty, so the template can't be read." };
  for (const match of code.matchAll(/(?<![\w)\]$.])\.([A-Za-z_]\w*(?:-\w+)+)/g)) {
    const [whole, name = ""] = match;
    const part = { start: codeStart + match.index, end: codeStart + match.index + whole.length };
    const replacement = code.trim() === whole ? `index . "${name}"` : `(index . "${name}")`;
    const message = `A name with a dash can't be written after a dot. Write \`${replacement}\`.`;
    yield { part, message, replacement };
  }
  for (const match of code.matchAll(/(?:^|[|(]|:=|\b(?:if|with)\b)\s*([A-Za-z_]\w*)(?![\w.:])/g)) {
    const [whole, name = ""] = match;
    const part = {
      start: codeStart + match.index + whole.length - name.length,
      end: codeStart + match.index + whole.length,
    };
    const mistake = unknownFunction(name, part, keys);
    if (mistake) yield mistake;
  }
}

/** Newer releases may know more functions, so only what looks like a slip counts: of a function, or of a value. */
function unknownFunction(name: string, part: Span, keys: readonly string[]): Mistake | undefined {
  if (templateFunctions.has(name)) return undefined;
  if (keys.includes(name)) {
    const message = `There is no function \`${name}\`. The value of this name is \`.${name}\`, with a dot.`;
    return { part, message, replacement: `.${name}` };
  }
  if (removedFunctions.has(name))
    return { part, message: `External Secrets does not have the function \`${name}\`: templates see no environment.` };
  const near = closest(name, templateFunctions);
  if (near === undefined) return undefined;
  return { part, message: `There is no function \`${name}\`. Did you mean \`${near}\`?`, replacement: near };
}

const openers: ReadonlySet<string> = new Set(["if", "range", "with", "define", "block"]);

/** The first block without an end, or end without a block. */
function unbalancedAction(actions: readonly TemplateAction[]): Mistake | undefined {
  const open: TemplateAction[] = [];
  for (const action of actions) {
    const keyword = keywordOf(action) ?? "";
    if (openers.has(keyword)) open.push(action);
    if (keyword === "end" && !open.pop())
      return { part: action, message: "This `end` closes nothing, so the template can't be read." };
  }
  const [first] = open.slice(-1);
  return (
    first && { part: first, message: `This \`${keywordOf(first)}\` has no \`end\`, so the template can't be read.` }
  );
}
