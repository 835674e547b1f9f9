/** Two servers on one PostgreSQL behind a load balancer, restarted one after the other while people write. */
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import * as Y from 'yjs';
import { connectMap } from '../../src/sync/index.ts';
import { startBalancer } from '../support/balancer.ts';
import { startPostgres, type Postgres } from '../support/postgres.ts';
import { serveProcess, type Serving } from '../support/serve-process.ts';
import { createMap, NodeWebSocket, openPlain, tokenOf, until } from '../support/server-world.ts';

let postgres: Postgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe('a rolling restart', () => {
  it('[N6] every server of two is replaced; whoever writes goes on with the other, and nothing is lost', async () => {
    const env = {
      DATABASE_URL: await postgres.newDatabase(),
      HERRINGBONE_SECRET: '0a'.repeat(32),
      HERRINGBONE_DRAIN_DELAY: '0.2',
    };
    const servers = await Promise.all([serveProcess(env), serveProcess(env)]);
    const balancer = await startBalancer(servers.map((server) => server.http));
    const map = await createMap(balancer);
    const writers = [0, 1].map(() => {
      const doc = new Y.Doc();
      const connection = connectMap({
        url: balancer.ws,
        mapId: map.id,
        token: tokenOf(map.edit),
        doc,
        WebSocket: NodeWebSocket,
        maxBackoffMs: 200,
      });
      onTestFinished(() => connection.destroy());
      return { doc, connection };
    });
    await until(() => writers.every(({ connection }) => connection.status === 'live'));
    let count = 0;
    const writing = setInterval(() => {
      writers.forEach(({ doc }, i) => doc.getMap('m').set(`${i} ${count}`, count));
      count += 1;
    }, 10);
    onTestFinished(() => clearInterval(writing));

    for (const leaving of servers) {
      const before = count;
      leaving.process.kill('SIGTERM');
      const next = await serveProcess(env);
      expect(await leaving.exited).toBe(0);
      expect(eventsOf(leaving)).toEqual(expect.arrayContaining(['draining', 'stopped']));
      balancer.backends = [...balancer.backends.filter((backend) => backend !== leaving.http), next.http];
      await until(() => writers.every(({ connection }) => connection.status === 'live') && count > before + 20);
    }
    clearInterval(writing);

    await until(() => writers.every(({ connection }) => connection.saved), 60_000);
    await until(() => writers.every(({ doc }) => doc.getMap('m').size === 2 * count), 60_000);
    const reader = openPlain(balancer, map.id, map.view);
    await reader.synced();
    expect(reader.doc.getMap('m').size).toBe(2 * count);
  });
});

function eventsOf(server: Serving): string[] {
  return server.log().map((line) => line.event);
}
