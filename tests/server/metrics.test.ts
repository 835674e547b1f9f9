import { describe, expect, it } from 'vitest';
import { bothMeters, PrometheusMeter } from '../../server/prometheus-meter.ts';
import { createMap, openPlain, startWorld, until, type World } from '../support/server-world.ts';

/** `name{labels} value` lines as numbers. */
async function metricsOf(world: Pick<World, 'http'>): Promise<Map<string, number>> {
  return parse(await (await fetch(`${world.http}/metrics`)).text());
}

function parse(text: string): Map<string, number> {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]));
}

describe('/metrics', () => {
  it('[H18] counts edits, sockets, rooms and what writing took', async () => {
    const world = await startWorld();
    const before = await metricsOf(world);
    expect(before.get('herringbone_rooms')).toBe(0);
    expect(before.get('herringbone_sockets_opened_total')).toBe(0);
    const map = await createMap(world);
    const [a, b] = [openPlain(world, map.id, map.edit), openPlain(world, map.id, map.edit)];
    await Promise.all([a.synced(), b.synced()]);
    a.doc.getMap('m').set('x', 1);
    await until(() => b.doc.getMap('m').get('x') === 1);
    const after = await metricsOf(world);
    expect(after.get('herringbone_rooms')).toBe(1);
    expect(after.get('herringbone_sockets')).toBe(2);
    expect(after.get('herringbone_sockets_opened_total')).toBe(2);
    expect(after.get('herringbone_updates_in_total')).toBeGreaterThanOrEqual(1);
    expect(after.get('herringbone_updates_out_total')).toBeGreaterThanOrEqual(1);
    expect(after.get('herringbone_load_seconds_count')).toBe(1);
    await expect
      .poll(async () => (await metricsOf(world)).get('herringbone_append_seconds_count'), { timeout: 20_000 })
      .toBe(1);
  });

  it('[O2] tells memory, CPU and event-loop lag of the process, and no map id', async () => {
    const world = await startWorld();
    const map = await createMap(world);
    const client = openPlain(world, map.id, map.edit);
    await client.synced();
    const response = await fetch(`${world.http}/metrics`);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    const text = await response.text();
    expect(text).not.toContain(map.id);
    const values = parse(text);
    for (const name of ['memory_bytes', 'heap_bytes', 'cpu_seconds_total', 'uptime_seconds']) {
      expect(values.get(`herringbone_${name}`), name).toBeGreaterThan(0);
    }
    for (const quantile of ['0.5', '0.99', '1']) {
      expect(values.get(`herringbone_event_loop_lag_seconds{quantile="${quantile}"}`)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe('PrometheusMeter', () => {
  it('[O2] two servers of one process count each their own', async () => {
    const [one, other] = [new PrometheusMeter(), new PrometheusMeter()];
    one.count('updates-in', 3);
    one.count('updates-in');
    bothMeters(one, other).count('compactions');
    bothMeters(one, other).time('load', 0.2);
    expect(parse(await one.text()).get('herringbone_updates_in_total')).toBe(4);
    expect(parse(await other.text()).get('herringbone_updates_in_total')).toBe(0);
    for (const meter of [one, other]) {
      const values = parse(await meter.text());
      expect(values.get('herringbone_compactions_total')).toBe(1);
      expect(values.get('herringbone_load_seconds_bucket{le="0.25"}')).toBe(1);
      expect(values.get('herringbone_load_seconds_bucket{le="0.1"}')).toBe(0);
      meter.destroy();
    }
  });
});
