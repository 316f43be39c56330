import { Disposable, window } from "vscode";
import { type ClusterAuditParams, clusterAuditNotification } from "../../server/protocol/cluster.ts";
import type { Feature } from "../feature.ts";

/** A log of its own with one line for each write to a cluster; it is made with the first. */
export const clusterLog: Feature = ({ server }) => {
  const channel: { made?: ReturnType<typeof open> } = {};
  return Disposable.from(
    server.client.onNotification(clusterAuditNotification, ({ line }: ClusterAuditParams) => {
      channel.made ??= open();
      channel.made.info(line);
    }),
    new Disposable(() => channel.made?.dispose()),
  );
};

function open() {
  return window.createOutputChannel("GitOps Cluster", { log: true });
}
