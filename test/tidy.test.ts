import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { projectFolder } from "./harness/yamlFiles.ts";

const sources = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "*.ts"], {
  cwd: projectFolder,
  encoding: "utf8",
})
  .split("\n")
  .filter((path) => path !== "" && existsSync(join(projectFolder, path)))
  .map((path) => ({ path, text: readFileSync(join(projectFolder, path), "utf8") }));

const product = sources.filter(({ path }) => path.startsWith("server/") || path.startsWith("client/"));

interface Import {
  readonly from: string;
  /** A path of the project for relative imports, otherwise the name of a package. */
  readonly to: string;
}

function importsOf({ path, text }: { readonly path: string; readonly text: string }): readonly Import[] {
  const pattern =
    /(?:^|\n)\s*(?:import|export)\s[^"';]*?from\s*"([^"]+)"|import\(\s*"([^"]+)"\s*\)|(?:^|\n)import\s+"([^"]+)"/g;
  return [...text.matchAll(pattern)].map((match) => {
    const name = match[1] ?? match[2] ?? match[3] ?? "";
    return { from: path, to: name.startsWith(".") ? relative(".", join(dirname(path), name)) : name };
  });
}

/** What each layer may import: its own folder, the folders and the packages named. */
const layers: readonly {
  readonly folder: string;
  readonly folders: readonly string[];
  readonly packages: readonly RegExp[];
}[] = [
  { folder: "server/protocol/", folders: [], packages: [] },
  { folder: "server/core/", folders: [], packages: [/^yaml$/, /^@marcbachmann\/cel-js$/] },
  {
    folder: "server/features/",
    folders: ["server/core/", "server/protocol/"],
    packages: [/^vscode-languageserver-types$/],
  },
  {
    folder: "server/shell/",
    folders: ["server/core/", "server/protocol/", "server/features/"],
    packages: [
      /^node:/,
      /^vscode-languageserver/,
      /^yaml-language-server$/,
      /^vscode-languageserver-textdocument$/,
      /^@kubernetes\/client-node$/,
    ],
  },
  { folder: "client/", folders: ["server/protocol/"], packages: [/^vscode$/, /^vscode-languageclient/, /^node:/] },
];

for (const layer of layers) {
  test(`${layer.folder} imports only from the layers below it`, () => {
    const wrong = product
      .filter(({ path }) => path.startsWith(layer.folder))
      .flatMap(importsOf)
      .filter(({ to }) => {
        const isProject = to.startsWith("server/") || to.startsWith("client/") || to.startsWith("test/");
        if (isProject) return ![layer.folder, ...layer.folders].some((folder) => to.startsWith(folder));
        return !layer.packages.some((name) => name.test(to));
      });
    assert.deepEqual(wrong, []);
  });
}

const soleImporters: Readonly<Record<string, readonly string[]>> = {
  "yaml-language-server": ["server/shell/adapters/yamlService.ts"],
  "@marcbachmann/cel-js": ["server/core/schema/cel.ts"],
  "@kubernetes/client-node": ["server/shell/adapters/cluster/kubeConfig.ts"],
};

for (const [name, importers] of Object.entries(soleImporters)) {
  test(`${name} is imported by its adapter only`, () => {
    const found = product.flatMap(importsOf).filter(({ to }) => to === name || to.startsWith(`${name}/`));
    assert.deepEqual([...new Set(found.map(({ from }) => from))], importers);
  });
}

test("no import goes round in a circle", () => {
  const graph = new Map(product.map((source) => [source.path, importsOf(source).map(({ to }) => to)]));
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]): void => {
    assert.ok(!trail.includes(path), [...trail, path].join(" -> "));
    if (finished.has(path)) return;
    for (const next of graph.get(path) ?? []) if (graph.has(next)) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
});

const forbidden: readonly { readonly what: string; readonly pattern: RegExp; readonly except?: RegExp }[] = [
  { what: "the type any", pattern: /[:<|&]\s*any\b|\bas any\b/ },
  { what: "a type assertion", pattern: /\bas (?!const\b)[A-Z][\w.<>[\]]*\b(?=[;,)\s\].]|$)/, except: /convert\.ts$/ },
  { what: "a non-null assertion", pattern: /[\w)\]]!(?:\.|;|\)|,|\[)/ },
  { what: "module-level let", pattern: /^let /m },
  { what: "a default export", pattern: /^export default/m },
  { what: "an empty catch", pattern: /catch\s*(\([^)]*\))?\s*\{\s*\}/ },
  { what: "a note to finish it later", pattern: /\b(?:TODO|FIXME|XXX)\b/ },
];

/** Source without comments and texts, so that prose is not taken for code. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/(^|\s)\/\/.*$/gm, "$1")
    .replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g, '""')
    .replace(/`(?:[^`\\]|\\[\s\S])*`/g, "``")
    .replace(/^(?:import|export)\s[\s\S]*?from\s*""/gm, "");
}

for (const { what, pattern, except } of forbidden) {
  test(`the product has nowhere ${what}`, () => {
    const found = product.filter(({ path, text }) => !except?.test(path) && pattern.test(codeOf(text)));
    assert.deepEqual(
      found.map(({ path, text }) => `${path}: ${pattern.exec(codeOf(text))?.[0]}`),
      [],
    );
  });
}

test("files stay short enough to be read at once", () => {
  const long = product.filter(({ text }) => text.split("\n").length > 400).map(({ path }) => path);
  assert.deepEqual(long, []);
});

test("kinds are named only where kinds are described, in rules and in schemas", () => {
  const names =
    /"(?:HelmRelease|GitRepository|HelmRepository|OCIRepository|AppProject|ExternalSecret|ClusterExternalSecret|SecretStore|ClusterSecretStore)"/;
  const allowed = /^server\/core\/(?:kinds|lint\/rules)\//;
  const found = product.filter(({ path, text }) => !allowed.test(path) && names.test(text)).map(({ path }) => path);
  assert.deepEqual(found, []);
});

test("every exported function and type has a doc comment", () => {
  const missing = product.flatMap(({ path, text }) =>
    [...text.matchAll(/(^|\n)((?:.*\n)?)export (?:async )?(?:function|interface|type|class|const) (\w+)/g)]
      .filter(([, , before]) => !/(?:\*\/|\*\/ *)\n$/.test(before ?? ""))
      .map((match) => `${path}: ${match[3]}`),
  );
  assert.deepEqual(missing, []);
});

test("the manifest of the extension names commands and settings that the client has", () => {
  const manifest: unknown = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8"));
  const declared = [...JSON.stringify(manifest).matchAll(/"command":"(gitops(?:\.[A-Za-z]+)+)"/g)].map(([, id]) => id);
  const client = product.filter(({ path }) => path.startsWith("client/commands/")).map(({ text }) => text);
  const missing = [...new Set(declared)].filter((id) => !client.some((text) => text.includes(`"${id}"`)));
  assert.deepEqual(missing, []);
});

test("the client registers each command and each feature once", () => {
  const main = product.find(({ path }) => path === "client/main.ts")?.text ?? "";
  const lists = [...main.matchAll(/const (?:features|commands): [^=]*= \[([^\]]*)\]/g)].map(([, list = ""]) => list);
  assert.equal(lists.length, 2);
  for (const list of lists) {
    const names = list.split(",").map((name) => name.trim());
    assert.deepEqual([...new Set(names)], names);
  }
});
