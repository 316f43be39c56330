import assert from "node:assert/strict";
import { test } from "node:test";
import { relativePath } from "../../server/core/text/uri.ts";
import { provideDocumentLinks } from "../../server/features/documentLinks.ts";
import { provideIncluders } from "../../server/features/includers.ts";
import { indexEnvironment } from "../harness/featureEnvironment.ts";
import { memoryIndex, repositoryRoot, uriOf } from "../harness/workspace.ts";

const fixture = `#- overlay/kustomization.yaml
# yaml-language-server: $schema=https://json.schemastore.org/kustomization
resources:
  - ../base
  - "namespace.yaml"
  - https://github.com/org/repo//base?ref=v1
  - missing.yaml
configMapGenerator:
  - name: settings
    files:
      - shop.conf=settings/shop.conf
patchesStrategicMerge:
  - |
    kind: Deployment
#- overlay/namespace.yaml
kind: Namespace
#- overlay/settings/shop.conf
#- base/kustomization.yaml
resources: []
#- cluster.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: other }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps }
spec: { path: ./overlay }
`;

test("links the paths of a kustomization file, exactly the path and only what exists", () => {
  const index = memoryIndex(fixture);
  const uri = uriOf("overlay/kustomization.yaml");
  const lines = (index.text(uri) ?? "").split("\n");
  const links = provideDocumentLinks(indexEnvironment(index), uri).map(({ range, target }) => [
    lines[range.start.line]?.slice(range.start.character, range.end.character),
    relativePath(repositoryRoot, target ?? ""),
  ]);
  assert.deepEqual(links, [
    ["../base", "base/kustomization.yaml"],
    ["namespace.yaml", "overlay/namespace.yaml"],
    ["settings/shop.conf", "overlay/settings/shop.conf"],
  ]);
});

test("links the path of a Flux Kustomization in a later document", () => {
  const [link] = provideDocumentLinks(indexEnvironment(memoryIndex(fixture)), uriOf("cluster.yaml"));
  assert.equal(link?.target, uriOf("overlay/kustomization.yaml"));
  assert.equal(link?.range.start.line, 7);
});

test("tells who includes a file and who deploys a kustomization file", () => {
  const environment = indexEnvironment(memoryIndex(fixture));
  const of = (path: string): readonly string[] =>
    provideIncluders(environment, uriOf(path)).map(({ label, field }) => `${label} (${field})`);
  assert.deepEqual(of("overlay/namespace.yaml"), ["overlay (resources)"]);
  assert.deepEqual(of("base/kustomization.yaml"), ["overlay (resources)"]);
  assert.deepEqual(of("overlay/kustomization.yaml"), ["cluster.yaml (path)"]);
  assert.deepEqual(of("cluster.yaml"), []);
});

test("a manifest below a directory without kustomization file is included by who deploys the directory", () => {
  const plain = memoryIndex(`${fixture.replace("path: ./overlay", "path: ./plain")}#- plain/deeper/a.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: plain }
#- plain/chosen/kustomization.yaml
resources: []
#- plain/chosen/not-listed.yaml
apiVersion: v1
kind: ConfigMap
metadata: { name: not-listed }
`);
  const of = (path: string): readonly string[] =>
    provideIncluders(indexEnvironment(plain), uriOf(path)).map(({ label, field }) => `${label} (${field})`);
  assert.deepEqual(of("plain/deeper/a.yaml"), ["cluster.yaml (path)"]);
  assert.deepEqual(of("plain/chosen/not-listed.yaml"), []);
});
