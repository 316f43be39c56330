import { parse, YAMLParseError } from "yaml";
import type { IgnoredBySystem, SystemIgnores } from "../../../cluster/liveKind.ts";
import { isJsonObject, type Json, textAt } from "../../../cluster/liveObject.ts";
import { settingsMap } from "./settingsMap.ts";

/**
 * What Argo CD ignores in the objects of all applications: `resource.customizations.ignoreDifferences.<group>_<kind>` of
 * argocd-cm, and the older `resource.customizations` with everything in one text (argo-cd v3 util/settings
 * GetResourceOverrides). Differences of `status`, which it ignores by default, are never compared here.
 */
export const systemIgnores: SystemIgnores = {
  settings: settingsMap,
  entriesIn: (settings) => {
    const data = isJsonObject(settings["data"]) ? settings["data"] : {};
    const read = Object.entries(data).flatMap(([key, value]) =>
      typeof value === "string" ? entriesOf(key, value) : [],
    );
    return {
      entries: read.flatMap((each) => each.entries),
      problems: read.flatMap((each) => each.problems),
    };
  },
};

const prefix = "resource.customizations";
const splitPrefix = `${prefix}.ignoreDifferences.`;

function entriesOf(key: string, value: string): readonly IgnoredBySystem[] {
  if (key.startsWith(splitPrefix)) {
    const [group, kind, ...more] = key.slice(splitPrefix.length).split("_");
    if (more.length > 0) return [problem(key, "names no `<group>_<kind>`")];
    return [entryOf(key, kind === undefined ? (group ?? "") : `${group}/${kind}`, value)];
  }
  if (key !== prefix) return [];
  const all = readYaml(value);
  if (!isJsonObject(all)) return [problem(key, "is no YAML mapping")];
  return Object.entries(all).flatMap(([type, override]) => {
    const text = textAt(override, "ignoreDifferences");
    return text === undefined ? [] : entryOf(key, type, text);
  });
}

/** An entry as `spec.ignoreDifferences` has them. A type without a group is one of the core API; `all` is every type. */
function entryOf(key: string, type: string, text: string): IgnoredBySystem {
  const fields = readYaml(text);
  if (!isJsonObject(fields))
    return problem(key, "is no YAML mapping with jsonPointers, jqPathExpressions or managedFieldsManagers");
  const [first = "", second] = (type === "all" ? "*/*" : type).split("/");
  const [group, kind] = second === undefined ? ["", first] : [first, second];
  return { entries: [{ ...fields, group, kind, name: "", namespace: "" }], problems: [] };
}

function problem(key: string, what: string): IgnoredBySystem {
  return { entries: [], problems: [`\`${key}\` ${what}, so what it ignores is shown as a difference.`] };
}

function readYaml(text: string): Json | undefined {
  try {
    const value: Json = JSON.parse(JSON.stringify(parse(text)));
    return value;
  } catch (error) {
    if (error instanceof YAMLParseError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
