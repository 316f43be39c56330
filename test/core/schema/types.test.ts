import { type Case, checkCases, object, text } from "./checking.ts";

const cases: readonly Case[] = [
  {
    title: "a number where text belongs is quoted as it is written",
    schema: object({ tag: text }),
    spec: "tag: 1.10",
    found: ["schema/wrong-type @1.10"],
    fixed: 'tag: "1.10"',
    says: ["`tag` must be a string", "`1.10` is read as a number", "quotes"],
  },
  {
    title: "a word that YAML reads as a boolean is quoted where text belongs",
    schema: object({ enabled: text }),
    spec: "enabled: yes # really",
    found: ["schema/wrong-type @yes"],
    fixed: 'enabled: "yes" # really',
    says: ["`yes` is read as `true`"],
  },
  {
    title: "quotes are removed where a number or boolean belongs",
    schema: object({ replicas: { type: "integer" }, prune: { type: "boolean" }, share: { type: "number" } }),
    spec: 'replicas: "3"\nprune: \'True\'\nshare: "0.5"',
    found: ['schema/wrong-type @"3"', "schema/wrong-type @'True'", 'schema/wrong-type @"0.5"'],
    fixed: "replicas: 3\nprune: true\nshare: 0.5",
  },
  {
    title: "a scalar where a list belongs becomes a list",
    schema: object({ hosts: { type: "array", items: text } }),
    spec: "hosts: a.example.org",
    found: ["schema/wrong-type @a.example.org"],
    fixed: "hosts: [a.example.org]",
  },
  {
    title: "a mapping where a list belongs becomes its first item",
    schema: object({ refs: { type: "array", items: object({ kind: text, data: object({ a: text }) }) } }),
    spec: "refs:\n  kind: x\n  data:\n    a: b",
    found: ["schema/wrong-type @refs"],
    fixed: "refs:\n  - kind: x\n    data:\n      a: b",
  },
  {
    title: "lists and text where a mapping belongs are wrong",
    schema: object({ a: object({ x: text }), b: object({ x: text }) }),
    spec: "a:\n  - x: 1\n  - y: 2\nb: text",
    found: ["schema/wrong-type @a", "schema/wrong-type @text"],
  },
  {
    title: "several items of a list are told apart",
    schema: object({ list: { type: "array", items: { type: "integer" } } }),
    spec: "list:\n  - 1\n  - two\n  - true\n  -",
    found: ["schema/wrong-type @two", "schema/wrong-type @true", "schema/wrong-type @-"],
  },
  {
    title: "a whole float is an integer, another is not",
    schema: object({ a: { type: "integer" }, b: { type: "integer" }, c: { type: "number" } }),
    spec: "a: 1.0\nb: 1.5\nc: 3",
    found: ["schema/wrong-type @1.5"],
  },
];

checkCases(cases);
