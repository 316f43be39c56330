import { commands, type MessageOptions, window } from "vscode";
import { createApiClient } from "../cluster/harness/apiClient.ts";

/** A dialog that the extension would have shown, as VS Code was asked for it. */
export interface Asked {
  readonly message: string;
  readonly detail: string;
  readonly isModal: boolean;
  readonly items: readonly string[];
}

/** The dialogs that were asked for, in their order. */
export interface Dialogs {
  readonly asked: readonly Asked[];
  readonly restore: () => void;
}

type Show = (message: string, ...rest: readonly unknown[]) => Thenable<string | undefined>;

/**
 * Answers message dialogs in place of the user, because VS Code shows none of the modal ones while it is tested. `answer`
 * gives the button to press; without it a dialog is dismissed.
 */
export function answerDialogs(answer: (asked: Asked) => string | undefined | PromiseLike<string | undefined>): Dialogs {
  const asked: Asked[] = [];
  const names = ["showInformationMessage", "showWarningMessage", "showErrorMessage"] as const;
  const originals = names.map((name) => [name, window[name]] as const);
  const show: Show = (message, ...rest) => {
    const options = rest.find((each): each is MessageOptions => typeof each === "object" && each !== null);
    const items = rest.filter((each): each is string => typeof each === "string");
    const dialog = { message, detail: options?.detail ?? "", isModal: options?.modal === true, items };
    asked.push(dialog);
    return Promise.resolve(answer(dialog));
  };
  for (const name of names) Object.defineProperty(window, name, { value: show, configurable: true, writable: true });
  return {
    asked,
    restore: () => {
      for (const [name, value] of originals)
        Object.defineProperty(window, name, { value, configurable: true, writable: true });
    },
  };
}

/** The API server as its administrator sees it, beside what the extension does. */
export function administrator() {
  return createApiClient(clusterAccess());
}

/** Where the API server is, and the token of its administrator. */
export function clusterAccess() {
  const access: unknown = JSON.parse(process.env["GITOPS_E2E_CLUSTER"] ?? "null");
  if (!isAccess(access)) throw new Error("this suite was started without a cluster");
  return access;
}

function isAccess(
  data: unknown,
): data is { readonly address: string; readonly authority: string; readonly token: string } {
  return typeof data === "object" && data !== null && "address" in data && "authority" in data && "token" in data;
}

/** The value at a path of keys in an answer of the API server. */
export function valueAt(data: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? Object.entries(at).find(([name]) => name === key)?.[1] : undefined,
    data,
  );
}

/** Closes what is open, so that a test starts with a calm window. */
export async function closeEditors(): Promise<void> {
  await commands.executeCommand("workbench.action.closeAllEditors");
}
