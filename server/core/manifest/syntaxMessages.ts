import type { ErrorCode, YAMLError } from "yaml";
import type { SyntaxProblem } from "./document.ts";

const explanations: Readonly<Partial<Record<ErrorCode, string>>> = {
  ALIAS_PROPS: "An alias (`*name`) can't carry an anchor or a tag of its own. Remove it.",
  BAD_ALIAS: "This is no valid alias. Quote the text if it should begin with `*`, or name an anchor (`&name`).",
  BAD_COLLECTION_TYPE: "This tag does not fit the kind of value behind it.",
  BAD_DIRECTIVE: "This line begins with `%`, which YAML reads as a directive. Quote the value or indent it.",
  BAD_DQ_ESCAPE: "Unknown escape in a double-quoted string. Write `\\\\` for a backslash, or use single quotes.",
  BAD_INDENT: "The indentation does not fit the lines around it. Align this line with its siblings.",
  BAD_PROP_ORDER: "Anchors and tags belong before the value, in this place the order is wrong.",
  BAD_SCALAR_START: "A value can't begin with this character. Put the value in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "A key of several lines is not possible here. Check the indentation and a missing `:` in the line before.",
  BLOCK_IN_FLOW:
    "Block style (indented lines, `-` items) can't be used between brackets. Use commas, or drop the brackets.",
  DUPLICATE_KEY: "This key is written twice.",
  IMPOSSIBLE: "This can't be read as YAML.",
  KEY_OVER_1024_CHARS: "A key may have 1,024 characters at most. A `:` in a long line probably needs quotes.",
  MISSING_CHAR: "Something is missing here, such as a closing quote, bracket, comma or `:`.",
  MULTILINE_IMPLICIT_KEY: "A key must stand on one line: probably a `:` is missing, or the indentation is wrong.",
  MULTIPLE_ANCHORS: "A value can have one anchor only.",
  MULTIPLE_DOCS: "A second document begins here: separate documents with a line `---`.",
  MULTIPLE_TAGS: "A value can have one tag only.",
  NON_STRING_KEY: "A key must be a string.",
  TAB_AS_INDENT: "Tabs can't indent YAML. Use spaces.",
  TAG_RESOLVE_FAILED: "This value does not fit its tag.",
  UNEXPECTED_TOKEN: "This does not belong here: check quotes, `:` and indentation in this line and the one before.",
};

/** Says in our words what the YAML reader stumbled over, on at least one character of the text. */
export function describeSyntaxError(error: YAMLError, text: string): SyntaxProblem {
  const [from, to] = error.pos;
  const span = visibleSpan(text, from, to);
  return { code: "yaml/syntax", message: `${explain(error)} The rest of the file is still checked.`, span };
}

function explain(error: YAMLError): string {
  if (error.code === "MISSING_CHAR" && error.message.includes("quote")) {
    return "A quote is opened and never closed. Add the closing quote.";
  }
  if (error.code === "BAD_INDENT" && error.message.includes("Nested mappings")) return nestedMapping;
  if (error.code === "BLOCK_AS_IMPLICIT_KEY" && error.message.includes("Nested mappings")) return nestedMapping;
  return explanations[error.code] ?? "This can't be read as YAML.";
}

const nestedMapping =
  "A value can't hold a second `key: value` on the same line. Quote the value, or move it to its own line.";

/** Widens an empty span to one character and keeps it inside the text, so that an editor can underline it. */
function visibleSpan(text: string, from: number, to: number): { start: number; end: number } {
  const start = Math.max(0, Math.min(from, text.length - 1));
  const lineBreak = text.indexOf("\n", start);
  const lineEnd = lineBreak < 0 ? text.length : lineBreak;
  const end = Math.min(Math.max(to, start + 1), Math.max(lineEnd, start + 1), text.length);
  return { start, end: Math.max(end, start) };
}
