/** The power map over several organisations of each size: crossings, lines through cards, page use, time. */
import { layoutPowerMap } from '../../src/layout/index.ts';
import {
  cardShare,
  crossings,
  overlaps,
  slideTextPx,
  straightCrossings,
  throughCards,
} from '../support/drawing-measures.ts';
import { hasGenerator, organisation } from './organisations.ts';

const SIZES = [
  { people: 20, seeds: 8 },
  { people: 60, seeds: 8 },
  { people: 200, seeds: 4 },
  { people: 600, seeds: 2 },
] as const;

type Row = Record<string, number>;

function measure(people: number, seed: number): Row {
  const map = organisation(people, seed);
  const started = performance.now();
  const fresh = layoutPowerMap(map, { mode: 'tidy' });
  const freshMs = performance.now() - started;
  const recorded = { ...map, layouts: { 'power-map': fresh.record } };
  const keptFrom = performance.now();
  layoutPowerMap(recorded, { mode: 'keep' });
  const keepMs = performance.now() - keptFrom;
  return {
    straight: straightCrossings(fresh),
    drawn: crossings(fresh.links),
    'through cards': throughCards(fresh.links, fresh.cards).length,
    overlaps: overlaps(fresh.cards).length,
    aspect: fresh.width / fresh.height,
    'text px': slideTextPx(fresh),
    'card area': cardShare(fresh),
    'fresh ms': freshMs,
    'keep ms': keepMs,
  };
}

/** Prints a table of means; `drawn ÷ straight` is of the sums. */
export function benchPowerMap(): void {
  console.log(hasGenerator ? 'reference organisations' : 'own organisations (the reference generator is not here)');
  layoutPowerMap(organisation(60, 99));
  for (const { people, seeds } of SIZES) {
    const rows = Array.from({ length: seeds }, (_, i) => measure(people, i + 1));
    const mean = (name: string) => rows.reduce((sum, row) => sum + row[name]!, 0) / rows.length;
    const cells = Object.keys(rows[0]!).map((name) => `${name} ${round(mean(name))}`);
    const ratio = mean('drawn') / Math.max(1, mean('straight'));
    console.log(`${people} people, ${seeds} seeds: ${cells.join(' · ')} · drawn ÷ straight ${round(ratio)}`);
  }
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
