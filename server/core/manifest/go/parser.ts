import type { AliasNode, MappingNode, Pair, ScalarNode, SequenceNode, YamlNode } from "../node.ts";
import { Failure, type FailureReason } from "./failure.ts";
import { Scanner } from "./scanner.ts";
import { taggedValue } from "./tags.ts";
import type { StructureToken, TagToken, Token } from "./tokens.ts";

/** Something that Go refuses although the structure of the document is clear. */
export interface ValueProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A document as Go's parser reads it. */
export interface GoDocument {
  readonly root: YamlNode | undefined;
  readonly problems: readonly ValueProblem[];
}

const deepest = 1000;
const keyMessage =
  "A key must be a single word or string here: Kubernetes turns manifests into JSON, which has no other keys.";
const restMessage =
  "Kubernetes stops reading before this place and silently ignores the rest of the document. Align the indentation with the lines above, or separate documents with a line `---`.";

/** The properties of a node, `&name` and `!tag`; `end` is behind the last of them. */
interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  readonly start: number;
  readonly end: number;
}

type Target = Exclude<YamlNode, AliasNode>;
type Context = "block" | "blockOrItems" | "flow";

/** Builds the nodes of the first document of a text from its tokens. Throws a {@link Failure} where Go gives up. */
export function parseTokens(text: string): GoDocument {
  return new TokenParser(text).document();
}

class TokenParser {
  readonly #text: string;
  readonly #scanner: Scanner;
  readonly #anchors = new Map<string, Target>();
  readonly #handles = new Map<string, string>();
  readonly #problems: ValueProblem[] = [];
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#scanner = new Scanner(text);
  }

  document(): GoDocument {
    const first = this.#scanner.peek();
    if (first.type === "streamEnd") return { root: undefined, problems: [] };
    const isMarked = this.#directives();
    const isEmpty = isMarked && endsDocument(this.#scanner.peek());
    const root = isEmpty ? undefined : this.#node("block", first.start);
    this.#rest();
    return { root: isAbsent(root) ? undefined : root, problems: this.#problems };
  }

  /** Reads directives and `---`; says whether there was such a line. */
  #directives(): boolean {
    let version: Token | undefined;
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.type === "versionDirective") {
        if (version || token.prefix !== "1.1") throw new Failure("directiveVersion", token.start);
        version = token;
      } else if (token.type === "tagDirective") {
        if (this.#handles.has(token.handle)) throw new Failure("directive", token.start);
        this.#handles.set(token.handle, token.prefix);
      } else break;
      this.#scanner.next();
    }
    const isMarked = this.#scanner.peek().type === "documentStart";
    if (!isMarked && (version || this.#handles.size > 0)) {
      throw new Failure("markerExpected", this.#scanner.peek().start);
    }
    if (isMarked) this.#scanner.next();
    return isMarked;
  }

  /** Go reads one document and does not look at what follows, so that the rest of the text is lost. */
  #rest(): void {
    const token = this.#scanner.peek();
    if (token.type === "streamEnd") return;
    let start = token.start;
    if (token.type === "documentEnd") {
      const ignored = /(?:[ \t\r\n]|#[^\n]*|^\.\.\.)*/my;
      ignored.lastIndex = token.end;
      start = token.end + (ignored.exec(this.#text)?.[0].length ?? 0);
      if (start >= this.#text.length) return;
    }
    const lineBreak = this.#text.indexOf("\n", start);
    const end = Math.max(start + 1, lineBreak < 0 ? this.#text.length : lineBreak);
    this.#problems.push({ message: restMessage, start, end });
  }

  /** A node; `absentAt` is where it stands if it has properties but no content. */
  #node(context: Context, absentAt: number): YamlNode {
    if (++this.#depth > deepest) throw new Failure("tooDeep", absentAt);
    const node = this.#nodeInner(context);
    this.#depth--;
    return node;
  }

  #nodeInner(context: Context): YamlNode {
    const token = this.#scanner.peek();
    if (token.type === "alias") {
      this.#scanner.next();
      return {
        type: "alias",
        start: token.start,
        end: token.end,
        name: token.name,
        target: this.#anchors.get(token.name),
      };
    }
    const properties = this.#properties();
    const node = this.#content(context, properties);
    if (properties.anchor !== undefined) this.#anchors.set(properties.anchor, node);
    return node;
  }

  #properties(): Properties {
    let anchor: string | undefined;
    let tag: TagToken | undefined;
    const { start } = this.#scanner.peek();
    let end = start;
    for (let token = this.#scanner.peek(); ; token = this.#scanner.peek()) {
      if (token.type === "anchor" && anchor === undefined) anchor = token.name;
      else if (token.type === "tag" && !tag) tag = token;
      else break;
      end = token.end;
      this.#scanner.next();
    }
    return { anchor, tag: tag && this.#resolveTag(tag), start, end };
  }

  #resolveTag({ handle, suffix, start }: TagToken): string {
    if (handle === "") return suffix;
    const prefix = this.#handles.get(handle) ?? defaultHandles.get(handle);
    if (prefix === undefined) throw new Failure("unknownTagHandle", start);
    return prefix + suffix;
  }

  #content(context: Context, properties: Properties): Target {
    const token = this.#scanner.peek();
    switch (token.type) {
      case "scalar": {
        this.#scanner.next();
        const { start, end, style } = token;
        const value = this.#value(token.value, style === "plain", properties.tag, { start, end });
        return { type: "scalar", start, end, value, style };
      }
      case "blockEntry":
        if (context === "blockOrItems") return this.#sequence(token.start);
        break;
      case "blockSequenceStart":
        if (context === "flow") break;
        this.#scanner.next();
        return this.#closed(this.#sequence(token.start), "expectedDash");
      case "blockMappingStart":
        if (context === "flow") break;
        this.#scanner.next();
        return this.#closed(this.#mapping(token.start), "expectedKey");
      case "flowSequenceStart":
        return this.#flowSequence();
      case "flowMappingStart":
        return this.#flowMapping();
    }
    if (properties.end > properties.start) return this.#absent(properties.end, properties.tag);
    throw new Failure("expectedContent", token.start);
  }

  #value(
    text: string,
    isPlain: boolean,
    tag: string | undefined,
    span: { start: number; end: number },
  ): ScalarNode["value"] {
    const resolved = taggedValue(text, isPlain, tag);
    if ("value" in resolved) return resolved.value;
    this.#problems.push({ message: resolved.message, ...span });
    return text;
  }

  #absent(at: number, tag?: string): ScalarNode {
    const value = this.#value("", true, tag, { start: at, end: at });
    return { type: "scalar", start: at, end: at, value, style: "plain" };
  }

  #closed<Node>(node: Node, reason: FailureReason): Node {
    const token = this.#scanner.peek();
    if (token.type !== "blockEnd") throw new Failure(reason, token.start);
    this.#scanner.next();
    return node;
  }

  #sequence(start: number): SequenceNode {
    const items: YamlNode[] = [];
    for (let token = this.#scanner.peek(); token.type === "blockEntry"; token = this.#scanner.peek()) {
      this.#scanner.next();
      const isEmpty = emptyItemEnds.has(this.#scanner.peek().type);
      items.push(isEmpty ? this.#absent(token.end) : this.#node("block", token.end));
    }
    return { type: "sequence", start, end: Math.max(items.at(-1)?.end ?? 0, start + 1), items, flow: false };
  }

  #mapping(start: number): MappingNode {
    const pairs: Pair[] = [];
    let end = start;
    for (let token = this.#scanner.peek(); token.type === "key"; token = this.#scanner.peek()) {
      const key = this.#part(token, "key", emptyPartEnds, "blockOrItems");
      const pair = this.#pair(key, emptyPartEnds, "blockOrItems");
      end = pair.value.end;
      if (pair.key) pairs.push({ key: pair.key, value: pair.value });
    }
    return { type: "mapping", start, end, pairs, flow: false };
  }

  /** What stands behind the indicator `token`, up to one of `ends`. */
  #part(token: Token, type: "key" | "value", ends: ReadonlySet<Token["type"]>, context: Context): YamlNode {
    if (this.#scanner.next().type !== type) throw new Failure("expectedKey", token.start);
    return ends.has(this.#scanner.peek().type) ? this.#absent(token.end) : this.#node(context, token.end);
  }

  #pair(
    key: YamlNode,
    ends: ReadonlySet<Token["type"]>,
    context: Context,
  ): { readonly key: ScalarNode | undefined; readonly value: YamlNode } {
    const scalar = this.#keyOf(key);
    const token = this.#scanner.peek();
    const value = token.type === "value" ? this.#part(token, "value", ends, context) : this.#absent(key.end);
    return { key: scalar, value };
  }

  #keyOf(key: YamlNode): ScalarNode | undefined {
    const target = key.type === "alias" ? key.target : key;
    if (target?.type === "scalar") return { ...target, start: key.start, end: key.end };
    this.#problems.push({ message: keyMessage, start: key.start, end: Math.max(key.end, key.start + 1) });
    return undefined;
  }

  #flowSequence(): SequenceNode {
    const { start } = this.#scanner.next();
    const items: YamlNode[] = [];
    while (this.#scanner.peek().type !== "flowSequenceEnd") {
      if (items.length > 0 && !this.#passComma("flowSequenceEnd", "flowSequence")) break;
      const token = this.#scanner.peek();
      items.push(token.type === "key" ? this.#singlePair(token) : this.#node("flow", token.start));
    }
    const { end } = this.#scanner.next();
    return { type: "sequence", start, end, items, flow: true };
  }

  /** Passes the comma between two entries; false when the closing bracket follows it. */
  #passComma(closing: StructureToken["type"], reason: FailureReason): boolean {
    const token = this.#scanner.peek();
    if (token.type !== "flowEntry") throw new Failure(reason, token.start);
    this.#scanner.next();
    return this.#scanner.peek().type !== closing;
  }

  /** `key: value` directly between square brackets is a mapping of one pair. */
  #singlePair(token: Token): MappingNode {
    const key = this.#part(token, "key", emptySequencePartEnds, "flow");
    const pair = this.#pair(key, emptySequencePartEnds, "flow");
    const pairs = pair.key ? [{ key: pair.key, value: pair.value }] : [];
    return { type: "mapping", start: key.start, end: pair.value.end, pairs, flow: true };
  }

  #flowMapping(): MappingNode {
    const { start } = this.#scanner.next();
    const pairs: Pair[] = [];
    let isFirst = true;
    while (this.#scanner.peek().type !== "flowMappingEnd") {
      if (!isFirst && !this.#passComma("flowMappingEnd", "flowMapping")) break;
      isFirst = false;
      const { key, value } = this.#flowPair();
      if (key) pairs.push({ key, value });
    }
    const { end } = this.#scanner.next();
    return { type: "mapping", start, end, pairs, flow: true };
  }

  #flowPair(): { readonly key: ScalarNode | undefined; readonly value: YamlNode } {
    const token = this.#scanner.peek();
    if (token.type === "key")
      return this.#pair(this.#part(token, "key", emptyMappingPartEnds, "flow"), emptyMappingPartEnds, "flow");
    const key = this.#node("flow", token.start);
    return { key: this.#keyOf(key), value: this.#absent(key.end) };
  }
}

const defaultHandles: ReadonlyMap<string, string> = new Map([
  ["!", "!"],
  ["!!", "tag:yaml.org,2002:"],
]);

const emptyItemEnds: ReadonlySet<Token["type"]> = new Set(["blockEntry", "blockEnd", "key", "value"] as const);
const emptyPartEnds: ReadonlySet<Token["type"]> = new Set(["key", "value", "blockEnd"] as const);
const emptySequencePartEnds: ReadonlySet<Token["type"]> = new Set(["value", "flowEntry", "flowSequenceEnd"] as const);
const emptyMappingPartEnds: ReadonlySet<Token["type"]> = new Set(["value", "flowEntry", "flowMappingEnd"] as const);

function endsDocument({ type }: Token): boolean {
  return (
    type === "documentStart" ||
    type === "documentEnd" ||
    type === "streamEnd" ||
    type === "versionDirective" ||
    type === "tagDirective"
  );
}

/** An empty document has no root. */
function isAbsent(node: YamlNode | undefined): boolean {
  return node?.type === "scalar" && node.start === node.end && node.value === null;
}
