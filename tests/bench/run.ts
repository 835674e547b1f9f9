/**
 * `npm run bench [name …]`: measures and prints; asserts nothing. Times are worth comparing within one run only.
 */
import { benchBundle, benchStart } from './app.bench.ts';
import { benchCanvas } from './canvas.bench.ts';
import { benchFishbone } from './fishbone.bench.ts';
import { benchNetwork } from './network.bench.ts';
import { benchMatrix } from './matrix.bench.ts';
import { benchOrgChart } from './org-chart.bench.ts';
import { benchPowerMap } from './power-map.bench.ts';

const BENCHES: Readonly<Record<string, () => void | Promise<void>>> = {
  fishbone: benchFishbone,
  'power-map': benchPowerMap,
  'org-chart': benchOrgChart,
  matrix: benchMatrix,
  network: benchNetwork,
  bundle: benchBundle,
  start: benchStart,
  canvas: benchCanvas,
};

const wanted = process.argv.slice(2);
for (const [name, bench] of Object.entries(BENCHES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n## ${name}`);
  await bench();
}
