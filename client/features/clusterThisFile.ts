import { Disposable, window } from "vscode";
import { FileTree } from "../cluster/fileTree.ts";
import type { Feature } from "../feature.ts";

/** The cursor may move for so long before the view follows it. Milliseconds. */
const calm = 200;

/** The view of the live objects that the manifest at the cursor declares. */
export const clusterThisFile: Feature = (context) => {
  const { cluster, log } = context;
  const tree = new FileTree(context);
  const view = window.createTreeView("gitops.cluster.thisFile", { treeDataProvider: tree });
  const guard = (work: Promise<void>) => {
    work.catch((error: unknown) => log.warn("The view of the active file could not follow", error));
  };
  const timer: { running?: NodeJS.Timeout } = {};
  const followSoon = () => {
    clearTimeout(timer.running);
    timer.running = setTimeout(() => guard(tree.follow()), calm);
  };
  guard(tree.setVisible(view.visible));
  return Disposable.from(
    tree,
    view,
    view.onDidChangeVisibility(({ visible }) => guard(tree.setVisible(visible))),
    window.onDidChangeActiveTextEditor(followSoon),
    window.onDidChangeTextEditorSelection(({ textEditor }) => {
      if (textEditor === window.activeTextEditor) followSoon();
    }),
    cluster.onDidChangeConnections(followSoon),
    cluster.onDidChangeItems((change) => guard(tree.update(change))),
    new Disposable(() => clearTimeout(timer.running)),
  );
};
