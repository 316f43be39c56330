import { type BlockScalarStyle, blockScalarValue } from "./blockScalar.ts";
import {
  ampersand,
  asterisk,
  bar,
  carriageReturn,
  closeBrace,
  closeBracket,
  colon,
  comma,
  dash,
  doubleQuote,
  greaterThan,
  hash,
  hasUnusualCharacters,
  isBlank,
  isBlockKeyEnd,
  isBlockValueEnd,
  isBreak,
  isFlowEnd,
  isFlowIndicator,
  lineFeed,
  longestKey,
  openBrace,
  openBracket,
  type PlainEnd,
  singleQuote,
  space,
  tab,
} from "./characters.ts";
import type { AliasNode, MappingNode, Pair, ScalarNode, SequenceNode, YamlNode } from "./node.ts";
import { resolvePlainScalar } from "./plainScalar.ts";
import { giveUp, ScalarReader } from "./scalarReader.ts";

/**
 * Reads the YAML that people write in manifests: block and flow collections, one-line scalars, block scalars, comments.
 * Everything else (tags, multi-line quoted scalars, directives, any mistake) makes it give up, and the full reader
 * reads the document instead. What it does read it reads exactly as that one would; a test compares the two. It is some thirty times faster, which is what makes a keystroke and a whole-repository check cheap.
 */
export function parseFast(text: string): { readonly root: YamlNode | undefined } | undefined {
  if (hasUnusualCharacters(text)) return undefined;
  const reader = new FastReader(text);
  try {
    return { root: reader.readDocument() };
  } catch (error) {
    if (error === giveUp) return undefined;
    throw error;
  }
}

const maximumDepth = 200;

class FastReader extends ScalarReader {
  #depth = 0;
  readonly #anchors = new Map<string, Exclude<YamlNode, AliasNode>>();

  readDocument(): YamlNode | undefined {
    if (this.text.charCodeAt(0) === 0xfeff) this.at = 1;
    this.nextContent();
    if (this.isMarkerLine()) {
      this.at += 3;
      this.skipToLineEnd();
      this.nextContent();
    }
    if (this.atEnd()) return undefined;
    const root = this.#blockNode(-1);
    if (!this.atEnd()) throw giveUp;
    return root;
  }

  /** A block node whose first content is at `#at`, in a column greater than `parent`. */
  #blockNode(parent: number): YamlNode {
    if (++this.#depth > maximumDepth) throw giveUp;
    const node = this.#blockNodeInner(parent);
    this.#depth--;
    return node;
  }

  #blockNodeInner(parent: number): YamlNode {
    const text = this.text;
    const code = text.charCodeAt(this.at);
    if (code === dash && isBlank(text.charCodeAt(this.at + 1))) return this.#blockSequence(this.column);
    if (code === bar || code === greaterThan) return this.#blockScalar(parent);
    const column = this.column;
    const node = this.#inlineNode(parent, isBlockKeyEnd);
    if (text.charCodeAt(this.at) === colon && isBlank(text.charCodeAt(this.at + 1))) {
      if (node.type !== "scalar") throw giveUp;
      return this.#blockMapping(column, node);
    }
    return this.#endOfValue(parent, node);
  }

  /** Ends the line of a block value; a plain scalar may go on in deeper lines. */
  #endOfValue(parent: number, node: YamlNode): YamlNode {
    this.skipToLineEnd();
    this.nextContent();
    if (this.column <= parent) return node;
    if (node.type !== "scalar" || node.style !== "plain" || parent < 0) throw giveUp;
    return this.#continuedPlain(parent, node);
  }

  /** Reads the further lines of a plain scalar: one line break folds to a space, more keep all but one. */
  #continuedPlain(parent: number, first: ScalarNode): ScalarNode {
    const text = this.text;
    let value = text.slice(first.start, first.end);
    let end = first.end;
    while (this.column > parent) {
      const gap = text.slice(end, this.at);
      if (gap.includes("#")) throw giveUp;
      const breaks = gap.split("\n").length - 1;
      const start = this.at;
      end = this.plainEnd(isBlockValueEnd);
      value += (breaks === 1 ? " " : "\n".repeat(breaks - 1)) + text.slice(start, end);
      this.at = end;
      this.skipToLineEnd();
      this.nextContent();
    }
    return { type: "scalar", start: first.start, end, value: resolvePlainScalar(value), style: "plain" };
  }

  #blockMapping(column: number, firstKey: ScalarNode): MappingNode {
    const pairs: Pair[] = [];
    let key = firstKey;
    for (;;) {
      if (this.at - key.start > longestKey) throw giveUp;
      this.at++;
      pairs.push({ key, value: this.#mappingValue(column) });
      if (this.column < column) break;
      if (this.column > column || this.isMarkerLine()) throw giveUp;
      const next = this.#inlineNode(column, isBlockKeyEnd);
      if (next.type !== "scalar" || this.text.charCodeAt(this.at) !== colon) throw giveUp;
      if (!isBlank(this.text.charCodeAt(this.at + 1))) throw giveUp;
      key = next;
    }
    return { type: "mapping", start: firstKey.start, end: lastEnd(pairs, firstKey.end), pairs, flow: false };
  }

  #mappingValue(column: number): YamlNode {
    const text = this.text;
    const afterColon = this.at;
    while (text.charCodeAt(this.at) === space) this.at++;
    const code = text.charCodeAt(this.at);
    if (code === ampersand && this.at > afterColon) {
      return this.#anchored(() => this.#mappingValue(column));
    }
    if (code === asterisk && this.at > afterColon) return this.#alias(column);
    if (code === tab) throw giveUp;
    if (!isBreak(code) && !(code === hash && this.at > afterColon)) return this.#valueOnLine(column, code);
    this.skipToLineEnd();
    this.nextContent();
    if (this.column > column) return this.#blockNode(column);
    const isItem = text.charCodeAt(this.at) === dash && isBlank(text.charCodeAt(this.at + 1));
    if (this.column === column && isItem) return this.#blockSequence(column);
    return { type: "scalar", start: afterColon, end: afterColon, value: null, style: "plain" };
  }

  #valueOnLine(column: number, code: number): YamlNode {
    if (code === bar || code === greaterThan) return this.#blockScalar(column);
    if (code === dash && isBlank(this.text.charCodeAt(this.at + 1))) throw giveUp;
    return this.#endOfValue(column, this.#inlineNode(column, isBlockValueEnd));
  }

  /** `&name` before a value: what follows is read as usual and remembered under the name. */
  #anchored(readValue: () => YamlNode): YamlNode {
    const name = this.#anchorName();
    if (this.text.startsWith(" &", this.at)) throw giveUp;
    const node = readValue();
    if (node.type === "alias") throw giveUp;
    this.#anchors.set(name, node);
    return node;
  }

  #alias(parent: number): YamlNode {
    const start = this.at;
    const name = this.#anchorName();
    const target = this.#anchors.get(name);
    if (!target) throw giveUp;
    const end = this.at;
    this.skipToLineEnd();
    this.nextContent();
    if (this.column > parent) throw giveUp;
    return { type: "alias", start, end, name, target };
  }

  #anchorName(): string {
    const match = /[A-Za-z0-9_-]+/y;
    match.lastIndex = this.at + 1;
    const name = match.exec(this.text)?.[0];
    if (!name || !isBlank(this.text.charCodeAt(match.lastIndex))) throw giveUp;
    this.at = match.lastIndex;
    return name;
  }

  #blockSequence(column: number): SequenceNode {
    if (++this.#depth > maximumDepth) throw giveUp;
    const start = this.at;
    const items: YamlNode[] = [];
    let end = start + 1;
    while (this.column === column && this.text.charCodeAt(this.at) === dash) {
      if (!isBlank(this.text.charCodeAt(this.at + 1))) break;
      if (this.isMarkerLine()) throw giveUp;
      const item = this.#sequenceItem(column);
      items.push(item);
      end = Math.max(item.end, end);
    }
    if (this.column > column) throw giveUp;
    this.#depth--;
    return { type: "sequence", start, end, items, flow: false };
  }

  #sequenceItem(column: number): YamlNode {
    const text = this.text;
    const dashAt = this.at;
    let at = dashAt + 1;
    while (text.charCodeAt(at) === space) at++;
    const code = text.charCodeAt(at);
    if (code === tab) throw giveUp;
    if (code === asterisk) {
      this.at = at;
      return this.#alias(column);
    }
    if (!isBreak(code) && code !== hash) {
      this.at = at;
      this.column = column + (at - dashAt);
      return this.#blockNode(column);
    }
    this.at = dashAt + 1;
    this.skipToLineEnd();
    this.nextContent();
    if (this.column > column) return this.#blockNode(column);
    return { type: "scalar", start: dashAt + 1, end: dashAt + 1, value: null, style: "plain" };
  }

  #blockScalar(parent: number): ScalarNode {
    const start = this.at;
    const style: BlockScalarStyle = this.text.charCodeAt(start) === bar ? "literal" : "folded";
    const result = blockScalarValue(this.text, start, parent);
    if (!result) throw giveUp;
    this.at = result.next;
    this.nextContent();
    if (this.column > parent) throw giveUp;
    return { type: "scalar", start, end: result.end, value: result.value, style };
  }

  /** A scalar or flow collection on this line; block keys, block values and flow values end plain scalars differently. */
  #inlineNode(parent: number, ends: PlainEnd): YamlNode {
    const code = this.text.charCodeAt(this.at);
    if (code === doubleQuote) return this.doubleQuoted();
    if (code === singleQuote) return this.singleQuoted();
    if (code === openBracket || code === openBrace) return this.#flow(parent);
    return this.plain(ends);
  }

  #flow(parent: number): YamlNode {
    if (++this.#depth > maximumDepth) throw giveUp;
    const isSequence = this.text.charCodeAt(this.at) === openBracket;
    const node = isSequence ? this.#flowSequence(parent) : this.#flowMapping(parent);
    this.#depth--;
    return node;
  }

  /** Skips blanks and line breaks inside a flow collection; lines must be indented deeper than the parent block. */
  #flowBlanks(parent: number): void {
    const text = this.text;
    for (;;) {
      while (text.charCodeAt(this.at) === space) this.at++;
      const code = text.charCodeAt(this.at);
      if (code !== lineFeed && code !== carriageReturn) {
        if (code === hash || code === tab || Number.isNaN(code)) throw giveUp;
        return;
      }
      this.at += code === carriageReturn ? 2 : 1;
      const lineStart = this.at;
      while (text.charCodeAt(this.at) === space) this.at++;
      const first = text.charCodeAt(this.at);
      if (!isBreak(first) && this.at - lineStart <= parent) throw giveUp;
    }
  }

  #flowSequence(parent: number): SequenceNode {
    const start = this.at++;
    const items: YamlNode[] = [];
    for (;;) {
      this.#flowBlanks(parent);
      const code = this.text.charCodeAt(this.at);
      if (code === closeBracket) break;
      if (code === comma) throw giveUp;
      items.push(this.#inlineNode(parent, isFlowEnd));
      this.#flowBlanks(parent);
      if (this.text.charCodeAt(this.at) === comma) this.at++;
      else if (this.text.charCodeAt(this.at) !== closeBracket) throw giveUp;
    }
    this.at++;
    return { type: "sequence", start, end: this.at, items, flow: true };
  }

  #flowMapping(parent: number): MappingNode {
    const start = this.at++;
    const pairs: Pair[] = [];
    for (;;) {
      this.#flowBlanks(parent);
      const code = this.text.charCodeAt(this.at);
      if (code === closeBrace) break;
      if (code === comma || code === openBrace || code === openBracket) throw giveUp;
      const key = this.#inlineNode(parent, isFlowEnd);
      if (key.type !== "scalar") throw giveUp;
      pairs.push({ key, value: this.#flowPairValue(parent, key) });
      this.#flowBlanks(parent);
      if (this.text.charCodeAt(this.at) === comma) this.at++;
      else if (this.text.charCodeAt(this.at) !== closeBrace) throw giveUp;
    }
    this.at++;
    return { type: "mapping", start, end: this.at, pairs, flow: true };
  }

  #flowPairValue(parent: number, key: ScalarNode): YamlNode {
    if (this.text.charCodeAt(this.at) !== colon || this.at - key.start > longestKey) throw giveUp;
    const after = this.at + 1;
    const isAdjacent = key.style !== "plain";
    if (!isAdjacent && !isBlank(this.text.charCodeAt(after)) && !isFlowIndicator(this.text.charCodeAt(after)))
      throw giveUp;
    this.at = after;
    this.#flowBlanks(parent);
    const code = this.text.charCodeAt(this.at);
    if (code === comma || code === closeBrace) {
      return { type: "scalar", start: after, end: after, value: null, style: "plain" };
    }
    return this.#inlineNode(parent, isFlowEnd);
  }
}

function lastEnd(pairs: readonly Pair[], fallback: number): number {
  return pairs.at(-1)?.value.end ?? fallback;
}
