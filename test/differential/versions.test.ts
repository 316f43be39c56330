import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createRepositoryIndex } from "../../server/core/graph/indexStore.ts";
import { linesOf } from "../../server/core/manifest/parseYamlFile.ts";
import { createService } from "../../server/shell/service.ts";
import { projectFolder, yamlFilesBelow } from "../harness/yamlFiles.ts";

const index = createRepositoryIndex();
index.setFolders(["file:///repo"]);
index.markComplete();
const service = createService({ index, logger: { info: () => undefined, warn: assert.fail } });

/** The lines, counted from 0, on which an error about the API version is found. */
function versionErrors(text: string): readonly number[] {
  const uri = "file:///repo/manifest.yaml";
  index.setText(uri, text, { open: true });
  const file = index.file(uri);
  assert.ok(file);
  return service.language
    .findings(file)
    .flatMap(({ entry, findings }) =>
      findings
        .filter(({ code, severity }) => severity === "error" && /version|-API/.test(code))
        .map(({ span }) => entry.line + linesOf(entry.document).at(span.start).line),
    );
}

const known = new Set(service.environment.schemas.entries.map(({ group, kind }) => `${group}/${kind}`));
const documents = yamlFilesBelow(join(projectFolder, "examples"))
  .filter(({ path }) => !path.includes("/broken/"))
  .flatMap(({ text }) => text.split(/^---\n/m))
  .filter((text) => {
    const [, group] = /^apiVersion: ([^/\n]+)\//m.exec(text) ?? [];
    const [, kind] = /^kind: (\w+)$/m.exec(text) ?? [];
    return known.has(`${group}/${kind}`);
  });

test("every version that is unknown or no longer served is an error on its line, and no served one is", () => {
  let tried = 0;
  for (const text of documents) {
    const [whole = "", group = "", version = ""] = /^apiVersion: ([^/\n]+)\/(\S+)$/m.exec(text) ?? [];
    const [, kind = ""] = /^kind: (\w+)$/m.exec(text) ?? [];
    const line = text.slice(0, text.indexOf(whole)).split("\n").length - 1;
    const entries = service.environment.schemas.entries.filter((each) => each.group === group && each.kind === kind);
    const gone = entries.filter((each) => !each.served || each.removedIn !== undefined).map((each) => each.version);
    assert.deepEqual(versionErrors(text), [], `${whole} ${kind}`);
    for (const wrong of [...gone, "v1alpha9", "v12", `${version}beta1x`]) {
      tried++;
      const mutant = text.replace(whole, `apiVersion: ${group}/${wrong}`);
      assert.deepEqual(versionErrors(mutant), [line], `${group}/${wrong} ${kind}`);
    }
  }
  assert.ok(tried >= 200, `only ${tried} versions were tried`);
});
