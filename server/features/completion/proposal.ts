import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from "vscode-languageserver-types";
import { scalarText } from "../../core/schema/edits.ts";
import type { TextEdit } from "../../core/text/span.ts";
import { toRange, toTextEdit } from "../convert.ts";
import type { CompletionSite } from "./site.ts";

/** What a proposal is, for its icon. */
export type ProposalKind = "field" | "value" | "kind" | "reference" | "file" | "folder" | "used";

/** Something that may be written at the cursor. */
export interface Proposal {
  readonly label: string;
  /** The text in the syntax of snippets; `$`, `}` and `\` of plain text are escaped. */
  readonly snippet: string;
  readonly kind: ProposalKind;
  /** Lower comes first; equal ones in the order of their labels. */
  readonly rank: number;
  /** A few words behind the label. */
  readonly detail?: string | undefined;
  /** Markdown. */
  readonly documentation?: string | undefined;
  readonly isDeprecated?: boolean;
  /** What the typed word is compared with, where that is not the label. */
  readonly filter?: string;
  /** Further changes of the document. */
  readonly edits?: readonly TextEdit[];
}

const icons: Readonly<Record<ProposalKind, CompletionItemKind>> = {
  field: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  kind: CompletionItemKind.Class,
  reference: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  folder: CompletionItemKind.Folder,
  used: CompletionItemKind.Value,
};

/** Plain text in the syntax of snippets. */
export function escapeSnippet(text: string): string {
  return text.replace(/[\\$}]/g, "\\$&");
}

/** The text that a snippet leaves when nobody fills its places in: their defaults. */
export function plainText(snippet: string): string {
  return snippet
    .replace(/\$\{\d+\|((?:[^\\|]|\\.)*)\|\}/g, (_, choices: string) => choices.split(/(?<!\\),/)[0] ?? "")
    .replace(/\$\{\d+:((?:[^\\}]|\\.)*)\}/g, "$1")
    .replace(/\$\d+/g, "")
    .replace(/\\([\\$},|])/g, "$1");
}

/** The item for an editor that knows no snippets: the text they leave. */
export function withoutSnippet(item: CompletionItem): CompletionItem {
  if (item.insertTextFormat !== InsertTextFormat.Snippet) return item;
  const { textEdit, insertText } = item;
  return {
    ...item,
    insertTextFormat: InsertTextFormat.PlainText,
    ...(textEdit && { textEdit: { ...textEdit, newText: plainText(textEdit.newText) } }),
    ...(insertText !== undefined && { insertText: plainText(insertText) }),
  };
}

/** Whether editors would still show a label: the typed characters occur in it in their order, whatever their case. */
export function mayBecome(typed: string, label: string): boolean {
  const lower = label.toLowerCase();
  let at = 0;
  for (const character of typed.toLowerCase()) {
    at = lower.indexOf(character, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** A plain value, quoted where YAML needs it. */
export function textProposal(
  { context }: CompletionSite,
  text: string,
  { detail, rank }: { readonly detail: string; readonly rank: number },
): Proposal {
  const newText = context.quote === "" ? scalarText(text) : text;
  return { label: text, snippet: escapeSnippet(newText), kind: "reference", rank, detail };
}

/** The proposals as LSP items in their order, each label once. */
export function toItems(site: CompletionSite, proposals: readonly Proposal[]): CompletionItem[] {
  const ordered = proposals.toSorted((a, b) => a.rank - b.rank || compare(a.label, b.label));
  const byLabel = new Map<string, Proposal>();
  for (const proposal of ordered) {
    const id = `${proposal.label} ${identityOf(proposal)}`;
    if (!byLabel.has(id)) byLabel.set(id, proposal);
  }
  const range = toRange(site.entry, site.context.replace);
  return [...byLabel.values()].map((proposal, at) => toItem(site, { proposal, at, range }));
}

/** What tells proposals of one label apart: the API of a kind, and what else a reference writes. */
function identityOf({ kind, detail, snippet }: Proposal): string {
  if (kind === "kind") return detail ?? "";
  return kind === "reference" ? snippet : "";
}

interface Placed {
  readonly proposal: Proposal;
  readonly at: number;
  readonly range: ReturnType<typeof toRange>;
}

function toItem({ context, entry, margin }: CompletionSite, { proposal, at, range }: Placed): CompletionItem {
  const { label, snippet, kind, detail, documentation, filter, edits } = proposal;
  const isSnippet = snippet.includes("$");
  const text = context.lead + (isSnippet ? snippet : snippet.replace(/\\([\\$}])/g, "$1"));
  const newText = margin === "" ? text : text.replaceAll("\n", `\n${margin}`);
  return {
    label,
    kind: icons[kind],
    sortText: String(at).padStart(4, "0"),
    textEdit: { range, newText },
    insertTextMode: InsertTextMode.asIs,
    ...(isSnippet && { insertTextFormat: InsertTextFormat.Snippet }),
    ...(detail !== undefined && { labelDetails: { description: detail }, detail }),
    ...(documentation !== undefined && { documentation: { kind: MarkupKind.Markdown, value: documentation } }),
    ...(filter !== undefined && { filterText: filter }),
    ...(edits && margin === "" && { additionalTextEdits: edits.map((edit) => toTextEdit(entry, edit)) }),
    ...(proposal.isDeprecated && { tags: [CompletionItemTag.Deprecated] }),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
