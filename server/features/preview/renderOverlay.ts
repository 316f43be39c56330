import type { ControllerChanges, RenderChanges } from "../../core/kinds/renderChanges.ts";
import { joinUri } from "../../core/text/uri.ts";
import type { Renderer, RenderFacts, RenderResult, RenderToken, SkippedEntry } from "../renderer.ts";
import { addMissing, collectInputs, type Inputs } from "./collectInputs.ts";
import { enginePath, type FileSource, uriOfEnginePath } from "./fileSource.ts";
import { generatedKustomization, hasKustomization } from "./generateKustomization.ts";
import { type Generated, plainDirectory } from "./plainDirectory.ts";

/** What to render and how strictly. */
export interface OverlayRequest {
  readonly key: string;
  /** URI of the directory. */
  readonly directory: string;
  readonly loadRestrictor: "rootOnly" | "none";
  /** `skip` renders what can be and lists the rest, `fail` behaves as `kustomize build`. */
  readonly unrenderable: "fail" | "skip";
  /** Writes a kustomization file where there is none: as Flux does, or from the files that a controller takes. */
  readonly generate?: "flux" | NonNullable<RenderChanges["files"]>;
  /** What a controller does around the build, and the directories that it builds in, relative to the directory. */
  readonly changes?: ControllerChanges;
  readonly components?: readonly string[];
}

/** The outcome, with the URIs that it depends on. */
export interface RenderedOverlay {
  /** URI of the directory that was rendered. */
  readonly directory: string;
  readonly result: RenderResult;
  /** Files that were read, and files and directories that were looked for: a change of any of them changes the result. */
  readonly dependsOn: ReadonlySet<string>;
  /** The directory was listed with everything below it, so a file that appears anywhere there changes the result. */
  readonly isListed: boolean;
  /** URIs by engine path, for messages. */
  readonly inputs: Inputs;
}

/** How often the engine may ask for more files before the result is taken as it is. */
const maximumRounds = 25;

/** Renders a kustomize directory from a source of files: hands the engine what it can reach, then what it asks for. */
export async function renderOverlay(
  renderer: Renderer,
  source: FileSource,
  request: OverlayRequest,
  token?: RenderToken,
): Promise<RenderedOverlay> {
  const { directory } = request;
  const inputs = await collectInputs(directory, source);
  const generated = await generate(request, source);
  if (generated) await addGenerated(directory, generated.text, source, inputs);
  const components = (request.components ?? []).map((each) => joinUri(directory, each));
  await addAll(components, source, inputs);
  for (let round = 1; ; round++) {
    const rendered = await renderer.render(
      {
        key: request.key,
        target: enginePath(directory),
        files: inputs.files,
        directories: inputs.directories,
        loadRestrictor: request.loadRestrictor,
        unrenderable: request.unrenderable,
        ...(request.changes && { changes: request.changes }),
      },
      token,
    );
    const result = withSkipped(rendered, generated?.skipped ?? []);
    const facts = factsOf(result);
    const uris = (facts?.missing ?? []).map((path) => uriOfEnginePath(path, directory));
    const added = round < maximumRounds ? await addAll(uris, source, inputs) : false;
    if (added) continue;
    const dependsOn = new Set([...dependencies(directory, inputs, facts), ...components]);
    return { directory, result, dependsOn, isListed: generated !== undefined, inputs };
  }
}

async function generate({ directory, generate }: OverlayRequest, source: FileSource): Promise<Generated | undefined> {
  if (generate === undefined || hasKustomization(directory, source)) return undefined;
  if (generate !== "flux") return plainDirectory(directory, source, generate);
  return { text: generatedKustomization(directory, source), skipped: [] };
}

function withSkipped(result: RenderResult, skipped: readonly SkippedEntry[]): RenderResult {
  const isDone = result.kind === "rendered" || result.kind === "failed";
  return isDone && skipped.length > 0 ? { ...result, skipped: [...result.skipped, ...skipped] } : result;
}

async function addGenerated(directory: string, text: string, source: FileSource, inputs: Inputs): Promise<void> {
  const file = joinUri(directory, "kustomization.yaml");
  const generated: FileSource = {
    hasFile: (uri) => uri === file || source.hasFile(uri),
    hasDirectory: (uri) => source.hasDirectory(uri),
    children: (uri) => source.children(uri),
    read: (uri) => (uri === file ? Promise.resolve(text) : source.read(uri)),
  };
  const found = await collectInputs(directory, generated);
  for (const [path, content] of found.files) inputs.files.set(path, content);
  for (const [path, uri] of found.uris) inputs.uris.set(path, uri);
  for (const path of found.directories) inputs.directories.add(path);
}

async function addAll(uris: readonly string[], source: FileSource, inputs: Inputs): Promise<boolean> {
  let added = false;
  for (const uri of uris) added = (await addMissing(uri, source, inputs)) || added;
  return added;
}

function factsOf(result: RenderResult): RenderFacts | undefined {
  return result.kind === "rendered" || result.kind === "failed" ? result : undefined;
}

function dependencies(directory: string, inputs: Inputs, facts: RenderFacts | undefined): ReadonlySet<string> {
  const paths = [...(facts?.read ?? []), ...(facts?.missing ?? [])];
  const uris = paths.map((path) => inputs.uris.get(path) ?? uriOfEnginePath(path, directory));
  return new Set([directory, ...inputs.uris.values(), ...uris]);
}
