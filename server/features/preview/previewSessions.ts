import type { IndexChange, RepositoryIndex } from "../../core/graph/repositoryIndex.ts";
import { displayPath, isWithin } from "../../core/text/uri.ts";
import type { PreviewDeployer, RenderPreviewParams, RenderPreviewResult } from "../../protocol/preview.ts";
import type { CancellationToken, Environment } from "../environment.ts";
import { type DeployedRequest, deployedRequest } from "./deployedOverlay.ts";
import { readDeployer } from "./deployer.ts";
import type { FileSource } from "./fileSource.ts";
import { type PreviewProblem, previewProblems } from "./previewProblems.ts";
import { comparisonText, previewText, renderTime } from "./previewText.ts";
import { type RenderedOverlay, renderOverlay } from "./renderOverlay.ts";

/** Where the files of a preview come from; a message where they can't be had. */
export type PreviewFiles =
  | { readonly kind: "files"; readonly source: FileSource }
  | { readonly kind: "unavailable"; readonly message: string };

/** What the sessions need besides the environment. */
export interface PreviewPorts {
  readonly environment: Environment;
  /** The files of a revision, for the repository that holds a directory. */
  readonly files: (revision: RenderPreviewParams["revision"], directory: string) => Promise<PreviewFiles>;
  /** How many of some files have unsaved changes. */
  readonly unsavedAmong: (uris: Iterable<string>) => number;
}

/** The previews that are open: renders them, and knows what each depends on. */
export interface PreviewSessions {
  render(params: RenderPreviewParams, token: CancellationToken): Promise<RenderPreviewResult>;
  close(key: string): void;
  /** The keys of the previews that a change concerns. */
  affectedBy(change: IndexChange): readonly string[];
  /** What open previews say about a file. */
  problemsOf(uri: string): readonly PreviewProblem[];
  /** Every file that some preview has something to say about. */
  filesWithProblems(): ReadonlySet<string>;
}

interface Session {
  readonly params: RenderPreviewParams;
  readonly dependsOn: ReadonlySet<string>;
  /** Files that appear below the directory belong to it. */
  readonly isListed: boolean;
  /** Something is missing that any file may declare. */
  readonly isOpen: boolean;
  readonly problems: readonly PreviewProblem[];
}

/** Creates the set of open previews of one editor. */
export function createPreviewSessions({ environment, files, unsavedAmong }: PreviewPorts): PreviewSessions {
  const sessions = new Map<string, Session>();
  const remember = (
    params: RenderPreviewParams,
    overlay: RenderedOverlay,
    deployed: DeployedRequest | undefined,
  ): void => {
    const written = deployed?.deployer.written;
    const problems = params.revision === "head" ? [] : previewProblems(overlay, params.directory, written);
    const dependsOn = new Set([...overlay.dependsOn, ...deployerFiles(deployed)]);
    const isOpen = deployed?.known.gaps.some(({ reason }) => reason !== "hidden") ?? false;
    sessions.set(params.key, { params, dependsOn, isListed: overlay.isListed, isOpen, problems });
  };
  return {
    async render(params, token) {
      const { directory, revision, key } = params;
      const found = await files(revision, directory);
      if (found.kind === "unavailable") return notRendered(found.message);
      const { index } = environment;
      const places = { files: found.source, index };
      const deployer = params.deployer && (await readDeployer(params.deployer, directory, found.source, index));
      if (params.deployer && !deployer) return notRendered(noDeployer(params.deployer, index));
      const deployed = deployer && (await deployedRequest(deployer, places));
      const overlay = await renderOverlay(
        environment.renderer,
        found.source,
        {
          key,
          directory,
          loadRestrictor: environment.settings().loadRestrictor,
          unrenderable: "skip",
          // Without a kustomization file of its own a directory is only offered where Flux writes one.
          generate: "flux",
          ...deployed?.request,
        },
        token,
      );
      const { result } = overlay;
      if (result.kind === "cancelled") return { kind: "superseded", text: "", milliseconds: 0, files: 0 };
      remember(params, overlay, deployed);
      const label = displayPath(directory, index.folders);
      const inputs = new Set([...overlay.inputs.uris.values(), ...deployerFiles(deployed)]);
      const heading = { label, revision, unsaved: unsavedAmong(inputs), deployed };
      return {
        kind: result.kind === "rendered" ? "rendered" : "failed",
        text: params.header === "comments" ? previewText(overlay, heading) : comparisonText(overlay),
        milliseconds: renderTime(result),
        files: overlay.inputs.files.size,
      };
    },
    close(key) {
      sessions.delete(key);
      environment.renderer.forget(key);
    },
    affectedBy({ texts, paths }) {
      const changed = [...texts, ...paths];
      const isAffected = ({ params: { revision, directory }, dependsOn, isListed, isOpen }: Session): boolean =>
        revision === "workingCopy" &&
        (changed.some((uri) => isOpen || dependsOn.has(uri)) ||
          (isListed && paths.some((uri) => isWithin(uri, directory))));
      return [...sessions].filter(([, session]) => isAffected(session)).map(([key]) => key);
    },
    problemsOf(uri) {
      const all = [...sessions.values()].flatMap(({ problems }) => problems).filter((problem) => problem.uri === uri);
      const seen = new Set<string>();
      return all.filter((problem) => {
        const id = `${problem.span.start} ${problem.message}`;
        return !seen.has(id) && seen.add(id);
      });
    },
    filesWithProblems: () => new Set([...sessions.values()].flatMap(({ problems }) => problems.map(({ uri }) => uri))),
  };
}

/** The files of the object and of its variables. */
function deployerFiles(deployed: DeployedRequest | undefined): readonly string[] {
  const uri = deployed?.deployer.written?.manifest.uri;
  return [
    ...(uri === undefined ? [] : [uri]),
    ...(deployed?.known.uris ?? []),
    ...(deployed?.deployer.overrides ?? []),
  ];
}

function noDeployer({ uri, kind, name }: PreviewDeployer, { folders }: RepositoryIndex): string {
  return `${displayPath(uri, folders)} declares no ${kind} ${name} any more. Open the preview from its manifest again.`;
}

function notRendered(message: string): RenderPreviewResult {
  return { kind: "failed", text: `# ${message}\n`, milliseconds: 0, files: 0 };
}
