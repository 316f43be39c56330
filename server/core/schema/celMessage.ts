import type { CelRule } from "./model.ts";
import { names } from "./wording.ts";

/** A violated rule in words, and the dotted path of the field at which to tell it, when one is to blame. */
export interface Violation {
  readonly message: string;
  readonly field?: string;
  /** Fields of which each but one is to be removed. */
  readonly alternatives?: readonly string[];
}

/** Says what a violated rule asks for, from the shape of its expression; rules of other shapes use upstream's message. */
export function describeViolation(rule: CelRule, isPresent: (path: string) => boolean): Violation {
  const choice = choiceOf(rule.rule);
  if (choice) return describeChoice(choice, isPresent);
  const field = blamedField(rule.rule, isPresent);
  if (field === undefined) return { message: sentence(rule) };
  return { message: `${sentence(rule)} Change or remove \`${field}\`.`, field };
}

/** The field that the rule would rather not see, as deep as it looks into it; otherwise the first that it compares. */
function blamedField(rule: string, isPresent: (path: string) => boolean): string | undefined {
  const asked = pathsIn(rule, /!has\(self\.([\w.]+)/g).filter(isPresent);
  const compared = pathsIn(rule, /self\.([\w.]+)/g).filter(isPresent);
  const first = asked[0];
  if (first === undefined) return compared[0];
  const candidates = [...asked, ...compared].filter((path) => path === first || path.startsWith(`${first}.`));
  const deepest = Math.max(...candidates.map(depth));
  return candidates.find((path) => depth(path) === deepest);
}

function pathsIn(rule: string, pattern: RegExp): readonly string[] {
  return [...rule.matchAll(pattern)].map((match) => match[1] ?? "");
}

function depth(path: string): number {
  return path.split(".").length;
}

/** How many of some fields may be set. */
interface Choice {
  readonly fields: readonly string[];
  readonly most: 1 | undefined;
}

const has = "has\\(self\\.(\\w+)\\)";
const both = `\\(${has} && !${has}\\) \\|\\| \\(!${has} && ${has}\\)`;

function choiceOf(rule: string): Choice | undefined {
  const text = rule.replaceAll(/\s+/g, " ").trim();
  const counted = /^\[((?:has\(self\.\w+\),? ?)+)\]\.filter\(x, ?x(?: ?== ?true)?\)\.size\(\) (==|<=|>=) 1$/.exec(text);
  if (counted) {
    const fields = [...(counted[1] ?? "").matchAll(/self\.(\w+)/g)].map((match) => match[1] ?? "");
    return { fields, most: counted[2] === ">=" ? undefined : 1 };
  }
  const either = new RegExp(`^(?:${both}|${has} != ${has})$`).exec(text);
  const fields = [...new Set(either?.slice(1).filter((name) => name !== undefined))];
  if (fields.length === 2) return { fields, most: 1 };
  const some = new RegExp(`^${has}(?: \\|\\| ${has})+$`).test(text);
  if (some) return { fields: [...text.matchAll(/self\.(\w+)/g)].map((match) => match[1] ?? ""), most: undefined };
  const notBoth = new RegExp(`^!${has} \\|\\| !${has}$|^!\\(${has} && ${has}\\)$`).exec(text)?.slice(1);
  const excluded = notBoth?.filter((name) => name !== undefined);
  return excluded && { fields: excluded, most: 1 };
}

function describeChoice({ fields, most }: Choice, isPresent: (path: string) => boolean): Violation {
  const set = fields.filter(isPresent);
  const last = set.at(-1);
  if (last === undefined) {
    const amount = most === 1 ? "exactly one" : "at least one";
    return { message: `None of ${names(fields)} is set. Set ${amount} of them.` };
  }
  const together = set.length === 2 ? "cannot be set together" : "cannot all be set";
  return { message: `${names(set)} ${together}: keep one and remove the rest.`, field: last, alternatives: set };
}

/** Upstream's message as a sentence, fields and values in backticks. */
function sentence({ rule, message }: CelRule): string {
  const text = (message?.trim() ?? "")
    .replaceAll(/'([^']+)'/g, "`$1`")
    .replaceAll(/(?<![\w.`])[a-z]+[A-Z]\w*(?![\w`])/g, "`$&`")
    .replaceAll(/(^|\s)\.?((?:spec\.)?[a-z]\w*\.\w[\w.]*|(?<=\.)[a-z]\w+)(?=\s|$)/g, "$1`$2`");
  if (text === "") return `This must fulfil \`${rule}\`.`;
  const start = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
