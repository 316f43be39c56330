import { plainStringAt } from "../objectRule.ts";
import { sourceRule } from "./fluxRule.ts";

const scpLike = /^(?:([^@/:\s]+)@)?([^@/:\s]+\.[^@/:\s]+):(?!\/\/)\/?(\S+)$/;

/** The pattern of the field wants a scheme (source-controller GitRepositorySpec.URL). */
export const gitUrl = sourceRule("GitRepository", {
  id: "FLUX-GIT-URL",
  summary: "The address of a GitRepository is written the way ssh commands take it.",
  severity: "error",
  needs: "document",
  *check({ manifest: { root } }) {
    const url = plainStringAt(root, "spec", "url");
    const match = url && scpLike.exec(url.value);
    if (!url || !match) return;
    const [, user = "git", host = "", path = ""] = match;
    const address = `ssh://${user}@${host}/${path}`;
    const message = `Flux wants an address with a scheme; \`host:path\` is refused. Write \`${address}\`.`;
    const fix = {
      title: `Change to \`${address}\``,
      edits: [{ span: { start: url.start, end: url.end }, newText: address }],
    };
    yield { at: url, message, fixes: [{ ...fix, preferred: true }] };
  },
});
