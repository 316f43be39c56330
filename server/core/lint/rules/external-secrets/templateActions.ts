/** An action of a Go template, `{{` and `}}` included; offsets count in the text of the template. */
export interface TemplateAction {
  readonly start: number;
  readonly end: number;
  /** What stands between the braces, strings blanked out so that offsets stay: no text of theirs is code. */
  readonly code: string;
  /** Where the code starts. */
  readonly codeStart: number;
}

/** The actions of a template up to one that is not closed. */
export interface TemplateScan {
  readonly actions: readonly TemplateAction[];
  /** Where a `{{` without its `}}` stands. */
  readonly unclosedAt: number | undefined;
}

/** Finds the actions of a Go template; comments are left out. */
export function scanTemplate(text: string): TemplateScan {
  const actions: TemplateAction[] = [];
  for (let start = text.indexOf("{{"); start >= 0; ) {
    const isComment = /^\{\{(?:-\s+)?\/\*/.test(text.slice(start, start + 40));
    const end = isComment ? endOfComment(text, start) : endOfAction(text, start + 2);
    if (end === undefined) return { actions, unclosedAt: start };
    if (!isComment) {
      const code = text
        .slice(start + 2, end - 2)
        .replace(strings, blank)
        .replace(/^-(?=\s)|(?<=\s)-$/g, " ");
      actions.push({ start, end, code, codeStart: start + 2 });
    }
    start = text.indexOf("{{", end);
  }
  return { actions, unclosedAt: undefined };
}

const strings = /"(?:[^"\\\n]|\\.)*"|`[^`]*`|'(?:[^'\\\n]|\\.)*'/g;

function blank(text: string): string {
  return `"${" ".repeat(text.length - 2)}"`;
}

function endOfComment(text: string, start: number): number | undefined {
  const close = text.indexOf("*/", start);
  const end = close < 0 ? -1 : text.indexOf("}}", close);
  return end < 0 ? undefined : end + 2;
}

function endOfAction(text: string, from: number): number | undefined {
  const pattern = new RegExp(`${strings.source}|\\}\\}`, "g");
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) if (found[0] === "}}") return found.index + 2;
  return undefined;
}

/** A field of the data that an action reads: `.name`. */
export interface TemplateField {
  readonly name: string;
  /** Where the dot stands. */
  readonly start: number;
}

/** The fields that an action reads from what the dot stands for; a name with a dash can't be one. */
export function fieldsOf({ code, codeStart }: TemplateAction): readonly TemplateField[] {
  return [...code.matchAll(/(?<![\w)\]$.])\.([A-Za-z_]\w*)(?!\w|-\w)/g)].map((match) => ({
    name: match[1] ?? "",
    start: codeStart + match.index,
  }));
}

/** The first word of an action: `if`, `range`, `end` or a function. */
export function keywordOf({ code }: TemplateAction): string | undefined {
  return /^\s*([A-Za-z_]\w*)/.exec(code)?.[1];
}
