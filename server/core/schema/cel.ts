import { Environment } from "@marcbachmann/cel-js";
import type { CelRule } from "./model.ts";

/** What a rule says about a value. An error of evaluation is no verdict: the reason is kept for whoever asks. */
export type CelOutcome =
  | { readonly type: "holds" }
  | { readonly type: "violated" }
  | { readonly type: "failed"; readonly reason: string };

/** A CEL rule, compiled when it is first needed. */
export interface CompiledRule {
  readonly rule: CelRule;
  /** The fields of `self` that the rule looks at; undefined when it looks at `self` as a whole. */
  readonly fields: ReadonlySet<string> | undefined;
  /** Why the expression cannot be compiled, or undefined when it can. */
  problem(): string | undefined;
  /** Asks the rule about a value as {@link celValue} makes it. */
  evaluate(self: unknown): CelOutcome;
}

type Program = (context: { readonly self: unknown }) => unknown;
type Compiled = { readonly program: Program } | { readonly problem: string };

const holds: CelOutcome = { type: "holds" };
const violated: CelOutcome = { type: "violated" };
const environment = createEnvironment();
const programs = new Map<string, Compiled>();

/** Prepares a rule; each distinct expression is compiled once, however many schemas repeat it. */
export function compileRule(rule: CelRule): CompiledRule {
  const isTransition = /\boldSelf\b/.test(rule.rule);
  return {
    rule,
    fields: fieldsOfSelf(rule.rule),
    problem() {
      const compiled = programOf(rule.rule);
      return "problem" in compiled ? compiled.problem : undefined;
    },
    evaluate(self) {
      // Transition rules compare with the object in the cluster, which a file does not have.
      if (isTransition) return holds;
      const compiled = programOf(rule.rule);
      if ("problem" in compiled) return { type: "failed", reason: compiled.problem };
      try {
        return compiled.program({ self }) === false ? violated : holds;
      } catch (error) {
        return { type: "failed", reason: reasonOf(error) };
      }
    },
  };
}

/** The name under which CEL knows a field (k8s.io/apiserver pkg/cel/model, Escape); undefined when it has none. */
export function escapeFieldName(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  const escaped = name
    .replaceAll("__", "__underscores__")
    .replaceAll(".", "__dot__")
    .replaceAll("-", "__dash__")
    .replaceAll("/", "__slash__");
  return /^[A-Za-z_]\w*$/.test(escaped) ? escaped : undefined;
}

const reserved: ReadonlySet<string> = new Set([
  ...["true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import"],
  ...["let", "loop", "package", "namespace", "return", "var", "void", "while"],
]);

function programOf(expression: string): Compiled {
  const known = programs.get(expression);
  if (known) return known;
  const compiled = compile(expression);
  programs.set(expression, compiled);
  return compiled;
}

function compile(expression: string): Compiled {
  try {
    const program = environment.parse(expression);
    const verdict = program.check();
    return verdict.valid ? { program } : { problem: reasonOf(verdict.error) };
  } catch (error) {
    return { problem: reasonOf(error) };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** CEL as the API server extends it, as far as the rules of our schemas need it. */
function createEnvironment(): Environment {
  return new Environment({ homogeneousAggregateLiterals: false, enableOptionalTypes: true })
    .registerVariable("self", "dyn")
    .registerVariable("oldSelf", "dyn")
    .registerFunction("isURL(string): bool", isUrl);
}

/** An absolute URI or an absolute path, as Go's url.ParseRequestURI takes it. */
function isUrl(text: string): boolean {
  return /^(?:[A-Za-z][A-Za-z0-9+.-]*:\S+|\/\S*)$/.test(text);
}

function fieldsOfSelf(expression: string): ReadonlySet<string> | undefined {
  const withoutTexts = expression.replaceAll(/'[^']*'|"[^"]*"/g, "''");
  if (/\bself\b(?!\s*\.\s*[A-Za-z_])/.test(withoutTexts) || /\bself\s*\.\s*\w+\s*\(/.test(withoutTexts))
    return undefined;
  return new Set([...withoutTexts.matchAll(/\bself\s*\.\s*(\w+)/g)].map((match) => match[1] ?? ""));
}
