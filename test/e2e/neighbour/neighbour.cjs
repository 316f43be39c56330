// Answers as a YAML extension with some schema would: a field, a hover, and a problem at the word `projekt`.
const { CompletionItem, CompletionItemKind, Diagnostic, Hover, languages, Range, workspace } = require("vscode");

exports.activate = ({ subscriptions }) => {
  const collection = languages.createDiagnosticCollection("YAML");
  const check = (document) => {
    const start = document.getText().indexOf("projekt");
    if (document.languageId !== "yaml" || start < 0) return collection.delete(document.uri);
    const range = new Range(document.positionAt(start), document.positionAt(start + "projekt".length));
    const problem = new Diagnostic(range, "Property projekt is not allowed.");
    problem.source = "yaml-schema: somewhere";
    return collection.set(document.uri, [problem]);
  };
  workspace.textDocuments.forEach(check);
  subscriptions.push(
    collection,
    workspace.onDidOpenTextDocument(check),
    workspace.onDidChangeTextDocument(({ document }) => check(document)),
    languages.registerCompletionItemProvider("yaml", {
      provideCompletionItems: () => [new CompletionItem("destination", CompletionItemKind.Property)],
    }),
    languages.registerHoverProvider("yaml", { provideHover: () => new Hover("the neighbour's hover") }),
  );
};
