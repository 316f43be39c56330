import { connect, createServer, type Server, type Socket } from "node:net";

/** A line to a server on this machine that can be cut and mended; `port` stays the same. */
export interface Line {
  readonly port: number;
  readonly cut: () => Promise<void>;
  readonly mend: () => Promise<void>;
}

/** Lays a line to a port of this machine. */
export async function layLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const state: { server: Server } = { server: listener(target, sockets) };
  const port = await listen(state.server, 0);
  return {
    port,
    cut: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => state.server.close(resolve));
    },
    mend: async () => {
      state.server = listener(target, sockets);
      await listen(state.server, port);
    },
  };
}

function listener(target: number, sockets: Set<Socket>): Server {
  return createServer((near) => {
    const far = connect(target, "127.0.0.1");
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      // A broken end breaks the other one; the error itself is expected when the line is cut.
      from.on("error", () => to.destroy());
      from.on("close", () => {
        sockets.delete(from);
        to.destroy();
      });
    }
  });
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : port;
}
