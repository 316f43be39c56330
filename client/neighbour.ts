import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  commands,
  type Diagnostic,
  type Disposable,
  type Hover,
  languages,
  type Position,
  type TextDocument,
  type Uri,
} from "vscode";
import type { Middleware } from "vscode-languageclient/node";
import { readSettings } from "./settings.ts";

/** The part of the language client that steps back where another YAML extension already answers. */
export interface Neighbour extends Disposable {
  readonly middleware: Pick<Middleware, "handleDiagnostics" | "provideCompletionItem" | "provideHover">;
}

/** The comment that gives a file a schema in the YAML extension, whatever else it knows about the file. */
const schemaComment = /^\s*#\s*yaml-language-server\s*:/m;

/**
 * With the YAML extension beside us, most of a file is answered by one of the two: the server leaves general YAML to it,
 * and it has no schema for our kinds. A file with a schema comment has one in both, so there the answers are compared,
 * and what the other says already is not said again.
 */
export function createNeighbour(): Neighbour {
  const diagnostics = createDiagnosticsFilter();
  // While we ask the editor for all answers to a question, our own part of them is left out.
  const asking = new Set<string>();
  return {
    middleware: {
      handleDiagnostics: diagnostics.handle,
      async provideCompletionItem(document, position, context, token, next) {
        const question = questionOf("completion", document, position);
        if (asking.has(question)) return [];
        const own = await next(document, position, context, token);
        if (!own || !answersTwice(document)) return own;
        const others = await during(asking, question, () => completionsOfOthers(document, position));
        const isNew = (item: CompletionItem) => !others.has(labelOf(item));
        if (Array.isArray(own)) return own.filter(isNew);
        own.items = own.items.filter(isNew);
        return own;
      },
      async provideHover(document, position, token, next) {
        const question = questionOf("hover", document, position);
        if (asking.has(question)) return undefined;
        const own = await next(document, position, token);
        if (!own || !answersTwice(document)) return own;
        const others = await during(asking, question, () =>
          commands.executeCommand<readonly Hover[]>("vscode.executeHoverProvider", document.uri, position),
        );
        return others.length > 0 ? undefined : own;
      },
    },
    dispose: () => diagnostics.dispose(),
  };
}

function answersTwice(document: TextDocument): boolean {
  return readSettings().yamlNeighbour === true && schemaComment.test(document.getText());
}

function questionOf(kind: string, { uri }: TextDocument, { line, character }: Position): string {
  return `${kind} ${uri} ${line}:${character}`;
}

async function during<Result>(asking: Set<string>, question: string, work: () => Thenable<Result>): Promise<Result> {
  asking.add(question);
  try {
    return await work();
  } finally {
    asking.delete(question);
  }
}

/** Labels that other extensions offer; words of the text, which the editor adds by itself, are none. */
async function completionsOfOthers(document: TextDocument, position: Position): Promise<ReadonlySet<string>> {
  const list = await commands.executeCommand<CompletionList>(
    "vscode.executeCompletionItemProvider",
    document.uri,
    position,
  );
  return new Set(list.items.filter(({ kind }) => kind !== CompletionItemKind.Text).map(labelOf));
}

function labelOf({ label }: CompletionItem): string {
  return typeof label === "string" ? label : label.label;
}

interface Published {
  readonly own: Diagnostic[];
  readonly show: (shown: Diagnostic[]) => void;
  shown: Diagnostic[];
}

/** Shows our diagnostics except those on places where the YAML extension shows one. */
function createDiagnosticsFilter() {
  const published = new Map<string, Published>();
  const update = (uri: Uri, entry: Published) => {
    const shown = readSettings().yamlNeighbour === true ? withoutDuplicates(uri, entry.own) : entry.own;
    if (shown.length === entry.shown.length && shown.every((each, index) => each === entry.shown[index])) return;
    entry.shown = shown;
    entry.show(shown);
  };
  const subscription = languages.onDidChangeDiagnostics(({ uris }) => {
    for (const uri of uris) {
      const entry = published.get(uri.toString());
      if (entry !== undefined) update(uri, entry);
    }
  });
  return {
    handle: (uri: Uri, own: Diagnostic[], next: (uri: Uri, shown: Diagnostic[]) => void) => {
      const key = uri.toString();
      if (own.length === 0) {
        published.delete(key);
        return next(uri, own);
      }
      const shown = published.get(key)?.shown ?? [];
      const entry: Published = { own, shown, show: (list) => next(uri, list) };
      published.set(key, entry);
      return update(uri, entry);
    },
    dispose: () => subscription.dispose(),
  };
}

function withoutDuplicates(uri: Uri, own: readonly Diagnostic[]): Diagnostic[] {
  const others = languages
    .getDiagnostics(uri)
    .filter(({ source }) => source?.toLowerCase().startsWith("yaml") === true);
  return own.filter(({ range }) => !others.some((other) => other.range.intersection(range) !== undefined));
}
