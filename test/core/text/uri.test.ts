import assert from "node:assert/strict";
import { test } from "node:test";
import {
  baseName,
  directoryOf,
  displayPath,
  isAbsolutePath,
  isWithin,
  joinUri,
  normalizeUri,
  relativePath,
} from "../../../server/core/text/uri.ts";

const normalized: readonly (readonly [why: string, input: string, expected: string])[] = [
  ["a plain path stays as it is", "file:///home/anna/gitops/apps.yaml", "file:///home/anna/gitops/apps.yaml"],
  ["a Windows drive as Node writes it", "file:///C:/Users/anna/gitops", "file:///c%3A/Users/anna/gitops"],
  ["a Windows drive as VS Code writes it", "file:///c%3A/Users/anna/gitops", "file:///c%3A/Users/anna/gitops"],
  ["an encoded capital drive letter", "file:///C%3a/Users", "file:///c%3A/Users"],
  ["backslashes of a Windows path", "file:///C:\\Users\\anna\\gitops", "file:///c%3A/Users/anna/gitops"],
  ["a Windows share", "file://NAS/share/gitops", "file://nas/share/gitops"],
  ["a macOS path with a blank", "file:///Users/anna/Git Ops/a.yaml", "file:///Users/anna/Git%20Ops/a.yaml"],
  ["the case of a macOS path", "file:///Users/Anna/Apps", "file:///Users/Anna/Apps"],
  ["characters that some clients leave bare", "file:///a/@b/(c)/d,e+f=g", "file:///a/%40b/%28c%29/d%2Ce%2Bf%3Dg"],
  ["lower-case percent sequences", "file:///caf%c3%a9", "file:///caf%C3%A9"],
  ["needless percent sequences", "file:///%61pps", "file:///apps"],
  ["bytes that are no UTF-8", "file:///a%FFb%41", "file:///a%25FFbA"],
  ["a trailing slash", "file:///a/b/", "file:///a/b"],
  ["dots and empty segments", "file:///a//./b/../c", "file:///a/c"],
  ["one slash only", "file:/a/b", "file:///a/b"],
  ["the scheme in capitals", "FILE:///a", "file:///a"],
  ["a virtual workspace", "vscode-vfs://github/org/repo/a b", "vscode-vfs://github/org/repo/a%20b"],
  ["a query of another scheme", "git:/a/b.yaml?%7B%22ref%22", "git:///a/b.yaml?%7B%22ref%22"],
  ["an unsaved document", "untitled:Untitled-1", "untitled:Untitled-1"],
];

for (const [why, input, expected] of normalized) {
  test(`normalizes ${why}`, () => {
    assert.equal(normalizeUri(input), expected);
    assert.equal(normalizeUri(expected), expected, "the normal form is its own normal form");
  });
}

test("keeps names that differ by case apart except for the drive letter", () => {
  assert.notEqual(normalizeUri("file:///a/Apps"), normalizeUri("file:///a/apps"));
  assert.equal(normalizeUri("file:///D:/a"), normalizeUri("file:///d:/a"));
});

test("normalizes a long name without backtracking", () => {
  const long = `file:///${"a".repeat(100_000)} `;
  assert.equal(normalizeUri(long), `file:///${"a".repeat(100_000)}%20`);
});

const joined: readonly (readonly [directory: string, path: string, expected: string])[] = [
  ["file:///repo/overlays/prod", "../../base", "file:///repo/base"],
  ["file:///repo/overlays/prod", "./patch.yaml", "file:///repo/overlays/prod/patch.yaml"],
  ["file:///repo", ".", "file:///repo"],
  ["file:///repo", "base/", "file:///repo/base"],
  ["file:///repo", "../../../x", "file:///x"],
  ["file:///c%3A/repo/app", "../base", "file:///c%3A/repo/base"],
  ["file:///Users/anna/Git%20Ops", "my app.yaml", "file:///Users/anna/Git%20Ops/my%20app.yaml"],
  ["file:///repo", "100%.yaml", "file:///repo/100%25.yaml"],
  ["file:///repo/app", "/charts/values.yaml", "file:///repo/app/charts/values.yaml"],
  ["file:///", "a", "file:///a"],
];

for (const [directory, path, expected] of joined) {
  test(`joins ${directory} and ${path}`, () => assert.equal(joinUri(directory, path), expected));
}

test("goes from a file to its directory and never above the root", () => {
  assert.equal(directoryOf("file:///c%3A/repo/a.yaml"), "file:///c%3A/repo");
  assert.equal(directoryOf("file:///a.yaml"), "file://");
  assert.equal(directoryOf("file://"), "file://");
});

test("names the last segment as it is on disk", () => {
  assert.equal(baseName("file:///Users/anna/Git%20Ops/my%20app.yaml"), "my app.yaml");
});

test("writes paths relative to a directory", () => {
  assert.equal(relativePath("file:///repo/overlays/prod", "file:///repo/base"), "../../base");
  assert.equal(relativePath("file:///repo", "file:///repo/Git%20Ops/a.yaml"), "Git Ops/a.yaml");
  assert.equal(relativePath("file:///c%3A/repo", "file:///c%3A/repo"), ".");
});

test("shows paths below the innermost folder", () => {
  const folders = ["file:///repo", "file:///repo/examples"];
  assert.equal(displayPath("file:///repo/examples/a.yaml", folders), "a.yaml");
  assert.equal(displayPath("file:///elsewhere/a%20b.yaml", folders), "/elsewhere/a b.yaml");
});

test("a directory holds itself and what is below, not its namesakes", () => {
  assert.equal(isWithin("file:///repo/base", "file:///repo/base"), true);
  assert.equal(isWithin("file:///repo/base/a", "file:///repo/base"), true);
  assert.equal(isWithin("file:///repo/base-2", "file:///repo/base"), false);
});

test("knows absolute paths of every system", () => {
  assert.deepEqual(["/a", "C:\\a", "c:/a", "\\\\nas\\a"].map(isAbsolutePath), [true, true, true, true]);
  assert.deepEqual(["a", "./a", "../a", "c:a", "https://x"].map(isAbsolutePath), [false, false, false, false, false]);
});
