import type { Finding } from "../lint/finding.ts";
import type { Manifest } from "../manifest/manifest.ts";
import type { SequenceNode, YamlNode } from "../manifest/node.ts";
import { type AliasNode, effectivePairs, isMerge, keyText, type MappingNode, type Pair } from "../manifest/node.ts";
import { checkCombinations } from "./checkCombinations.ts";
import type { Checker } from "./checker.ts";
import { rootChecker } from "./checker.ts";
import { checkRules } from "./checkRules.ts";
import { checkScalar } from "./checkScalar.ts";
import { checkItems, checkMappingSize } from "./checkSize.ts";
import { missingField } from "./findings/missingField.ts";
import { type FieldPlace, otherCase, unknownField } from "./findings/unknownField.ts";
import { wrongType } from "./findings/wrongType.ts";
import type { KindSchema } from "./model.ts";
import { isInStatus, startWalk, textOf, type Walk } from "./walk.ts";

/** How a document is to be read. */
export interface ValidationOptions {
  /** Patches and other parts of an object: nothing is missing there, and CEL rules wait for the whole object. */
  readonly partial: boolean;
}

/**
 * Everything in a manifest that its schema refuses, in the order of the text as far as possible. Follows the API server:
 * null values of fields count as absent, defaults fill in before anything is required, and CEL rules are asked only
 * where the structure is right (k8s.io/apiextensions-apiserver pkg/apiserver/schema).
 */
export function validateManifest(
  manifest: Manifest,
  kind: KindSchema,
  { partial }: ValidationOptions,
): readonly Finding[] {
  const walk = startWalk({ manifest, partial });
  checkNode(walk, rootChecker(kind), manifest.root);
  return walk.findings;
}

/** Checks a value against a schema node; `walk` knows the way to it. */
export function checkNode(walk: Walk, checker: Checker, node: YamlNode): void {
  if (node.type === "scalar") checkScalar(walk, checker, node);
  else if (node.type === "mapping") checkMapping(walk, checker, node);
  else if (node.type === "sequence") checkSequence(walk, checker, node);
  else checkAlias(walk, checker, node);
}

function checkMapping(walk: Walk, checker: Checker, node: MappingNode): void {
  if (checker.expected !== "object" && checker.expected !== "any") {
    if (!isTemplate(walk, node)) wrongType(walk, checker, node);
    return;
  }
  if (walk.alias && spendBudget(walk, node.pairs.length)) return;
  const before = walk.findings.length;
  walk.parents.push(checker);
  let merges = false;
  for (const pair of node.pairs) {
    if (isMerge(pair)) merges = true;
    else checkPair(walk, checker, pair, node);
  }
  if (merges) checkMerged(walk, checker, node);
  if (!walk.partial && checker.required.length > 0 && !isInStatus(walk)) checkRequired(walk, checker, node);
  if (checker.limitsSize) {
    checkMappingSize(walk, checker, node);
    checkNarrowing(walk, checker, node);
  }
  if (checker.rules.length > 0 && !walk.partial && walk.findings.length === before) checkRules(walk, checker, node);
  walk.parents.pop();
}

function checkPair(walk: Walk, checker: Checker, pair: Pair, mapping: MappingNode): void {
  const { key } = pair;
  const name = typeof key.value === "string" ? key.value : String(key.value);
  const field = checker.field(name);
  if (field) checkField(walk, field, pair);
  else if (!checker.isOpen) checkUndeclared(walk, checker, { pair, mapping });
}

function checkField(walk: Walk, field: Checker, pair: Pair): void {
  const { value } = pair;
  if (value.type === "scalar" && value.value === null) return;
  walk.trail.push(pair);
  checkNode(walk, field, value);
  walk.trail.pop();
}

function checkUndeclared(walk: Walk, checker: Checker, place: FieldPlace): void {
  const name = checker.fieldInOtherCase(keyText(place.pair));
  const field = name === undefined ? undefined : checker.field(name);
  if (name === undefined || !field) {
    unknownField(walk, checker, place);
    return;
  }
  otherCase(walk, name, place);
  checkField(walk, field, place.pair);
}

/** Pairs that `<<` brings in are told at the `<<`, as they may be right where they are written. */
function checkMerged(walk: Walk, checker: Checker, node: MappingNode): void {
  const merge = node.pairs.find(isMerge);
  if (!merge) return;
  const outer = walk.alias;
  walk.alias = outer ?? merge.value;
  for (const pair of effectivePairs(node).values()) {
    if (!node.pairs.includes(pair)) checkPair(walk, checker, pair, node);
  }
  walk.alias = outer;
}

function checkRequired(walk: Walk, checker: Checker, node: MappingNode): void {
  for (const name of checker.required) {
    if (!hasField(checker, node, name)) missingField(walk, checker, { name, mapping: node });
  }
}

function hasField(checker: Checker, node: MappingNode, name: string): boolean {
  for (const pair of node.pairs) if (pair.key.value === name && counts(checker, pair)) return true;
  if (node.pairs.some(({ key }) => checker.fieldInOtherCase(String(key.value)) === name)) return true;
  if (!node.pairs.some(isMerge)) return false;
  const merged = effectivePairs(node).get(name);
  return merged !== undefined && counts(checker, merged);
}

/** A null is as good as nothing unless the schema allows it. */
function counts(checker: Checker, { key, value }: Pair): boolean {
  if (value.type !== "scalar" || value.value !== null) return true;
  return checker.field(String(key.value))?.schema.nullable === true;
}

function checkSequence(walk: Walk, checker: Checker, node: SequenceNode): void {
  if (checker.expected !== "array" && checker.expected !== "any") {
    wrongType(walk, checker, node);
    return;
  }
  if (walk.alias && spendBudget(walk, node.items.length)) return;
  const before = walk.findings.length;
  const item = checker.item();
  if (item) for (const each of node.items) checkNode(walk, item, each);
  if (checker.limitsSize) {
    checkItems(walk, checker, node);
    checkNarrowing(walk, checker, node);
  }
  if (checker.rules.length > 0 && !walk.partial && walk.findings.length === before) checkRules(walk, checker, node);
}

function checkNarrowing(walk: Walk, checker: Checker, node: MappingNode | SequenceNode): void {
  for (const part of checker.allOf) checkNode(walk, part, node);
  checkCombinations(walk, checker, { node, fits: (part) => fits(walk, part, node) });
}

function fits(walk: Walk, checker: Checker, node: YamlNode): boolean {
  const trial = startWalk(walk);
  checkNode(trial, checker, node);
  return trial.findings.length === 0;
}

function checkAlias(walk: Walk, checker: Checker, node: AliasNode): void {
  if (!node.target || walk.aliasDepth > 50 || spendBudget(walk, 1)) return;
  const outer = walk.alias;
  walk.alias = outer ?? node;
  walk.aliasDepth++;
  checkNode(walk, checker, node.target);
  walk.aliasDepth--;
  walk.alias = outer;
}

/** Whether no more values behind aliases may be looked at. */
function spendBudget(walk: Walk, values: number): boolean {
  walk.aliasBudget -= values;
  return walk.aliasBudget < 0;
}

/** `{{ .Values.name }}` without quotes reads as a flow mapping. */
function isTemplate(walk: Walk, node: MappingNode): boolean {
  return node.flow && textOf(walk, { start: node.start, end: node.start + 2 }) === "{{";
}
