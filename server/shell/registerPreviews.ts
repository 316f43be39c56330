import type { Connection } from "vscode-languageserver";
import type { IndexChange, RepositoryIndex } from "../core/graph/repositoryIndex.ts";
import { isWithin, normalizeUri } from "../core/text/uri.ts";
import { createPreviewSessions, type PreviewFiles, type PreviewSessions } from "../features/preview/previewSessions.ts";
import {
  type ClosePreviewParams,
  closePreviewNotification,
  type PreviewTargetsParams,
  previewChangedNotification,
  previewTargetsRequest,
  type RenderPreviewParams,
  type RenderPreviewResult,
  renderPreviewRequest,
} from "../protocol/preview.ts";
import { readHead } from "./adapters/gitCommit.ts";
import type { OpenBuffers } from "./adapters/openBuffers.ts";
import { createWorkingCopy, readDisk } from "./adapters/workingCopy.ts";
import type { Wrap } from "./registerFeatures.ts";
import type { Service } from "./service.ts";

/** Pause before an open preview is asked to render again, in milliseconds: a burst of edits renders once. */
const previewDelay = 30;

/** What previews need of the server. */
export interface PreviewHost {
  readonly connection: Connection;
  readonly service: Service;
  readonly index: RepositoryIndex;
  readonly buffers: OpenBuffers;
  readonly wrap: Wrap;
  /** Called with the files whose preview problems may have changed. */
  readonly problemsChanged: (uris: readonly string[]) => void;
}

/** The previews of one editor. */
export interface Previews {
  readonly sessions: PreviewSessions;
  /** Tells open previews that some of their inputs changed. */
  changed(change: IndexChange): void;
}

/** Connects the preview requests to their sessions. */
export function registerPreviews(host: PreviewHost): Previews {
  const { connection, service, index, buffers, wrap } = host;
  const unsaved = new Map<string, boolean>();
  const sessions = createPreviewSessions({
    environment: service.environment,
    files: (revision, directory) => filesOf(revision, directory, index),
    unsavedAmong: (uris) => [...uris].filter((uri) => unsaved.get(uri) === true).length,
  });
  const noteUnsaved = async (uris: readonly string[]): Promise<void> => {
    for (const uri of uris) {
      const buffer = buffers.get(uri);
      unsaved.set(uri, buffer !== undefined && (await readDisk(uri)) !== buffer.file.text);
    }
  };
  const failed: RenderPreviewResult = {
    kind: "failed",
    text: "# The preview could not be rendered: see the GitOps Authoring log for the reason.\n",
    milliseconds: 0,
    files: 0,
  };
  const render = wrap<RenderPreviewParams, RenderPreviewResult>("Preview", failed, async (params, token) => {
    await noteUnsaved(buffers.uris());
    const before = sessions.filesWithProblems();
    const result = await sessions.render({ ...params, directory: normalizeUri(params.directory) }, token);
    host.problemsChanged([...new Set([...before, ...sessions.filesWithProblems()])]);
    return result;
  });
  connection.onRequest(renderPreviewRequest, render);
  connection.onRequest(
    previewTargetsRequest,
    wrap("Preview targets", [], ({ uri, position }: PreviewTargetsParams) =>
      service.language.previewTargets({
        ...(uri !== undefined && { uri: normalizeUri(uri) }),
        ...(position !== undefined && { position }),
      }),
    ),
  );
  connection.onNotification(closePreviewNotification, ({ key }: ClosePreviewParams) => {
    const before = sessions.filesWithProblems();
    sessions.close(key);
    host.problemsChanged([...before]);
  });

  const waiting = new Set<string>();
  const tell = (): void => {
    const keys = [...waiting];
    waiting.clear();
    void connection.sendNotification(previewChangedNotification, { keys });
  };
  return {
    sessions,
    changed(change) {
      const keys = sessions.affectedBy(change);
      if (keys.length > 0 && waiting.size === 0) setTimeout(tell, previewDelay);
      for (const key of keys) waiting.add(key);
    },
  };
}

async function filesOf(
  revision: RenderPreviewParams["revision"],
  directory: string,
  index: RepositoryIndex,
): Promise<PreviewFiles> {
  if (revision === "workingCopy") return { kind: "files", source: createWorkingCopy(index) };
  const origin = index.origins.find(({ root }) => isWithin(directory, root));
  if (!origin)
    return {
      kind: "unavailable",
      message: "This folder is not in a Git repository: there is no commit to compare with.",
    };
  return readHead(origin.root);
}
