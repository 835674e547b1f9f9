/** A load balancer of the plainest kind: connections go to the first server whose /readyz says 200. No sticky sessions. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';

export interface Balancer {
  readonly http: string;
  readonly ws: string;
  /** Addresses as `http://127.0.0.1:port`, asked in this order. */
  backends: readonly string[];
}

export async function startBalancer(backends: readonly string[]): Promise<Balancer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    void forward(socket, balancer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  const { port } = server.address() as AddressInfo;
  const balancer: Balancer = { http: `http://127.0.0.1:${port}`, ws: `ws://127.0.0.1:${port}`, backends };
  return balancer;
}

async function forward(socket: Socket, { backends }: Balancer): Promise<void> {
  for (const backend of backends) {
    if (!(await isReady(backend))) continue;
    const { hostname, port } = new URL(backend);
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => socket.destroy());
    upstream.on('close', () => socket.destroy());
    socket.on('close', () => upstream.destroy());
    socket.pipe(upstream).pipe(socket);
    return;
  }
  socket.destroy();
}

function isReady(backend: string): Promise<boolean> {
  return fetch(`${backend}/readyz`, { headers: { Connection: 'close' } }).then(
    ({ status }) => status === 200,
    () => false,
  );
}
