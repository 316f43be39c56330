/**
 * What Go's YAML parser refuses (go.yaml.in/yaml/v2, scannerc.go and parserc.go), by our own names, with what we tell
 * the user about it.
 */
export const failureMessages = {
  alias:
    "An alias or anchor needs a name of letters, digits, `-` or `_`. Quote the text if it should begin with this character.",
  blockHeader:
    "Nothing but a comment may follow `|` or `>` and its indicators on this line. Write the text on the lines below.",
  blockIndicator: "The indentation of a block text can't be 0. Leave the number away, or write 1 to 9.",
  control:
    "This invisible control character is not allowed in YAML. Remove it, or write it as an escape in double quotes.",
  directive:
    "A line that begins with `%` is a directive to YAML, and this is none that Kubernetes understands. Quote the value or indent it.",
  directiveVersion: "Kubernetes reads YAML 1.1 and refuses documents that declare another version. Remove this line.",
  documentMarker: "A quoted text can't go on behind a line `---` or `...`. A closing quote is probably missing.",
  escape: "Unknown escape in a double-quoted string. Write `\\\\` for a backslash, or use single quotes.",
  expectedContent: "A value or key is expected here. Check quotes, `,` and `:` around this place.",
  expectedDash: "An item that begins with `- ` is expected here, or the indentation does not fit the lines around it.",
  expectedKey: "A key is expected here: check the indentation, and quotes and `:` in this line and the one before.",
  flowMapping: "A `,` or `}` is missing here.",
  flowSequence: "A `,` or `]` is missing here.",
  itemPlace: "A list item can't begin here. Put `- ` on a line of its own below the key.",
  keyPlace: "A `? ` key can't begin here. Put it on a line of its own, or quote the text.",
  markerExpected: "A line `---` is expected behind the directives.",
  missingColon:
    "A key must be followed by `:` on the same line: probably a `:` is missing, or the indentation is wrong.",
  tab: "Tabs can't indent YAML. Use spaces.",
  tag: "A tag (`!name`) must be complete and be followed by a space. Quote the text if it should begin with `!`.",
  tokenStart: "A value can't begin with this character. Put the value in quotes.",
  tooDeep: "Nested too deeply to be read.",
  unclosedQuote: "A quote is opened and never closed. Add the closing quote.",
  unknownTagHandle: "This tag uses a prefix that is declared nowhere. Remove the tag, or quote the text.",
  valuePlace: "A value can't hold a second `key: value` on the same line. Quote the value, or move it to its own line.",
} as const;

/** One of the reasons for which Go's parser refuses a document. */
export type FailureReason = keyof typeof failureMessages;

/** Thrown inside the reader where Go's parser gives up; `at` is an offset, `context` where the refused thing began. */
export class Failure extends Error {
  readonly reason: FailureReason;
  readonly at: number;
  readonly context: number;

  constructor(reason: FailureReason, at: number, context = at) {
    super(reason);
    this.reason = reason;
    this.at = at;
    this.context = context;
  }
}
