import { type Disposable, type InputBox, QuickInputButtons, type QuickPick, type QuickPickItem, window } from "vscode";
import type { ClusterActionChoice } from "../../server/protocol/cluster.ts";

/** What the user chose, by the names of the choices. */
export type ChosenOptions = Readonly<Record<string, string | boolean | readonly string[]>>;

type Answer = { readonly kind: "chosen"; readonly options: ChosenOptions } | { readonly kind: "back" | "cancelled" };

/** One question: several flags that follow each other are asked at once. */
interface Step {
  readonly choices: readonly ClusterActionChoice[];
}

/**
 * Asks for the choices of an action one after the other, with a way back. Undefined when the user left. An action
 * without choices, or one whose usual values the user takes, needs no options.
 */
export async function askChoices(
  title: string,
  choices: readonly ClusterActionChoice[],
): Promise<ChosenOptions | undefined> {
  if (choices.length === 0) return {};
  const needsAnswers = choices.some(({ required, initial }) => required === true && initial === undefined);
  const steps = stepsOf(choices);
  const first = needsAnswers ? 0 : -1;
  const answers: ChosenOptions[] = [];
  for (let at = first; at < steps.length; ) {
    const step = steps[at];
    if (step === undefined) {
      const usual = await askWhetherUsual(title, choices);
      if (usual === undefined) return undefined;
      if (usual) return {};
      at += 1;
      continue;
    }
    const answer = await ask(title, step, at, steps.length, at > first);
    if (answer.kind === "cancelled") return undefined;
    if (answer.kind === "chosen") answers[at] = answer.options;
    at += answer.kind === "chosen" ? 1 : -1;
  }
  return Object.assign({}, ...answers);
}

function stepsOf(choices: readonly ClusterActionChoice[]): readonly Step[] {
  const steps: { choices: ClusterActionChoice[] }[] = [];
  for (const choice of choices) {
    const last = steps.at(-1);
    if (choice.type === "flag" && last?.choices[0]?.type === "flag") last.choices.push(choice);
    else steps.push({ choices: [choice] });
  }
  return steps;
}

/** Most runs want no options at all, so that is one key. */
async function askWhetherUsual(title: string, choices: readonly ClusterActionChoice[]): Promise<boolean | undefined> {
  const usual = { label: `$(play) ${title}`, detail: describeUsual(choices) };
  const other = { label: "$(settings-gear) Choose options…", detail: choices.map((choice) => choice.title).join(", ") };
  const chosen = await window.showQuickPick([usual, other], { title, placeHolder: "With the usual options?" });
  return chosen && chosen === usual;
}

/** What happens without asking: values that are set, flags that are on, then flags that are off. */
function describeUsual(choices: readonly ClusterActionChoice[]): string {
  const off = choices.filter(({ type, initial }) => type === "flag" && initial !== true).map(({ title }) => title);
  return [
    ...choices.flatMap(({ title, type, initial }) => {
      if (type === "flag") return initial === true ? [title] : [];
      if (typeof initial === "string") return initial === "" ? [] : [`${title}: ${initial}`];
      return Array.isArray(initial) && initial.length > 0 ? [`${title}: ${initial.length}`] : [];
    }),
    ...(off.length === 0 ? [] : [`without ${off.join(", ")}`]),
  ].join(", ");
}

function ask(title: string, { choices }: Step, at: number, of: number, canGoBack: boolean): Promise<Answer> {
  const frame = { title, step: at + 1, totalSteps: of, buttons: canGoBack ? [QuickInputButtons.Back] : [] };
  const [choice] = choices;
  if (choice === undefined) return Promise.resolve({ kind: "chosen", options: {} });
  switch (choice.type) {
    case "flag":
      return askFlags(frame, choices);
    case "text":
      return askText(frame, choice);
    case "one":
    case "many":
      return askItems(frame, choice);
  }
}

type Frame = Pick<QuickPick<QuickPickItem>, "title" | "step" | "totalSteps" | "buttons">;

interface NamedItem extends QuickPickItem {
  readonly name: string;
}

function askFlags(frame: Frame, flags: readonly ClusterActionChoice[]): Promise<Answer> {
  const pick = Object.assign(window.createQuickPick<NamedItem>(), frame);
  pick.canSelectMany = true;
  pick.placeholder = "What shall be on?";
  pick.items = flags.map(({ name, title, detail }) => ({
    name,
    label: title,
    ...(detail !== undefined && { detail }),
  }));
  pick.selectedItems = pick.items.filter(({ name }) => flags.find((flag) => flag.name === name)?.initial === true);
  return answered(pick, () => {
    const on = new Set(pick.selectedItems.map(({ name }) => name));
    return Object.fromEntries(flags.map(({ name }) => [name, on.has(name)]));
  });
}

function askItems(frame: Frame, choice: ClusterActionChoice): Promise<Answer> {
  const { name, title, detail, type, items = [], initial } = choice;
  const pick = Object.assign(window.createQuickPick<NamedItem>(), frame);
  pick.canSelectMany = type === "many";
  pick.placeholder = detail === undefined ? title : `${title}: ${detail}`;
  pick.matchOnDescription = true;
  pick.items = items.map((item) => ({
    name: item.value,
    label: item.label,
    ...(item.detail !== undefined && { description: item.detail }),
  }));
  if (type === "many") {
    const wanted = Array.isArray(initial) ? initial : [];
    pick.selectedItems = pick.items.filter((item) => wanted.includes(item.name));
    return answered(pick, () => ({ [name]: pick.selectedItems.map((item) => item.name) }));
  }
  pick.activeItems = pick.items.filter((item) => item.name === initial);
  return answered(pick, () => {
    const [chosen] = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
    return chosen && { [name]: chosen.name };
  });
}

function askText(frame: Frame, { name, title, detail, initial, required }: ClusterActionChoice): Promise<Answer> {
  const box = Object.assign(window.createInputBox(), frame);
  box.prompt = detail === undefined ? title : `${title}: ${detail}`;
  if (typeof initial === "string") box.value = initial;
  return answered(box, () => {
    const value = box.value.trim();
    if (required === true && value === "") {
      box.validationMessage = `${title} must not be empty.`;
      return undefined;
    }
    return { [name]: value };
  });
}

/** Shows a question until it is answered; `read` gives undefined while the answer is not good enough. */
function answered(question: QuickPick<NamedItem> | InputBox, read: () => ChosenOptions | undefined): Promise<Answer> {
  return new Promise((resolve) => {
    const ends: Disposable[] = [];
    const end = (answer: Answer) => {
      resolve(answer);
      for (const each of ends) each.dispose();
      question.dispose();
    };
    ends.push(
      question.onDidAccept(() => {
        const options = read();
        if (options !== undefined) end({ kind: "chosen", options });
      }),
      question.onDidTriggerButton(() => end({ kind: "back" })),
      question.onDidHide(() => end({ kind: "cancelled" })),
    );
    question.ignoreFocusOut = true;
    question.show();
  });
}
