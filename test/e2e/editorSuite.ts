import { connect, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { awaited } from "./editor.ts";

/** What a test can ask of the window it runs in, beside the `vscode` API. */
export interface EditorWindow {
  /** Takes a picture of the whole window, or of the editors down to a height in pixels, kept as `NAME.png`. */
  readonly picture: (name: string, editorHeight?: number) => Promise<void>;
  /** Presses keys as a user would, for example `Control+Space`. Only in the browser-driven host. */
  readonly press: (keys: string) => Promise<void>;
  /** Types text as a user would. Only in the browser-driven host. */
  readonly type: (text: string) => Promise<void>;
  /** Prints a measured figure beside the result of the test. */
  readonly say: (line: string) => void;
  /** Clicks the first element at a CSS selector that shows this text and no more. Only in the browser-driven host. */
  readonly click: (selector: string, text: string, button?: "left" | "right") => Promise<void>;
  /** Resolves with what the page shows at a CSS selector, one text an element. */
  readonly texts: (selector: string) => Promise<readonly string[]>;
  /** Whether the window keeps a text for the next time it opens. Only in the browser-driven host. */
  readonly isStored: (text: string) => Promise<boolean>;
}

/** One test in a real editor; it fails when `run` rejects. */
export interface EditorTest {
  readonly title: string;
  readonly run: (window: EditorWindow) => Promise<void>;
}

/** Longest time one test may take. Milliseconds. */
const testDeadline = 150_000;

/**
 * Makes the `run` that VS Code calls in its extension host; results go over a socket to the process that opened it. Each of
 * `afterReloads` is run after the window was reloaded once more.
 */
export function editorSuite(
  tests: readonly EditorTest[],
  ...afterReloads: readonly (readonly EditorTest[])[]
): () => Promise<void> {
  return async () => {
    const channel = await openChannel(Number(process.env["GITOPS_E2E_PORT"]));
    const opening = Number(await channel.ask({ event: "opening" }));
    for (const test of [tests, ...afterReloads][opening] ?? []) await runTest(test, channel);
    await channel.ask({ event: "done", reload: opening < afterReloads.length });
    channel.close();
  };
}

async function runTest({ title, run }: EditorTest, channel: Channel): Promise<void> {
  const start = performance.now();
  const window: EditorWindow = {
    picture: async (name, editorHeight) => void (await channel.ask({ event: "picture", name, editorHeight })),
    press: async (keys) => void (await channel.ask({ event: "press", keys })),
    type: async (text) => void (await channel.ask({ event: "type", text })),
    say: (line) => void channel.ask({ event: "say", line }),
    click: async (selector, text, button) => void (await channel.ask({ event: "click", selector, text, button })),
    isStored: async (text) => (await channel.ask({ event: "isStored", text })) === true,
    texts: async (selector) => {
      const answer = await channel.ask({ event: "texts", selector });
      return Array.isArray(answer) ? answer.map(String) : [];
    },
  };
  try {
    await withinDeadline(run(window));
    await channel.ask({ event: "pass", title, milliseconds: performance.now() - start });
  } catch (error) {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    await channel.ask({ event: "fail", title, message });
  }
}

function withinDeadline(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const late = () => {
      const waits = awaited.size === 0 ? "no step that is told" : [...awaited].join(", ");
      reject(new Error(`not finished after ${testDeadline / 1000} s; waits for ${waits}`));
    };
    const timer = setTimeout(late, testDeadline);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

interface Channel {
  /** Sends one message and resolves with the answer to it. */
  readonly ask: (message: Readonly<Record<string, unknown>>) => Promise<unknown>;
  readonly close: () => void;
}

/** Lines of JSON over a loopback socket; every message gets exactly one answer, in order. */
async function openChannel(port: number): Promise<Channel> {
  const socket = await new Promise<Socket>((resolve, reject) => {
    const opened = connect(port, "127.0.0.1", () => resolve(opened)).once("error", reject);
  });
  const waiting: { resolve: (value: unknown) => void; reject: (error: Error) => void }[] = [];
  createInterface(socket).on("line", (line) => {
    const answer: unknown = JSON.parse(line);
    const next = waiting.shift();
    if (typeof answer === "object" && answer !== null && "error" in answer)
      next?.reject(new Error(String(answer.error)));
    else next?.resolve(typeof answer === "object" && answer !== null && "value" in answer ? answer.value : undefined);
  });
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        socket.write(`${JSON.stringify(message)}\n`);
      }),
    close: () => socket.end(),
  };
}
