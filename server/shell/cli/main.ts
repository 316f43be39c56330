import { check } from "./check.ts";
import { render } from "./render.ts";

const usage = `Usage:
  gitops-authoring lsp --stdio                         language server for any LSP editor
  gitops-authoring check [PATH...] [--format text|json]  findings of the files and folders (default: .)
  gitops-authoring render DIR                          what \`kustomize build DIR\` prints

Exit code of check: 0 without errors, 1 with errors, 2 when it can't run.
`;

const misuse = 2;

/** Runs one sub-command; the result is the exit code. */
async function run(args: readonly string[]): Promise<number | undefined> {
  const [command, ...rest] = args;
  switch (command) {
    case "check":
      return check(rest);
    case "render":
      return render(rest);
    case "lsp":
      await import("../main.ts");
      return undefined;
    case "help":
    case "--help":
    case "-h":
      process.stdout.write(usage);
      return 0;
    default: {
      const problem = command === undefined ? "Tell what to do." : `\`${command}\` is not a command.`;
      process.stderr.write(`${problem}\n\n${usage}`);
      return misuse;
    }
  }
}

const code = await run(process.argv.slice(2));
if (code !== undefined) process.exitCode = code;
