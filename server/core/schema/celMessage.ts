import type { CelRule } from "./model.ts";
import { names } from "./wording.ts";

/** A violated rule in words, and the field at which to tell it, when one of those present is to blame. */
export interface Violation {
  readonly message: string;
  readonly field?: string;
}

/** Says what a violated rule asks for, from the shape of its expression; rules of other shapes use upstream's message. */
export function describeViolation(rule: CelRule, present: ReadonlySet<string>): Violation {
  const choice = choiceOf(rule.rule);
  if (choice) return describeChoice(choice, present);
  const asked = [...rule.rule.matchAll(/!has\(self\.(\w+)/g)].map((match) => match[1] ?? "");
  const compared = [...rule.rule.matchAll(/self\.(\w+)/g)].map((match) => match[1] ?? "");
  const field = [...asked, ...compared].find((name) => present.has(name));
  return { message: sentence(rule), ...(field !== undefined && { field }) };
}

/** How many of some fields may be set. */
interface Choice {
  readonly fields: readonly string[];
  readonly least: 0 | 1;
  readonly most: 1 | undefined;
}

const has = "has\\(self\\.(\\w+)\\)";
const both = `\\(${has} && !${has}\\) \\|\\| \\(!${has} && ${has}\\)`;

function choiceOf(rule: string): Choice | undefined {
  const text = rule.replaceAll(/\s+/g, " ").trim();
  const counted = /^\[((?:has\(self\.\w+\),? ?)+)\]\.filter\(x, ?x ?== ?true\)\.size\(\) (==|<=|>=) 1$/.exec(text);
  if (counted) {
    const fields = [...(counted[1] ?? "").matchAll(/self\.(\w+)/g)].map((match) => match[1] ?? "");
    return { fields, least: counted[2] === "<=" ? 0 : 1, most: counted[2] === ">=" ? undefined : 1 };
  }
  const either = new RegExp(`^(?:${both}|${has} != ${has})$`).exec(text);
  const fields = [...new Set(either?.slice(1).filter((name) => name !== undefined))];
  if (fields.length === 2) return { fields, least: 1, most: 1 };
  const some = new RegExp(`^${has}(?: \\|\\| ${has})+$`).test(text);
  if (some)
    return { fields: [...text.matchAll(/self\.(\w+)/g)].map((match) => match[1] ?? ""), least: 1, most: undefined };
  const notBoth = new RegExp(`^!${has} \\|\\| !${has}$`).exec(text)?.slice(1);
  return notBoth && { fields: notBoth, least: 0, most: 1 };
}

function describeChoice({ fields, most }: Choice, present: ReadonlySet<string>): Violation {
  const set = fields.filter((field) => present.has(field));
  const last = set.at(-1);
  if (last === undefined) {
    const amount = most === 1 ? "exactly one" : "at least one";
    return { message: `None of ${names(fields)} is set. Set ${amount} of them.` };
  }
  const together = set.length === 2 ? "cannot be set together" : "cannot all be set";
  return { message: `${names(set)} ${together}: keep one and remove the rest.`, field: last };
}

function sentence({ rule, message }: CelRule): string {
  const text = message?.trim() ?? "";
  if (text === "") return `This must fulfil \`${rule}\`.`;
  const first = text.slice(0, 1).toUpperCase() + text.slice(1);
  const start = /^[A-Za-z]+\b/.test(text) && /^[a-z]+[A-Z]/.test(text) ? text : first;
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
