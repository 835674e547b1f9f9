/**
 * `npm run bench:server [name …]`: our server beside a byte relay, @y/websocket-server and Hocuspocus, each in a process
 * of its own. Ratios count, not milliseconds. Installs the peers at its first run. `frames` (a million hostile frames,
 * some ten minutes) runs only when named. Ends with tables for the README; exit code 1 when a target was missed.
 */
import { installPeers } from './server/contenders.ts';
import { isPart, ON_DEMAND, PARTS, runPart, type PartName } from './server/parts.ts';
import { toMarkdown, type Row } from './server/report.ts';

const named = process.argv.slice(2);
const unknown = named.find((name) => !isPart(name));
if (unknown !== undefined) throw new Error(`no part “${unknown}”; there are ${Object.keys(PARTS).join(', ')}`);
const all = Object.keys(PARTS) as PartName[];
const wanted = all.filter((name) => (named.length > 0 ? named.includes(name) : !ON_DEMAND.includes(name)));

const startedAt = performance.now();
const secondsSince = (since: number): number => Math.round((performance.now() - since) / 1_000);
installPeers();
const rows: Row[] = [];
for (const name of wanted) {
  console.log(`\n## ${name}`);
  const partStartedAt = performance.now();
  rows.push(...(await runPart(name)));
  console.log(`(${secondsSince(partStartedAt)} s)`);
}
console.log(`\n${toMarkdown(rows)}\n\n${secondsSince(startedAt)} s on Node ${process.version}`);
process.exit(rows.some(({ isMet }) => isMet === false) ? 1 : 0);
