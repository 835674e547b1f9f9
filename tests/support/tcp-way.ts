/** A way to a server that can fail without the server: go silent, or be gone. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface TcpWay {
  /** The same address by this way. */
  readonly url: string;
  /** How many connections were made. */
  readonly connections: number;
  /** Connections that are open stay so for ever, without a byte. New ones get through. */
  silence(): void;
  /** Connections are cut and new ones refused, until `start`. */
  halt(): Promise<void>;
  start(): Promise<void>;
}

/** Open until `halt`. */
export async function openTcpWay(to: string): Promise<TcpWay> {
  const target = new URL(to);
  const defaultPort = target.protocol.startsWith('redis') ? 6379 : 5432;
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((near) => {
    connections += 1;
    const far = connect(Number(target.port) || defaultPort, target.hostname);
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
  const url = new URL(to);
  url.hostname = '127.0.0.1';
  const start = async (): Promise<void> => {
    // The port of the first time is kept: whoever comes back looks for it there.
    server.listen(Number(url.port), '127.0.0.1');
    await once(server, 'listening');
  };
  url.port = '0';
  await start();
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    start,
    async halt() {
      if (!server.listening) return;
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
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
