/** What is wrong with a variable expression in the eyes of Flux. */
export type ExpressionProblem = "name" | "operator";

/** A `${…}` of a text as Flux reads it (fluxcd/pkg/envsubst); offsets count in that text. */
export interface Expression {
  readonly start: number;
  readonly end: number;
  readonly name: string;
  /** It says itself what to take when the variable is not defined. */
  readonly hasDefault: boolean;
  readonly problem: ExpressionProblem | undefined;
}

/**
 * The expressions of a text up to the first that Flux cannot read, those inside defaults included. What is not closed
 * before the text ends is left out: the text around it may close it.
 */
export function expressionsOf(text: string): readonly Expression[] {
  const found: Expression[] = [];
  for (let at = text.indexOf("$"); at >= 0; at = text.indexOf("$", at)) {
    if (text[at + 1] === "$") at += 2;
    else if (text[at + 1] !== "{") at += 1;
    else {
      const end = readExpression(text, at, found);
      if (end === undefined) break;
      at = end;
    }
  }
  return found.toSorted((a, b) => a.start - b.start);
}

/** Defaults within defaults beyond any that somebody writes. */
const maximumDepth = 50;
const identifier = /[\p{L}\p{Nd}_]+/uy;
/** An operator that gives a default, or another one that Flux knows. */
const defaultOperator = /:[-=?+]|=/y;
const casing = /[,^]{1,2}(?=\})/y;
const removal = /##?|%%?/y;
const replacement = /\/[/#%]?(?:[^/]+)\//y;
const slice = /:[^:}$]+(?:(?=\})|:+(?=[^}]))/y;

function match(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** Reads the expression that starts at a `${`; its end, or nothing when the rest of the text must not be judged. */
function readExpression(text: string, start: number, found: Expression[], depth = 0): number | undefined {
  if (depth > maximumDepth) return undefined;
  const isLength = text[start + 2] === "#";
  const nameStart = start + (isLength ? 3 : 2);
  if (nameStart >= text.length) return undefined;
  const name = match(identifier, text, nameStart);
  if (name === undefined) return refuse(text, start, "", "name", found);
  const at = nameStart + name.length;
  if (at >= text.length) return undefined;
  const add = (end: number, hasDefault: boolean): number => {
    found.push({ start, end, name, hasDefault, problem: undefined });
    return end;
  };
  if (text[at] === "}") return add(at + 1, false);
  if (isLength) return refuse(text, start, name, "operator", found);
  const operator = match(defaultOperator, text, at);
  const argument = operator ?? operatorWithArgument(text, at);
  if (argument === undefined) {
    // A pattern or an offset that is not closed here may go on in the text that follows.
    if (text[at] === ":" || text[at] === "/") return undefined;
    const upper = match(casing, text, at);
    return upper === undefined ? refuse(text, start, name, "operator", found) : add(at + upper.length + 1, false);
  }
  const end = readArgument(text, at + argument.length, found, depth);
  return end === undefined ? undefined : add(end, operator !== undefined);
}

/** The operators behind which any text may follow up to the brace. */
function operatorWithArgument(text: string, at: number): string | undefined {
  return match(removal, text, at) ?? match(replacement, text, at) ?? match(slice, text, at);
}

/** Reads up to the brace that closes an argument, expressions inside included. */
function readArgument(text: string, from: number, found: Expression[], depth: number): number | undefined {
  for (let at = from; at < text.length; at++) {
    if (text[at] === "}") return at + 1;
    if (text[at] !== "$" || text[at + 1] !== "{") continue;
    const end = readExpression(text, at, found, depth + 1);
    if (end === undefined) return undefined;
    at = end - 1;
  }
  return undefined;
}

/** Notes an expression that Flux refuses. The rest of the text is not looked at: Flux does not come that far. */
function refuse(text: string, start: number, name: string, problem: ExpressionProblem, found: Expression[]): undefined {
  const close = text.indexOf("}", start);
  const lineBreak = text.indexOf("\n", start);
  const isClosed = close >= 0 && (lineBreak < 0 || close < lineBreak);
  const end = isClosed ? close + 1 : lineBreak < 0 ? text.length : lineBreak;
  found.push({ start, end, name, hasDefault: false, problem });
  return undefined;
}
