import assert from "node:assert/strict";
import { test } from "node:test";
import { compileRule, escapeFieldName } from "../../../server/core/schema/cel.ts";
import type { StructuralSchema } from "../../../server/core/schema/model.ts";
import { applyEdits } from "../../../server/core/text/span.ts";
import { object, summary, text, validate, widget, widgetText } from "./checking.ts";

interface Case {
  readonly title: string;
  readonly fields: Readonly<Record<string, StructuralSchema>>;
  readonly rule: string;
  readonly message?: string;
  /** Texts that fulfil the rule. */
  readonly holds: readonly string[];
  /** Texts that do not, each with the text under the span. */
  readonly violated: Readonly<Record<string, string>>;
  readonly says?: string;
}

const pair = { a: text, b: text };
const cases: readonly Case[] = [
  {
    title: "exactly one of two, spelled out",
    fields: pair,
    rule: "(has(self.a) && !has(self.b)) || (!has(self.a) && has(self.b))",
    holds: ["a: x", "b: x", "a: x\nb: null"],
    violated: { "a: x\nb: x": "b", "{}": "spec" },
    says: "`a` and `b` cannot be set together: keep one and remove the rest.",
  },
  {
    title: "exactly one of two, as an inequality",
    fields: pair,
    rule: "has(self.a) != has(self.b)",
    holds: ["a: x", "b: x"],
    violated: { "{}": "spec", "a: x\nb: x": "b" },
    says: "None of `a` and `b` is set. Set exactly one of them.",
  },
  {
    title: "exactly one of some, counted",
    fields: { ...pair, c: text },
    rule: "[has(self.a),has(self.b),has(self.c)].filter(x,x==true).size() == 1",
    holds: ["c: x"],
    violated: { "a: x\nc: x": "c", "{}": "spec" },
    says: "`a` and `c` cannot be set together: keep one and remove the rest.",
  },
  {
    title: "at most one of two, counted",
    fields: pair,
    rule: "[has(self.a),has(self.b)].filter(x,x==true).size() <= 1",
    holds: ["{}", "a: x"],
    violated: { "a: x\nb: x": "b" },
  },
  {
    title: "at least one of two",
    fields: pair,
    rule: "has(self.a) || has(self.b)",
    holds: ["a: x\nb: x"],
    violated: { "{}": "spec" },
    says: "None of `a` and `b` is set. Set at least one of them.",
  },
  {
    title: "not both, with one negation",
    fields: pair,
    rule: "!(has(self.a) && has(self.b))",
    holds: ["{}", "b: x"],
    violated: { "a: x\nb: x": "b" },
    says: "`a` and `b` cannot be set together: keep one and remove the rest.",
  },
  {
    title: "not both",
    fields: pair,
    rule: "!has(self.a) || !has(self.b)",
    holds: ["{}", "b: x"],
    violated: { "a: x\nb: x": "b" },
  },
  {
    title: "a field only for some values of another, its default filled in",
    fields: { provider: { type: "string", default: "generic" }, sts: object({ provider: text }) },
    rule: "self.provider == 'aws' || self.provider == 'azure' || !has(self.sts)",
    message: "STS is only for aws and azure",
    holds: ["provider: aws\nsts: {}", "provider: other"],
    violated: { "sts: {}": "sts", "provider: generic\nsts: { provider: x }": "sts" },
    says: "STS is only for aws and azure. Change or remove `sts`.",
  },
  {
    title: "reserved keys of a map",
    fields: {},
    rule: "!('one' in self) && !('two' in self)",
    message: "one and two are reserved",
    holds: ["three: x"],
    violated: { "two: x": "spec" },
  },
  {
    title: "numbers of both kinds, lists and text",
    fields: { n: { type: "integer" }, "r-d": { type: "number" }, list: { type: "array", items: text } },
    rule: "self.n > 1 && self.r__dash__d < 0.5 && self.list.all(x, x.matches('^a')) && self.list.size() == self.n",
    holds: ['"n": 2\nr-d: 0.25\nlist: [a, ab]', '"n": 2.0\nr-d: 0\nlist: [a, ab]'],
    violated: { '"n": 1\nr-d: 0.25\nlist: [a]': '"n"', '"n": 2\nr-d: 0.25\nlist: [a, b]': '"n"' },
  },
];

for (const { title, fields, rule, message, holds, violated, says } of cases) {
  test(`The CEL rule for ${title} is asked`, () => {
    const rules = [{ rule, ...(message !== undefined && { message }) }];
    const open = Object.keys(fields).length === 0;
    const spec: StructuralSchema = open
      ? { type: "object", additionalProperties: text, "x-kubernetes-validations": rules }
      : { ...object(fields), "x-kubernetes-validations": rules };
    const kind = widget(spec);
    for (const source of holds) assert.deepEqual(validate(kind, widgetText(source)), [], source);
    for (const [source, place] of Object.entries(violated)) {
      const full = widgetText(source);
      assert.deepEqual(summary(full, validate(kind, full)), [`schema/cel @${place}`], source);
    }
    const first = Object.keys(violated)[0] ?? "";
    if (says !== undefined) assert.equal(validate(kind, widgetText(first))[0]?.message, says);
  });
}

test("Of fields that exclude each other, each can be removed", () => {
  const kind = widget({ ...object(pair), "x-kubernetes-validations": [{ rule: "!has(self.a) || !has(self.b)" }] });
  const source = widgetText("a: x\nb: z");
  const fixes = validate(kind, source)[0]?.fixes ?? [];
  assert.deepEqual(
    fixes.map(({ edits }) => applyEdits(source, edits)),
    [widgetText("b: z"), widgetText("a: x")],
  );
});

test("Rules are not asked where the structure is wrong, in patches, and about values filled in later", () => {
  const kind = widget({ ...object(pair), "x-kubernetes-validations": [{ rule: "self.a == 'x'" }] });
  const wrong = widgetText("a: z\nb: 1");
  assert.deepEqual(summary(wrong, validate(kind, wrong)), ["schema/wrong-type @1"]);
  assert.deepEqual(validate(kind, widgetText("a: z"), true), []);
  assert.deepEqual(validate(kind, widgetText("a: $" + "{A}")), []);
  assert.equal(validate(kind, widgetText("a: z")).length, 1);
});

test("A rule that cannot be evaluated gives a reason, no finding", () => {
  const outcome = compileRule({ rule: "self.missing == 1" }).evaluate(new Map());
  assert.equal(outcome.type, "failed");
  assert.equal(compileRule({ rule: "self ==" }).evaluate(new Map()).type, "failed");
  assert.notEqual(compileRule({ rule: "self ==" }).problem(), undefined);
});

test("A rule about a change is not asked about a file", () => {
  assert.equal(compileRule({ rule: "self.a == oldSelf.a" }).evaluate(new Map()).type, "holds");
});

test("Field names are escaped as the API server does", () => {
  const names = ["namespace", "a.b", "a-b", "a/b", "a__b", "plain", "9a"].map(escapeFieldName);
  const escaped = ["__namespace__", "a__dot__b", "a__dash__b", "a__slash__b", "a__underscores__b", "plain", undefined];
  assert.deepEqual(names, escaped);
});
