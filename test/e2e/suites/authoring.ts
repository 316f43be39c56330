import assert from "node:assert/strict";
import {
  type CodeAction,
  commands,
  type DocumentLink,
  type DocumentSymbol,
  type FoldingRange,
  type Location,
  type SymbolInformation,
  workspace,
} from "vscode";
import {
  applyFix,
  completions,
  definitions,
  eventually,
  fileUri,
  findings,
  hoverText,
  labelOf,
  open,
  openText,
  positionOf,
  replace,
  revert,
} from "../editor.ts";
import { editorSuite } from "../editorSuite.ts";
import { pressInEditor, seen, typeInEditor, until } from "../steps.ts";

/** In the examples, with nothing configured: everything that helps while writing a file. */
export const run = editorSuite([
  {
    title: "a misspelt field is reported on its place with what is meant",
    run: async () => {
      const { document } = await open("broken/application-unknown-field.yaml");
      const [finding] = await eventually("a finding", () => nonEmpty(findings(document.uri)));
      assert.ok(finding);
      assert.equal(document.getText(finding.range), "targetRevison");
      assert.match(finding.message, /targetRevision/);
    },
  },
  {
    title: "its quick fix corrects the file and the finding goes away",
    run: async () => {
      const { document } = await open("broken/application-unknown-field.yaml");
      await eventually("a finding", () => nonEmpty(findings(document.uri)));
      await applyFix(document, positionOf(document, "targetRevison"), /targetRevision/);
      assert.match(document.getText(), /^ {4}targetRevision: main$/m);
      await eventually("no finding", () => (findings(document.uri).length === 0 ? true : undefined));
      await revert(document);
    },
  },
  {
    title: "several documents of several kinds in one file each get their own schema",
    run: async () => {
      const { document } = await openText(
        [
          "apiVersion: source.toolkit.fluxcd.io/v1",
          "kind: GitRepository",
          "metadata: { name: shop, namespace: shop }",
          "spec: { interval: 1m, url: https://example.com/shop, brunch: main }",
          "---",
          "apiVersion: argoproj.io/v1alpha1",
          "kind: AppProject",
          "metadata: { name: shop, namespace: argocd }",
          "spec: { sourceRepos: everything }",
          "---",
          "not: a Kubernetes manifest",
        ].join("\n"),
      );
      const found = await eventually("two findings", () => {
        const seen = findings(document.uri);
        return seen.length >= 2 ? seen : undefined;
      });
      assert.deepEqual(found.map(({ range }) => range.start.line).sort(), [3, 8]);
    },
  },
  {
    title: "a schema comment of the YAML extension changes nothing, and a fix removes it",
    run: async () => {
      const { document } = await openText(
        [
          "# yaml-language-server: $schema=https://schemas.example.com/application.json",
          "apiVersion: argoproj.io/v1alpha1",
          "kind: Application",
          "metadata: { name: shop, namespace: argocd }",
          "spec: { projekt: default, destination: { namespace: shop }, source: { repoURL: https://example.com/shop } }",
        ].join("\n"),
      );
      await eventually("the misspelt field", () =>
        nonEmpty(findings(document.uri).filter(({ message }) => /projekt/.test(message))),
      );
      await applyFix(document, positionOf(document, "yaml-language-server"), /schema/i);
      assert.doesNotMatch(document.getText(), /yaml-language-server/);
    },
  },
  {
    title: "completion offers the fields of the place, documented, the required ones first",
    run: async (editor) => {
      const { document, cursor } = await openText(
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: shop\nspec:\n  $0",
      );
      const items = await eventually("fields", async () => nonEmpty(await completions(document, cursor)));
      const sorted = [...items].sort((one, two) =>
        (one.sortText ?? labelOf(one)).localeCompare(two.sortText ?? labelOf(two)),
      );
      const labels = sorted.map(labelOf);
      for (const field of ["interval", "path", "prune", "sourceRef"])
        assert.ok(labels.slice(0, 8).includes(field), labels.join());
      assert.ok(labels.includes("postBuild"));
      assert.ok(items.find((item) => labelOf(item) === "prune")?.documentation);
      await pressInEditor(editor, "Control+End");
      await pressInEditor(editor, "Control+Space");
      await seen(editor, ".suggest-widget .monaco-list-row", /interval/);
      await pressInEditor(editor, "Escape");
    },
  },
  {
    title: "completion offers the names of the sources that the repository declares",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const cursor = positionOf(document, "flux-system\n---");
      const labels = (await completions(document, cursor)).map(labelOf);
      assert.ok(labels.includes("flux-system"), labels.join());
    },
  },
  {
    title: "completion offers files and folders where kustomize wants a path",
    run: async () => {
      const { document } = await open("applications/storefront/overlays/production/kustomization.yaml");
      await replace(document, "  - session-secret.yaml\n", "  - \n");
      const line = positionOf(document, "  - ../../base").translate(1);
      const items = await eventually("paths", async () =>
        nonEmpty(await completions(document, line.with(undefined, 4))),
      );
      assert.ok(items.map(labelOf).includes("session-secret.yaml"), items.map(labelOf).join());
      await revert(document);
    },
  },
  {
    title: "an empty file offers kinds, and choosing one writes what is required",
    run: async (editor) => {
      const { document, cursor } = await openText("$0");
      const labels = await eventually("kinds", async () =>
        nonEmpty((await completions(document, cursor)).map(labelOf)),
      );
      assert.ok(
        labels.some((label) => /HelmRelease/.test(label)),
        labels.join(),
      );
      const text = () => document.getText();
      await typeInEditor(editor, "HelmRel");
      await until("the typed text", () => text() === "HelmRel", text);
      await pressInEditor(editor, "Control+Space");
      await seen(editor, ".suggest-widget .monaco-list-row.focused", /HelmRelease/);
      await pressInEditor(editor, "Enter");
      await until("the required fields", () => /^ {2}interval:/m.test(text()), text);
      assert.match(text(), /^apiVersion: helm\.toolkit\.fluxcd\.io\/v2$/m);
      await pressInEditor(editor, "Escape");
    },
  },
  {
    title: "hover explains a field with its type and a link to its documentation",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const text = await eventually("a hover", async () => {
        const shown = await hoverText(document, positionOf(document, "prune:"));
        return shown === "" ? undefined : shown;
      });
      assert.match(text, /prune/);
      assert.match(text, /boolean/i);
      assert.match(text, /https:\/\//);
    },
  },
  {
    title: "definition jumps from a source reference to the file that declares the source",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const [target] = await definitions(document, positionOf(document, "flux-system\n---"));
      assert.match(target?.path ?? "", /clusters\/production\/flux-system\/sync\.yaml$/);
    },
  },
  {
    title: "definition jumps from a kustomize entry to the file it names",
    run: async () => {
      const { document } = await open("applications/storefront/overlays/production/kustomization.yaml");
      const [target] = await definitions(document, positionOf(document, "session-secret.yaml"));
      assert.match(target?.path ?? "", /overlays\/production\/session-secret\.yaml$/);
      const links = await commands.executeCommand<readonly DocumentLink[]>("vscode.executeLinkProvider", document.uri);
      assert.ok(links.some(({ target: link }) => link?.path.endsWith("/production-resources.yaml")));
    },
  },
  {
    title: "references of a declared object list those who use it",
    run: async () => {
      const { document } = await open("clusters/production/flux-system/sync.yaml");
      const name = positionOf(document, "name: flux-system").translate(0, 7);
      const found = await commands.executeCommand<readonly Location[]>(
        "vscode.executeReferenceProvider",
        document.uri,
        name,
      );
      assert.ok(found.some(({ uri }) => uri.path.endsWith("/clusters/production/infrastructure.yaml")));
    },
  },
  {
    title: "outline, workspace symbols and folding know the objects",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const symbols = await commands.executeCommand<readonly DocumentSymbol[]>(
        "vscode.executeDocumentSymbolProvider",
        document.uri,
      );
      assert.match(symbols.map(({ name, detail }) => `${name} ${detail}`).join("\n"), /infrastructure-secrets/);
      const everywhere = await commands.executeCommand<readonly SymbolInformation[]>(
        "vscode.executeWorkspaceSymbolProvider",
        "infrastructure-controllers",
      );
      assert.ok(everywhere.some(({ location }) => location.uri.path.endsWith("/infrastructure.yaml")));
      const folds = await commands.executeCommand<readonly FoldingRange[]>(
        "vscode.executeFoldingRangeProvider",
        document.uri,
      );
      assert.ok(folds.length > 2);
    },
  },
  {
    title: "a file that is deleted on disk is missed by the kustomization that lists it, until it is back",
    run: async () => {
      const { document } = await open("applications/catalog/base/kustomization.yaml");
      const service = fileUri("applications/catalog/base/service.yaml");
      const content = await workspace.fs.readFile(service);
      await workspace.fs.delete(service);
      const [finding] = await eventually("the finding", () =>
        nonEmpty(findings(document.uri).filter(({ message }) => message.includes("service.yaml"))),
      );
      assert.equal(finding === undefined ? "" : document.getText(finding.range).includes("service.yaml"), true);
      await workspace.fs.writeFile(service, content);
      await eventually("no finding", () => (findings(document.uri).length === 0 ? true : undefined));
    },
  },
  {
    title: "the correct examples have no findings",
    run: async () => {
      const files = await workspace.findFiles("{argocd,clusters,infrastructure,monitoring,tenants}/**/*.yaml");
      assert.ok(files.length > 10);
      for (const uri of files) await workspace.openTextDocument(uri);
      const { document } = await open("broken/application-wrong-type.yaml");
      // Documents are answered in order: when the broken one has its finding, the others have theirs.
      await eventually("the finding of the broken file", () => nonEmpty(findings(document.uri)));
      const found = files.flatMap((uri) => findings(uri).map(({ message }) => `${uri.path}: ${message}`));
      assert.deepEqual(found, []);
    },
  },
  {
    title: "fixes are offered as quick fixes only where there is something to fix",
    run: async () => {
      const { document } = await open("clusters/production/infrastructure.yaml");
      const range = document.lineAt(0).range;
      const actions = await commands.executeCommand<readonly CodeAction[]>(
        "vscode.executeCodeActionProvider",
        document.uri,
        range,
        "quickfix",
      );
      assert.deepEqual(
        actions.map(({ title }) => title),
        [],
      );
    },
  },
]);

function nonEmpty<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}
