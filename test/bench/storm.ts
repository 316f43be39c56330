// A storm of changes on Applications: `node storm.ts ADDRESS AUTHORITY-FILE TOKEN COUNT PER-SECOND`, until it is ended.
import { readFileSync } from "node:fs";
import { applicationsPath } from "../cluster/applications.ts";
import { createApiClient } from "../cluster/harness/apiClient.ts";

const [address = "", file = "", token = "", count = "1", rate = "1"] = process.argv.slice(2);
const client = createApiClient({ address, authority: readFileSync(file, "utf8"), token });
const start = performance.now();
const state = { sent: 0, done: 0 };

const change = async (index: number): Promise<void> => {
  const health = { status: index % 3 === 0 ? "Progressing" : "Healthy" };
  await client.send({
    method: "PATCH",
    path: `${applicationsPath()}/app-${(index * 7919) % Number(count)}`,
    body: { status: { health, reconciledAt: new Date().toISOString() } },
    contentType: "application/merge-patch+json",
  });
  state.done += 1;
};

setInterval(() => {
  const due = ((performance.now() - start) / 1000) * Number(rate);
  while (state.sent < due) void change(state.sent++);
}, 20);

process.once("SIGTERM", () => {
  process.stdout.write(`${state.done / ((performance.now() - start) / 1000)}\n`);
  process.exit(0);
});
