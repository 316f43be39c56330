import { Disposable, type LanguageStatusItem, LanguageStatusSeverity, languages } from "vscode";
import type { Feature } from "../feature.ts";
import type { ServerState } from "../server.ts";

/** The entry behind the braces of the status bar: whether the server runs, and the way to its log. */
export const serverStatus: Feature = ({ server }) => {
  const item = languages.createLanguageStatusItem("gitops.server", { language: "yaml" });
  item.name = "GitOps Authoring";
  item.command = { command: "gitops.showLog", title: "Show log" };
  show(item, server.state());
  return Disposable.from(
    item,
    server.onDidChangeState((state) => show(item, state)),
  );
};

function show(item: LanguageStatusItem, state: ServerState): void {
  item.busy = state === "starting";
  item.severity = state === "failed" ? LanguageStatusSeverity.Error : LanguageStatusSeverity.Information;
  item.text = state === "failed" ? "GitOps: server stopped" : "GitOps";
  item.detail = state === "starting" ? "starting" : "";
}
