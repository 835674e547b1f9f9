/** Connections per address, counted before they say a word. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { TcpDoor } from '../../server/access/tcp-door.ts';
import { until } from '../support/server-world.ts';

it('[L-tcp] one address gets so many, others still get theirs; proxies and this machine are not counted', async () => {
  const door = new TcpDoor({ limit: 2, trustedProxies: ['10.0.0.0/8'] });
  const accepted: Socket[] = [];
  const server = createServer((socket) => void accepted.push(socket.on('error', () => undefined)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const come = async (address: string): Promise<Socket> => {
    const count = accepted.length;
    const near = connect((server.address() as AddressInfo).port, '127.0.0.1').on('error', () => undefined);
    onTestFinished(() => void near.destroy());
    await until(() => accepted.length > count);
    const socket = accepted[count] ?? near;
    door.enter(socket, address);
    return socket;
  };
  const comeAll = async (addresses: readonly string[]): Promise<boolean[]> => {
    const sockets: Socket[] = [];
    for (const address of addresses) sockets.push(await come(address));
    return sockets.map((socket) => !socket.destroyed);
  };
  const first = await come('203.0.113.5');
  expect(await comeAll(['::ffff:203.0.113.5', '203.0.113.5', '203.0.113.6'])).toEqual([true, false, true]);
  expect(await comeAll(['2001:db8::1', '2001:db8::2', '2001:db8::3'])).toEqual([true, true, false]);
  expect(await comeAll(Array<string>(4).fill('10.1.2.3'))).toEqual([true, true, true, true]);
  expect(await comeAll(Array<string>(4).fill('::ffff:127.0.0.1'))).toEqual([true, true, true, true]);
  first.destroy();
  await once(first, 'close');
  expect(await comeAll(['203.0.113.5', '203.0.113.5'])).toEqual([true, false]);
});
