// The outer end of the socket over which tests in an extension host report and ask for pictures.
import { createServer } from "node:net";
import { createInterface } from "node:readline";

/**
 * Listens on loopback for one suite. `answer(message)` is called for each message and may return a value, which goes back.
 * Resolves with the port, `done()` (resolves when the suite says so the next time, with what it says) and `close`.
 */
export async function listen(answer) {
  const state = { next: Promise.withResolvers() };
  const finish = (message) => state.next.resolve(message);
  const server = createServer((socket) => {
    // Messages are answered one after the other, as the tests themselves run.
    const queue = { tail: Promise.resolve() };
    createInterface(socket).on("line", (line) => {
      queue.tail = queue.tail.then(() => reply(socket, JSON.parse(line)));
    });
    socket.on("error", finish);
  });
  const reply = async (socket, message) => {
    if (message.event === "done") finish(message);
    const result = await Promise.resolve()
      .then(() => answer(message))
      .then((value) => ({ value }))
      .catch((error) => ({ error: error.message }));
    socket.write(`${JSON.stringify(result)}\n`);
  };
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const done = async () => {
    const message = await state.next.promise;
    state.next = Promise.withResolvers();
    return message;
  };
  return { port: server.address().port, done, close: () => server.close() };
}
