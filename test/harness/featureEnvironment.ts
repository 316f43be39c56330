import type { Position } from "vscode-languageserver-types";
import type { RepositoryIndex } from "../../server/core/graph/repositoryIndex.ts";
import { createLineIndex } from "../../server/core/text/lineIndex.ts";
import { relativePath } from "../../server/core/text/uri.ts";
import { noCluster } from "../../server/features/cluster.ts";
import type { Environment, Settings } from "../../server/features/environment.ts";
import { cursorOf, memoryIndex, parseFixture, repositoryRoot } from "./workspace.ts";

const settings: Settings = { rules: {}, yamlNeighbour: false, loadRestrictor: "rootOnly" };

/** An environment for features that need nothing but the index; whoever asks for more gets an error. */
export function indexEnvironment(index: RepositoryIndex, changes: Partial<Settings> = {}): Environment {
  const absent = (): never => {
    throw new Error("This test offers no such port.");
  };
  return {
    index,
    schemas: {
      revision: 0,
      isServed: () => false,
      clustersWithout: () => [],
      entries: [],
      find: () => undefined,
      documentation: () => undefined,
    },
    renderer: { render: absent, warmUp: absent, forget: absent, dispose: absent },
    yaml: { complete: absent, hover: absent },
    cluster: noCluster,
    now: absent,
    settings: () => ({ ...settings, ...changes }),
    logger: { info: absent, warn: absent },
  };
}

/** What a fixture with a cursor gives a feature to work on. */
export interface CursorCase {
  readonly environment: Environment;
  readonly request: { readonly uri: string; readonly position: Position };
}

/** Opens a fixture (see `parseFixture`) and puts the cursor on `$0`. */
export function cursorCase(text: string): CursorCase {
  const fixture = parseFixture(text);
  const { uri, offset } = cursorOf(fixture);
  const index = memoryIndex(fixture.files);
  const { line, column } = createLineIndex(index.text(uri) ?? "").at(offset);
  return { environment: indexEnvironment(index), request: { uri, position: { line, character: column } } };
}

/** A place as `path:line text of the line`, lines counted from 1. */
export function describePlace(index: RepositoryIndex, uri: string, line: number): string {
  const path = relativePath(repositoryRoot, uri);
  return `${path}:${line + 1} ${(index.text(uri) ?? "").split("\n")[line]?.trim() ?? ""}`.trimEnd();
}
