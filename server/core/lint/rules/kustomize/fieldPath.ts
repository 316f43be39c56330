import { asString, pairOf, resolveAlias, type YamlNode } from "../../../manifest/node.ts";

/** The steps of a field path of replacements and vars; a dot is escaped as `\.`, `[name=x]` selects items. */
export function fieldPathSteps(path: string): readonly string[] {
  const steps: string[] = [];
  let step = "";
  let depth = 0;
  for (let at = 0; at < path.length; at++) {
    const character = path[at] ?? "";
    if (character === "\\" && path[at + 1] === ".") step += path[++at] ?? "";
    else if (character === "." && depth === 0) {
      steps.push(step);
      step = "";
    } else {
      if (character === "[") depth++;
      if (character === "]") depth--;
      step += character;
    }
  }
  return [...steps, step]
    .map((each) => (/^\[[^=]*\]$/.test(each) ? each.slice(1, -1) : each))
    .filter((each) => each !== "");
}

/** What a field path finds: the nodes, or `unknown` where the path uses what is not followed here. */
export function findFields(root: YamlNode, steps: readonly string[]): readonly YamlNode[] | "unknown" {
  let found: readonly YamlNode[] = [root];
  for (const step of steps) {
    const next: YamlNode[] = [];
    for (const node of found) {
      const children = childrenOf(node, step);
      if (children === "unknown") return "unknown";
      next.push(...children);
    }
    found = next;
  }
  return found;
}

function childrenOf(node: YamlNode, step: string): readonly YamlNode[] | "unknown" {
  const value = resolveAlias(node);
  if (value?.type === "scalar") return value.value === null ? [] : "unknown";
  if (value?.type === "mapping") {
    if (step === "*") return value.pairs.map((pair) => pair.value);
    const pair = pairOf(value, step);
    return pair ? [pair.value] : [];
  }
  if (value?.type !== "sequence") return "unknown";
  if (step === "*") return value.items;
  if (/^\d+$/.test(step)) return value.items.slice(Number(step), Number(step) + 1);
  const condition = /^\[([^=]*)=(.*)\]$/.exec(step);
  if (!condition) return "unknown";
  const [, key = "", expected = ""] = condition;
  return value.items.filter((item) => {
    const text = key === "" ? asString(item)?.value : asString(pairOf(item, key)?.value)?.value;
    return text === expected.replaceAll(/^["']|["']$/g, "");
  });
}
