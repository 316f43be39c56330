import type { KeptVariable } from "../renderer.ts";
import type { DeployedRequest } from "./deployedOverlay.ts";
import type { VariableGap } from "./variables.ts";

/** What is not as the controller will apply it, as sentences: variables without a value, and what no render shows. */
export function deployedNotes(
  { deployer, known: { gaps } }: DeployedRequest,
  kept: readonly KeptVariable[],
  unknownAre: "left as written" | "not compared",
): readonly string[] {
  const unset = kept.filter((each) => each.unset);
  const unknown = kept.filter((each) => !each.unset);
  const refusal = unset.map(
    ({ name, object }) =>
      `Flux 2.9 refuses to apply this: \`${name}\` in ${object} has neither a value nor a default. Define it under postBuild, or write \`\${${name}:=…}\`.`,
  );
  // Secrets whose variables are used nowhere change nothing.
  const telling = gaps.filter(({ reason }) => reason !== "hidden" || unknown.length > 0);
  const sources = [...new Set(telling.map(reasonOf))];
  const names = [...unknown.map(({ name }) => name), ...deployer.changes.unknown]
    .map((name) => `\${${name}}`)
    .join(", ");
  const stays = names === "" ? [] : [`Not known, so ${unknownAre}: ${names}.`];
  return [...refusal, ...sources, ...stays, ...deployer.changes.leftOut];
}

function reasonOf({ source: { kind, name, optional, isSecret }, reason, message }: VariableGap): string {
  const object = `${optional ? "optional " : ""}${kind} ${name}`;
  switch (reason) {
    case "hidden":
      return isSecret
        ? `Variables of ${object} are not substituted: the values of Secrets are never read.`
        : `Variables of ${object} are not substituted: its values are encrypted.`;
    case "made":
      return `Variables of ${object} are not substituted: it is made by a generator or controller.`;
    case "unclear":
      return `Variables of ${object} are not substituted: several manifests may be meant.`;
    case "absent":
      return `Variables of ${object} are not substituted: no manifest here declares it${message ?? ""}.`;
    case "assumed":
      return `Shown as if there were no ${kind} ${name}: it is optional, and no manifest here declares it.`;
    case "denied":
      return `Variables of ${object} are not substituted: ${message}`;
  }
}
