import { join } from "node:path";
import {
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  commands,
  type Diagnostic,
  type Extension,
  extensions,
  type Hover,
  type Location,
  type LocationLink,
  languages,
  MarkdownString,
  type Position,
  Range,
  Selection,
  type TextDocument,
  type TextEditor,
  Uri,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";

/** The extension under test; throws when the editor does not know it. */
export function extension(): Extension<unknown> {
  const found = extensions.getExtension("gitops-authoring.gitops-authoring");
  if (found === undefined) throw new Error("the extension is not installed");
  return found;
}

/** Longest time to wait for something the editor does on its own. Milliseconds. */
const patience = 30_000;

/** What is waited for right now; a test that does not end says so. */
export const awaited = new Set<string>();

/**
 * Asks again until the answer is there; throws with `what` when it never is, and with what
 * `instead` gives then.
 */
export async function eventually<T>(
  what: string,
  probe: () => T | undefined | Promise<T | undefined>,
  instead?: () => unknown,
): Promise<T> {
  const end = Date.now() + patience;
  awaited.add(what);
  try {
    for (;;) {
      const answer = await probe();
      if (answer !== undefined) return answer;
      if (Date.now() > end) {
        const last = instead === undefined ? "" : `; last seen: ${JSON.stringify(await instead())?.slice(0, 3000)}`;
        throw new Error(`never seen: ${what}${last}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  } finally {
    awaited.delete(what);
  }
}

/** Uri of a file of the workspace by its path with slashes. */
export function fileUri(path: string): Uri {
  const folder = workspace.workspaceFolders?.[0];
  if (folder === undefined) throw new Error("no folder is open");
  return Uri.file(join(folder.uri.fsPath, path));
}

/** Opens a file of the workspace in the first column. */
export async function open(path: string): Promise<TextEditor> {
  return window.showTextDocument(await workspace.openTextDocument(fileUri(path)), { preview: false });
}

/** Opens an unsaved YAML document with this text; `$0` marks the cursor and is not part of it. */
export async function openText(
  marked: string,
): Promise<{ readonly document: TextDocument; readonly cursor: Position }> {
  const offset = marked.indexOf("$0");
  const content = marked.replace("$0", "");
  const document = await workspace.openTextDocument({ language: "yaml", content });
  await window.showTextDocument(document, { preview: false });
  return { document, cursor: document.positionAt(offset < 0 ? content.length : offset) };
}

/** Puts the cursor of the active editor somewhere and shows the place. */
export function select(position: Position): void {
  const editor = window.activeTextEditor;
  if (editor === undefined) throw new Error("no editor is active");
  editor.selection = new Selection(position, position);
  editor.revealRange(editor.selection);
}

/** Where a text stands in a document, first occurrence. */
export function positionOf(document: TextDocument, text: string): Position {
  const offset = document.getText().indexOf(text);
  if (offset < 0) throw new Error(`\`${text}\` is not in ${document.uri.path}`);
  return document.positionAt(offset);
}

/** Replaces one text by another without saving; first occurrence. */
export async function replace(document: TextDocument, before: string, after: string): Promise<void> {
  const start = positionOf(document, before);
  const edit = new WorkspaceEdit();
  edit.replace(document.uri, new Range(start, document.positionAt(document.offsetAt(start) + before.length)), after);
  if (!(await workspace.applyEdit(edit))) throw new Error("the edit was refused");
}

/** Takes back what was not saved; the editor may not know yet that an edit made a moment ago is unsaved. */
export async function revert(document: TextDocument): Promise<void> {
  const saved = new TextDecoder().decode(await workspace.fs.readFile(document.uri));
  await eventually("the file as it is on disk", async () => {
    await window.showTextDocument(document, { preview: false });
    await commands.executeCommand("workbench.action.files.revert");
    return document.getText() === saved ? true : undefined;
  });
}

/** Our own findings on a document. */
export function findings(uri: Uri): readonly Diagnostic[] {
  return languages.getDiagnostics(uri).filter(({ source }) => source?.toLowerCase().startsWith("gitops") === true);
}

/** Completion items as the editor's widget would get them. */
export async function completions(document: TextDocument, position: Position): Promise<readonly CompletionItem[]> {
  const list = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
    undefined,
    20,
  );
  return list.items;
}

/** The label of an item, without its detail. */
export function labelOf({ label }: CompletionItem): string {
  return typeof label === "string" ? label : label.label;
}

/** All hover texts at a position, as one text. */
export async function hoverText(document: TextDocument, position: Position): Promise<string> {
  const hovers = await commands.executeCommand<readonly Hover[]>("vscode.executeHoverProvider", document.uri, position);
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof MarkdownString ? content.value : String(content)))
    .join("\n");
}

/** Paths and lines (zero-based) a definition jump would go to. */
export async function definitions(
  document: TextDocument,
  position: Position,
): Promise<readonly { readonly path: string; readonly line: number }[]> {
  const found = await commands.executeCommand<readonly (Location | LocationLink)[]>(
    "vscode.executeDefinitionProvider",
    document.uri,
    position,
  );
  return found.map((target) =>
    "targetUri" in target
      ? { path: target.targetUri.path, line: target.targetRange.start.line }
      : { path: target.uri.path, line: target.range.start.line },
  );
}

/** Applies the quick fix at a position whose title matches; throws when there is none. */
export async function applyFix(document: TextDocument, position: Position, title: RegExp): Promise<void> {
  const fix = await eventually(`a quick fix ${title}`, async () => {
    const actions = await commands.executeCommand<readonly CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      new Range(position, position),
      "quickfix",
      10,
    );
    return actions.find((action) => title.test(action.title));
  });
  if (fix.edit !== undefined && !(await workspace.applyEdit(fix.edit))) throw new Error("the fix was refused");
  if (fix.command !== undefined) {
    await commands.executeCommand(fix.command.command, ...(fix.command.arguments ?? []));
  }
}

/** The text of the first open document with this scheme. */
export function textOfScheme(scheme: string): string | undefined {
  return workspace.textDocuments.find(({ uri }) => uri.scheme === scheme)?.getText();
}
