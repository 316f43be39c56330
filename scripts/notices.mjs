// Writes dist/THIRD-PARTY-NOTICES.txt: the licenses of everything of others that the package contains.
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleInputs } from "./build.mjs";
import { outputOf, projectFolder, StepFailure } from "./steps.mjs";

/** Licenses that allow us to ship the code with a notice. */
const accepted = /^\(?(MIT|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)\b/;

const licenseFile = /^(licen[cs]e|copying|notice)/i;

/** Writes the notices of the last build; throws a StepFailure for a component without a license we can accept. */
export async function writeNotices() {
  const components = [...(await npmComponents()), ...(await goComponents())];
  const introduction = `GitOps Authoring contains the following ${components.length} components of others.\n`;
  const sections = components.map(({ name, license, text }) => `${name}\nLicense: ${license}\n\n${text.trim()}\n`);
  const file = join(projectFolder, "dist", "THIRD-PARTY-NOTICES.txt");
  await writeFile(file, [introduction, ...sections].join(`\n${"=".repeat(80)}\n\n`));
  return components.length;
}

/** The npm packages whose files went into the bundles. */
async function npmComponents() {
  const inputs = JSON.parse(await readFile(bundleInputs, "utf8"));
  const folders = new Set(inputs.flatMap((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []));
  return Promise.all([...folders].sort().map(npmComponent));
}

async function npmComponent(folder) {
  const {
    name,
    version,
    license = "unknown",
  } = JSON.parse(await readFile(join(projectFolder, folder, "package.json"), "utf8"));
  if (!accepted.test(license))
    throw new StepFailure(`${name} ${version} has the license \`${license}\`, which is not on our list.`);
  const text = await licenseText(join(projectFolder, folder));
  return { name: `${name} ${version} (npm)`, license, text: text ?? "The package carries no license file." };
}

/** The Go modules inside the engine, and Go's own run-time library; empty when the engine was not built. */
async function goComponents() {
  if (!existsSync(join(projectFolder, "dist", "kustomize.wasm"))) return [];
  const options = { cwd: join(projectFolder, "engine"), env: { ...process.env, GOOS: "js", GOARCH: "wasm" } };
  const format = "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}";
  const list = await outputOf("go", ["list", "-deps", "-f", format, "."], options);
  const root = await outputOf("go", ["env", "GOROOT"], options);
  if (list === undefined || root === undefined)
    throw new StepFailure("`go list` failed in engine/, so its licenses are unknown.");
  const lines = [...new Set(list.split("\n").filter(Boolean))].sort();
  const modules = lines.map((line) => /^(\S+) (\S+) (.+)$/.exec(line)?.slice(1) ?? []);
  const runtime = ["Go standard library and run-time", "", root];
  return Promise.all([runtime, ...modules].map(goComponent));
}

async function goComponent([path, version, folder]) {
  const text = await licenseText(folder);
  if (text === undefined) throw new StepFailure(`The Go module ${path} has no license file in ${folder}.`);
  return { name: `${path} ${version} (Go)`.replace("  ", " "), license: licenseOf(text), text };
}

/** Go modules have no license field; the wording of the text tells. */
function licenseOf(text) {
  if (text.includes("Apache License")) return "Apache-2.0";
  if (text.includes("Redistribution and use in source and binary forms")) {
    return /Neither the name/.test(text) ? "BSD-3-Clause" : "BSD-2-Clause";
  }
  return text.includes("Permission is hereby granted, free of charge") ? "MIT" : "see below";
}

/** License and notice files of a folder, one after the other; undefined when there is none. */
async function licenseText(folder) {
  const names = (await readdir(folder)).filter((name) => licenseFile.test(name) && !/\.(js|ts|go)$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), "utf8")));
  return texts.length === 0 ? undefined : texts.map((text) => text.trim()).join("\n\n");
}
