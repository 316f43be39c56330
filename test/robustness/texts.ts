/** A manifest that every feature has something to say about. */
export const source = `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata:
  name: apps
  namespace: flux-system
spec:
  interval: 1m
  url: https://github.com/example-org/apps
  ref:
    branch: main
`;

/** Aliases of aliases: `levels` of them stand for ten to the power of `levels` values. */
export function aliasBomb(levels: number): string {
  const lines = Array.from({ length: levels }, (_, at) => `l${at + 1}: &l${at + 1} [${`*l${at}, `.repeat(9)}*l${at}]`);
  return `l0: &l0 {a: x}\n${lines.join("\n")}\n`;
}

/** An Application whose fields are an alias bomb. */
export function bombedApplication(levels: number): string {
  const spec = `{project: default, sources: *l${levels}, destination: *l${levels}, syncPolicy: {syncOptions: *l${levels}}}`;
  return `${aliasBomb(levels)}apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: {name: a, labels: *l${levels}}\nspec: ${spec}\n`;
}

/** A ConfigMap whose data is an alias bomb, below a key of its own so that it is accepted as far as the aliases go. */
export function bombedConfigMap(levels: number): string {
  const data = aliasBomb(levels).trimEnd().replaceAll(/^/gm, "  ");
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n${data}\n`;
}

/** Mappings that merge each other twice on every level. */
export function mergeBomb(levels: number): string {
  const lines = Array.from(
    { length: levels },
    (_, at) => `m${at + 1}: &m${at + 1} {<<: [*m${at}, *m${at}], k${at}: 1}`,
  );
  return `m0: &m0 {a: 1}\n${lines.join("\n")}\napiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: *m${levels}\nspec: *m${levels}\n`;
}
