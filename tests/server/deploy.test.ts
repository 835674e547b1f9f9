/** The container files and the operator's page name settings, limits and metrics: these must be there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_LIMITS, parseConfig } from '../../server/index.ts';
import { VARIABLES } from '../../server/config.ts';
import { PrometheusMeter } from '../../server/prometheus-meter.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, '../../server/deploy', name), 'utf8');
const compose = read('compose.yaml');
const page = read('README.md');

/** What the servers of compose.yaml are told, with its variables filled in. */
function environmentOfNode(): Record<string, string> {
  const block = /\n {2}environment:\n((?: {4}.*\n)+)/.exec(compose)?.[1] ?? '';
  const filled = block
    .replaceAll(/\$\{HERRINGBONE_SECRET:[^}]*\}/g, '0a'.repeat(32))
    .replaceAll(/\$\{\w+:\?[^}]*\}/g, 'maps-example-org')
    .replaceAll(/\$\{\w+:-\}/g, '');
  const lines = filled.split('\n').filter((line) => /^ {4}\w/.test(line));
  return Object.fromEntries(lines.map((line) => /^ {4}(\w+): ?(.*)$/.exec(line)?.slice(1, 3) ?? []));
}

describe('server/deploy', () => {
  it('[C2] compose.yaml gives its servers settings that are good', () => {
    const environment = environmentOfNode();
    const settings = parseConfig(environment);
    expect(settings).toMatchObject({
      host: '0.0.0.0',
      port: 4400,
      publicOrigin: 'https://maps-example-org',
      trustedProxies: ['172.30.44.10'],
      redisUrl: 'redis://redis:6379',
      drainDelayMs: 5000,
      unknownVariables: [],
    });
    const known: string[] = Object.values(VARIABLES);
    expect(Object.keys(environment).filter((name) => !known.includes(name))).toEqual([]);
    expect(compose).toContain('ipv4_address: 172.30.44.10');
  });

  it('[N8] the Caddyfile gives a page and its files from one server, and spreads the sockets', () => {
    const proxies = read('Caddyfile').matchAll(/\n\treverse_proxy (.*) \{\n\t\tlb_policy (\w+)\n\t\timport ready\n/g);
    expect([...proxies].map(([, to, policy]) => [to, policy])).toEqual([
      ['/sync/* node1:4400 node2:4400', 'least_conn'],
      ['node1:4400 node2:4400', 'ip_hash'],
    ]);
  });

  it('[C2] the page has a row for every setting', () => {
    const rows = [...page.matchAll(/^\| `(\w+)` +\| `(\w+)` +\|/gm)].map(([, variable, key]) => [key, variable]);
    expect(Object.fromEntries(rows)).toEqual(VARIABLES);
  });

  it('[O2] the page names metrics and limits that exist', async () => {
    const meter = new PrometheusMeter();
    meter.watch({ rooms: () => 0, sockets: () => 0 });
    const text = await meter.text();
    meter.destroy();
    const metrics = [...page.matchAll(/\bherringbone_\w+/g)].map(([name]) => name.replace(/_bucket$/, ''));
    expect(metrics.length).toBeGreaterThan(5);
    for (const name of metrics) expect(text).toContain(`# TYPE ${name} `);
    const limits = [...page.matchAll(/`(\w+)=\d+ (\w+)=\d+`|`(liveRooms|connections\w*|database\w+)`/g)];
    for (const name of limits.flatMap((match) => match.slice(1)).filter(Boolean)) {
      expect(Object.keys(DEFAULT_LIMITS)).toContain(name);
    }
  });
});
