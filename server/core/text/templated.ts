/**
 * Whether a text is filled in by another tool before anybody reads it: Flux substitution and Backstage (`${`), Helm,
 * ApplicationSet and Jinja templates (`{{`, `{%`), ERB (`<%`), Terraform (`%{`), kustomize variables and container
 * environments (`$(`), Octopus and makejinja (`#{`), delimiters of one's own (`<<`), Argo CD's build environment.
 */
export function isTemplated(text: string): boolean {
  return /[$%#]\{|\$\(|\{[{%]|<[<%]|\$ARGOCD_/.test(text);
}

/**
 * Whether broken YAML is broken because it is a template that nobody has rendered yet, rather than by a slip: an action
 * of a template engine stands where YAML expects a key or a value. Actions in quotes and block scalars are data of the
 * document (an ExternalSecret's own templates, a dashboard) and explain nothing.
 */
export function isUnrendered(text: string): boolean {
  if (!/\{[{%]|<%|%\{/.test(text)) return false;
  let blockIndent: number | undefined;
  for (const line of text.split("\n")) {
    const indent = line.search(/\S/);
    if (indent < 0 || (blockIndent !== undefined && indent > blockIndent)) continue;
    blockIndent = /(?:^|[:\-?]\s+(?:[&!]\S+\s+)*)[|>][-+0-9]*\s*(?:#.*)?$/.test(line) ? indent : undefined;
    if (bareAction.test(line)) return true;
  }
  return false;
}

/** An action at the start of a line, of a list item or of a value, or in the middle of a plain value. */
const bareAction = /^\s*(?:-\s+)*(?:[^\s"'#{}]+:\s+)?(?:[^\s"'#|>&*!%@`][^"'#]*)?(?:\{\{|\{%|<%|%\{)/;
