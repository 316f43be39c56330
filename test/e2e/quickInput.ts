import { commands } from "vscode";
import { eventually } from "./editor.ts";
import type { EditorWindow } from "./editorSuite.ts";
import { calmTexts } from "./steps.ts";

/** The pick or box on top of the window. Keys go to whatever has the focus, so one without it is not there yet. */
const onTop = ".quick-input-widget:focus-within";
const focusedLine = `${onTop} .monaco-list-row.focused`;

/** An answer to one pick or box: Enter, after a text was typed if there is one. */
export interface Answer {
  /** What is shown when it is ready, all of it. A pick shows its title before its lines: those belong here too. */
  readonly shown: readonly RegExp[];
  readonly text?: string;
  /** The line that shall be under the cursor when the text was typed. */
  readonly line?: RegExp;
}

/** Waits for a pick or box that shows all of this and takes keys; resolves with its text. */
export function question(editor: EditorWindow, ...shown: readonly RegExp[]): Promise<string> {
  return eventually(`a question ${shown.join(" and ")}`, () => questionNow(editor, ...shown), describe(editor));
}

/** The text of the pick or box that shows all of this and takes keys; undefined when there is none. */
export async function questionNow({ texts }: EditorWindow, ...shown: readonly RegExp[]): Promise<string | undefined> {
  return (await calmTexts(texts(onTop))).find((text) => shown.every((pattern) => pattern.test(text)));
}

function describe({ texts }: EditorWindow): () => Promise<unknown> {
  return async () => ({
    withFocus: await calmTexts(texts(onTop)),
    without: await calmTexts(texts(".quick-input-widget:not(:focus-within)")),
    field: await texts(`${onTop} input`),
    focusedLine: await calmTexts(texts(focusedLine)),
  });
}

/** The lines of the pick on top of the window. */
export function questionLines({ texts }: EditorWindow): Promise<readonly string[]> {
  return calmTexts(texts(`${onTop} .monaco-list-row`));
}

/** Answers the pick or box that is on top of the window or comes next. */
export async function answer(editor: EditorWindow, given: Answer): Promise<void> {
  await answerUnless(editor, given, () => false);
}

/** Resolves with false when it `isOver` before the answer was given. */
async function answerUnless(
  editor: EditorWindow,
  { shown, text = "", line }: Answer,
  isOver: () => boolean,
): Promise<boolean> {
  const { texts } = editor;
  const reached = async (what: string, probe: () => Promise<boolean>) => {
    await eventually(what, async () => isOver() || (await probe()) || undefined, describe(editor));
    return !isOver();
  };
  const isAsked = async () => (await questionNow(editor, ...shown)) !== undefined;
  const isTyped = async () => (await texts(`${onTop} input:focus`)).some((value) => value.endsWith(text));
  const isFocused = async () => (await calmTexts(texts(focusedLine))).some((each) => line?.test(each));
  if (!(await reached(`a question ${shown.join(" and ")}`, isAsked))) return false;
  await editor.type(text);
  if (!(await reached(`"${text}" in the field`, isTyped))) return false;
  if (line && !(await reached(`the line ${line} under the cursor`, isFocused))) return false;
  await editor.press("Enter");
  return true;
}

/** How often a pick is opened until it stays. */
const attempts = 3;

/**
 * Runs a command that asks questions, and answers them; resolves when it is done.
 *
 * The editor closes a pick that loses the focus, and a view that had it before takes it back when it is refreshed in that
 * very moment (VS Code 1.139, TreeView: `focused` ends one task after the blur). An extension cannot prevent that, and
 * whoever wanted the pick opens it again; it is said, so that a pick that never stays is noticed.
 */
export async function runAnswering(
  editor: EditorWindow,
  command: string,
  ...answers: readonly Answer[]
): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const state = { isOver: false };
    const isOver = () => state.isOver && attempt < attempts;
    const done = Promise.resolve(commands.executeCommand(command)).finally(() => {
      state.isOver = true;
    });
    const isAnswered = await answerAll(editor, answers, isOver);
    await done;
    if (isAnswered) return;
    editor.say(`the pick of ${command} was closed before it was answered`);
  }
}

async function answerAll(editor: EditorWindow, answers: readonly Answer[], isOver: () => boolean): Promise<boolean> {
  for (const each of answers) if (!(await answerUnless(editor, each, isOver))) return false;
  return true;
}
