import { asterisk } from "../characters.ts";
import { breaksLine, type Cursor, isGap, isGapOrEnd, isNameCharacter } from "./cursor.ts";
import { Failure } from "./failure.ts";
import type { DirectiveToken, NameToken, TagToken } from "./tokens.ts";

/** Reads `&name` or `*name`. */
export function readName(cursor: Cursor): NameToken {
  const start = cursor.at;
  const type = cursor.code() === asterisk ? "alias" : "anchor";
  cursor.at++;
  while (isNameCharacter(cursor.code())) cursor.at++;
  const name = cursor.text.slice(start + 1, cursor.at);
  if (name === "" || !(isGapOrEnd(cursor.code()) || "?:,]}%@`".includes(cursor.text.charAt(cursor.at)))) {
    throw new Failure("alias", cursor.at, start);
  }
  return { type, start, end: cursor.at, name };
}

/** Reads `!`, `!suffix`, `!!suffix`, `!handle!suffix` or `!<tag>`. */
export function readTag(cursor: Cursor): TagToken {
  const start = cursor.at;
  const tag = cursor.text.charAt(start + 1) === "<" ? readCompleteTag(cursor) : readShortTag(cursor, start);
  if (!isGapOrEnd(cursor.code())) throw new Failure("tag", cursor.at, start);
  return { type: "tag", start, end: cursor.at, ...tag };
}

interface TagParts {
  readonly handle: string;
  readonly suffix: string;
}

function readCompleteTag(cursor: Cursor): TagParts {
  const start = cursor.at;
  cursor.at += 2;
  const suffix = readTagText(cursor);
  if (suffix === "" || cursor.text.charAt(cursor.at) !== ">") throw new Failure("tag", cursor.at, start);
  cursor.at++;
  return { handle: "", suffix };
}

function readShortTag(cursor: Cursor, start: number): TagParts {
  const head = readHandle(cursor);
  const suffix = readTagText(cursor);
  if (head.length > 1 && head.endsWith("!")) {
    if (suffix === "") throw new Failure("tag", cursor.at, start);
    return { handle: head, suffix };
  }
  const whole = head.slice(1) + suffix;
  return whole === "" ? { handle: "", suffix: "!" } : { handle: "!", suffix: whole };
}

function readHandle(cursor: Cursor): string {
  const start = cursor.at++;
  while (isNameCharacter(cursor.code())) cursor.at++;
  if (cursor.text.charAt(cursor.at) === "!") cursor.at++;
  return cursor.text.slice(start, cursor.at);
}

function readTagText(cursor: Cursor): string {
  const pattern = /(?:[A-Za-z0-9_\-;/?:@&=+$,.!~*'()[\]]|%[0-9a-fA-F]{2})*/y;
  pattern.lastIndex = cursor.at;
  const text = pattern.exec(cursor.text)?.[0] ?? "";
  cursor.at += text.length;
  if (cursor.text.charAt(cursor.at) === "%") throw new Failure("tag", cursor.at);
  return unescapeTag(text, cursor.at);
}

function unescapeTag(text: string, at: number): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw new Failure("tag", at);
    throw error;
  }
}

/** Reads `%YAML 1.1` or `%TAG handle prefix` with the line break behind it. */
export function readDirective(cursor: Cursor): DirectiveToken {
  const start = cursor.at;
  cursor.skipToBreak();
  const line = cursor.text.slice(start, cursor.at);
  const end = cursor.at;
  if (breaksLine(cursor.code())) cursor.readBreak();
  const version = /^%YAML[ \t]+([0-9]{1,2}\.[0-9]{1,2})(?:[ \t]+(?:#.*)?)?$/.exec(line);
  if (version) return { type: "versionDirective", start, end, handle: "", prefix: version[1] ?? "" };
  const tag = /^%TAG[ \t]+(!|![A-Za-z0-9_-]*!)[ \t]+([^ \t#][^ \t]*)(?:[ \t]+(?:#.*)?)?$/.exec(line);
  if (tag) return { type: "tagDirective", start, end, handle: tag[1] ?? "", prefix: tag[2] ?? "" };
  throw new Failure("directive", start);
}

/** Passes white space, comments and line breaks to the next token; says whether a line break was among them. */
export function skipToToken(cursor: Cursor, mayTabsFollow: (isNewLine: "newLine" | "sameLine") => boolean): boolean {
  let passedBreak = false;
  for (;;) {
    const tabs = mayTabsFollow(passedBreak ? "newLine" : "sameLine");
    while (cursor.code() === 32 || (tabs && isGap(cursor.code()))) cursor.at++;
    if (cursor.code() === 35) cursor.skipToBreak();
    if (!breaksLine(cursor.code())) return passedBreak;
    cursor.readBreak();
    passedBreak = true;
  }
}
