import {
  ampersand,
  asterisk,
  bar,
  colon,
  comma,
  dash,
  doubleQuote,
  greaterThan,
  longestKey,
  questionMark,
  singleQuote,
} from "../characters.ts";
import { readBlockScalar } from "./blockScalars.ts";
import { Cursor, isGap, isGapOrEnd } from "./cursor.ts";
import { Failure } from "./failure.ts";
import { readPlain, readQuoted } from "./flowScalars.ts";
import { readDirective, readName, readTag, skipToToken } from "./properties.ts";
import type { StructureToken, Token } from "./tokens.ts";

/** A place where a key without `?` may have begun; whether it was one shows only at its `:`. */
interface SimpleKey {
  readonly at: number;
  readonly line: number;
  readonly column: number;
  /** Number of its first token, counted from the start of the text. */
  readonly token: number;
  /** Whether nothing but a key can stand here, because its block's other keys begin in the same column. */
  readonly required: boolean;
}

/**
 * Cuts a text into tokens as Go's YAML parser does, which reads everything in Kubernetes: indentation becomes
 * `block...Start` and `blockEnd` tokens, and a `key` token is inserted before a key once its `:` is seen. It accepts
 * and refuses what go.yaml.in/yaml/v2 (scannerc.go) accepts and refuses.
 */
export class Scanner {
  readonly #cursor: Cursor;
  readonly #indents: number[] = [];
  #indent = -1;
  #flowLevel = 0;
  /** One for each flow level; undefined where no key is possible. */
  readonly #keys: (SimpleKey | undefined)[] = [undefined];
  #keyAllowed = true;
  #tokens: Token[] = [];
  #head = 0;
  /** How many tokens were taken. */
  #taken = 0;
  #ended = false;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  /** The next token, which stays. */
  peek(): Token {
    for (;;) {
      const token = this.#tokens[this.#head];
      if (token && (this.#ended || !this.#mayBeKey())) return token;
      this.#scan();
    }
  }

  /** Takes the next token. */
  next(): Token {
    const token = this.peek();
    this.#head++;
    this.#taken++;
    if (this.#head > 200) {
      this.#tokens = this.#tokens.slice(this.#head);
      this.#head = 0;
    }
    return token;
  }

  /** Whether the next token may still turn out to be the start of a key. */
  #mayBeKey(): boolean {
    return this.#keys.some((key, level) => key?.token === this.#taken && this.#isAlive(level));
  }

  #isAlive(level: number): boolean {
    const key = this.#keys[level];
    if (!key) return false;
    if (key.line === this.#cursor.line && key.at + longestKey >= this.#cursor.at) return true;
    if (key.required) throw new Failure("missingColon", this.#cursor.at, key.at);
    this.#keys[level] = undefined;
    return false;
  }

  #saveKey(): void {
    if (!this.#keyAllowed) return;
    this.#dropKey();
    const { at, line, column } = this.#cursor;
    const required = this.#flowLevel === 0 && this.#indent === column;
    this.#keys[this.#flowLevel] = { at, line, column, token: this.#nextNumber(), required };
  }

  #dropKey(): void {
    const key = this.#keys[this.#flowLevel];
    if (key?.required) throw new Failure("missingColon", this.#cursor.at, key.at);
    this.#keys[this.#flowLevel] = undefined;
  }

  #nextNumber(): number {
    return this.#taken + this.#tokens.length - this.#head;
  }

  #insert(number: number, token: Token): void {
    this.#tokens.splice(this.#head + number - this.#taken, 0, token);
  }

  #openBlock(column: number, type: "blockSequenceStart" | "blockMappingStart", at: number, number: number): void {
    if (this.#flowLevel > 0 || this.#indent >= column) return;
    this.#indents.push(this.#indent);
    this.#indent = column;
    this.#insert(number, { type, start: at, end: at });
  }

  #closeBlocks(column: number): void {
    if (this.#flowLevel > 0) return;
    const { at } = this.#cursor;
    while (this.#indent > column) {
      this.#tokens.push({ type: "blockEnd", start: at, end: at });
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  #scan(): void {
    const cursor = this.#cursor;
    const passedBreak = skipToToken(cursor, (line) =>
      this.#flowLevel > 0 ? true : line === "sameLine" && !this.#keyAllowed,
    );
    if (passedBreak && this.#flowLevel === 0) this.#keyAllowed = true;
    this.#closeBlocks(cursor.column);
    if (cursor.atEnd()) this.#end();
    else if (cursor.column === 0 && cursor.code() === 37) this.#directive();
    else if (cursor.atDocumentMarker()) this.#documentMarker();
    else if (!this.#structure() && !this.#content()) throw new Failure("tokenStart", cursor.at);
  }

  #end(): void {
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#ended = true;
    this.#tokens.push({ type: "streamEnd", start: this.#cursor.at, end: this.#cursor.at });
  }

  #directive(): void {
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#tokens.push(readDirective(this.#cursor));
  }

  #documentMarker(): void {
    this.#closeBlocks(-1);
    this.#dropKey();
    this.#keyAllowed = false;
    this.#push(this.#cursor.code() === dash ? "documentStart" : "documentEnd", 3);
  }

  #push(type: StructureToken["type"], length: number): void {
    const start = this.#cursor.at;
    this.#cursor.at += length;
    this.#tokens.push({ type, start, end: this.#cursor.at });
  }

  /** Brackets, commas and the indicators `-`, `?` and `:`; false when none of them is here. */
  #structure(): boolean {
    const cursor = this.#cursor;
    const code = cursor.code();
    if (code === 91 || code === 123) this.#openFlow(code === 91 ? "flowSequenceStart" : "flowMappingStart");
    else if (code === 93 || code === 125) this.#closeFlow(code === 93 ? "flowSequenceEnd" : "flowMappingEnd");
    else if (code === comma) this.#separator();
    else if (code === dash && isGapOrEnd(cursor.code(1))) this.#item();
    else if (code === questionMark && this.#isIndicator()) this.#explicitKey();
    else if (code === colon && this.#isIndicator()) this.#value();
    else return false;
    return true;
  }

  #isIndicator(): boolean {
    return this.#flowLevel > 0 || isGapOrEnd(this.#cursor.code(1));
  }

  #openFlow(type: "flowSequenceStart" | "flowMappingStart"): void {
    this.#saveKey();
    this.#keys[++this.#flowLevel] = undefined;
    this.#keyAllowed = true;
    this.#push(type, 1);
  }

  #closeFlow(type: "flowSequenceEnd" | "flowMappingEnd"): void {
    this.#dropKey();
    if (this.#flowLevel > 0) {
      this.#keys.pop();
      this.#flowLevel--;
    }
    this.#keyAllowed = false;
    this.#push(type, 1);
  }

  #separator(): void {
    this.#dropKey();
    this.#keyAllowed = true;
    this.#push("flowEntry", 1);
  }

  #item(): void {
    this.#beginBlock("blockSequenceStart", "itemPlace");
    this.#dropKey();
    this.#keyAllowed = true;
    this.#push("blockEntry", 1);
  }

  #explicitKey(): void {
    this.#beginBlock("blockMappingStart", "keyPlace");
    this.#dropKey();
    this.#keyAllowed = this.#flowLevel === 0;
    this.#push("key", 1);
  }

  #beginBlock(type: "blockSequenceStart" | "blockMappingStart", reason: "itemPlace" | "keyPlace" | "valuePlace"): void {
    if (this.#flowLevel > 0) return;
    const { at, column } = this.#cursor;
    if (!this.#keyAllowed) throw new Failure(reason, at);
    this.#openBlock(column, type, at, this.#nextNumber());
  }

  #value(): void {
    const key = this.#isAlive(this.#flowLevel) ? this.#keys[this.#flowLevel] : undefined;
    if (key) {
      this.#insert(key.token, { type: "key", start: key.at, end: key.at });
      this.#openBlock(key.column, "blockMappingStart", key.at, key.token);
      this.#keys[this.#flowLevel] = undefined;
      this.#keyAllowed = false;
    } else {
      this.#beginBlock("blockMappingStart", "valuePlace");
      this.#keyAllowed = this.#flowLevel === 0;
    }
    this.#push("value", 1);
  }

  /** Aliases, anchors, tags and scalars; false when none of them begins here. */
  #content(): boolean {
    const cursor = this.#cursor;
    const code = cursor.code();
    if ((code === bar || code === greaterThan) && this.#flowLevel === 0) {
      this.#dropKey();
      this.#keyAllowed = true;
      this.#tokens.push(readBlockScalar(cursor, this.#indent));
      return true;
    }
    const isMarked = code === asterisk || code === ampersand || code === 33;
    const isQuote = code === singleQuote || code === doubleQuote;
    if (!isMarked && !isQuote && !this.#beginsPlain(code)) return false;
    this.#saveKey();
    this.#keyAllowed = false;
    if (isQuote) this.#tokens.push(readQuoted(cursor, code));
    else if (isMarked) this.#tokens.push(code === 33 ? readTag(cursor) : readName(cursor));
    else {
      const plain = readPlain(cursor, this.#indent, this.#flowLevel > 0 ? "flow" : "block");
      this.#tokens.push(plain.token);
      if (plain.endsBehindBreak) this.#keyAllowed = true;
    }
    return true;
  }

  #beginsPlain(code: number): boolean {
    const next = this.#cursor.code(1);
    if (code === dash) return !isGap(next);
    if (code === questionMark || code === colon) return this.#flowLevel === 0 && !isGapOrEnd(next);
    return !isGapOrEnd(code) && !"-?:,[]{}#&*!|>'\"%@`".includes(String.fromCharCode(code));
  }
}
