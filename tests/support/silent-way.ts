/** A way to a server that can go silent: connections stay open, and nothing comes through any more. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface SilentWay {
  /** The same address by this way. */
  readonly url: string;
  /** Connections that are open stay so for ever, without a byte. New ones get through. */
  silence(): void;
  /** How many connections were made. */
  readonly connections: number;
}

export async function openSilentWay(to: string): Promise<SilentWay> {
  const target = new URL(to);
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(Number(target.port), target.hostname);
    near.pipe(far);
    far.pipe(near);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => open.delete(socket));
    }
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const url = new URL(to);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    silence() {
      for (const socket of open) {
        socket.unpipe();
        socket.pause();
      }
    },
    get connections() {
      return connections;
    },
  };
}
