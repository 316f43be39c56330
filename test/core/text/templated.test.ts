import assert from "node:assert/strict";
import { test } from "node:test";
import { isTemplated, isUnrendered } from "../../../server/core/text/templated.ts";

test("A text that another tool fills in is told by its marks", () => {
  for (const text of [
    "${APP}",
    "a-{{ .x }}",
    "{% if a %}",
    "<%= name %>",
    "$(NAME)",
    "#{Name}",
    "<<name>>",
    "$ARGOCD_APP_NAME",
  ])
    assert.ok(isTemplated(text), text);
  for (const text of ["a$b", "{a}", "1 < 2", "# a", "$HOME", "50%"]) assert.ok(!isTemplated(text), text);
});

test("An action of a template engine in place of a key or a value makes a template", () => {
  const templates = [
    "{% raw %}\nkind: Secret\n{% endraw %}",
    "spec:\n  {{- with .Values.a }}\n  interval: 5m",
    "items:\n- {{ toYaml . }}",
    "path: {{ .a | quote }}",
    "path: apps/{{ .a }}",
    "spec:\n  <% if oci %>\n  type: oci",
    "files:\n%{ for file in files ~}\n- a\n%{ endfor ~}\n",
    "data: |\n  text\nname: {{ a }}",
  ];
  for (const text of templates) assert.ok(isUnrendered(text), text);
});

test("Templates that are data of the document do not make it one", () => {
  const documents = [
    'data:\n  a: "{{ .a }}"\nitems: [',
    "data:\n  a: '{{ .a }}'\n",
    "data:\n  a: |\n    {{ if .a }}\n    x: {{ .b }}\n  b: [",
    "data:\n  a: &anchor |-\n    {% if a %}\n",
    "- |2\n    {{ a }}\n",
    "# {{ in a comment }}\na: [",
    "a: b # {{ x }}",
    "a: [",
  ];
  for (const text of documents) assert.ok(!isUnrendered(text), text);
});
