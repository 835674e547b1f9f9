/** The network over several organisations of each size: crossings, lines through cards, bent lines, page use, time. */
import { layoutNetwork } from '../../src/layout/index.ts';
import { cardShare, crossings, overlaps, slideTextPx, throughCards } from '../support/drawing-measures.ts';
import { hasGenerator, organisation } from './organisations.ts';

const SIZES = [
  { people: 12, seeds: 6 },
  { people: 40, seeds: 6 },
  { people: 60, seeds: 6 },
  { people: 200, seeds: 3 },
  { people: 600, seeds: 2 },
  { people: 1000, seeds: 1 },
] as const;

type Row = Record<string, number>;

function measure(people: number, seed: number): Row {
  const map = organisation(people, seed);
  const started = performance.now();
  const fresh = layoutNetwork(map, { mode: 'tidy' });
  const freshMs = performance.now() - started;
  const recorded = { ...map, layouts: { network: fresh.record } };
  const keptFrom = performance.now();
  layoutNetwork(recorded, { mode: 'keep' });
  const keepMs = performance.now() - keptFrom;
  // What is drawn at first; conflicts run wherever the two happen to stand.
  const shown = fresh.links.filter(({ kind }) => kind !== 'conflict');
  return {
    ties: shown.length,
    crossings: crossings(shown),
    'through cards': throughCards(shown, fresh.cards).length,
    'with conflicts': throughCards(fresh.links, fresh.cards).length,
    'bent %': (100 * shown.filter(({ points }) => points.length > 2).length) / Math.max(1, shown.length),
    overlaps: overlaps(fresh.cards).length,
    aspect: fresh.width / fresh.height,
    'text px': slideTextPx(fresh),
    'card area': cardShare(fresh),
    'fresh ms': freshMs,
    'keep ms': keepMs,
  };
}

/** Prints a table of means. */
export function benchNetwork(): void {
  console.log(hasGenerator ? 'reference organisations' : 'own organisations (the reference generator is not here)');
  layoutNetwork(organisation(60, 99));
  for (const { people, seeds } of SIZES) {
    const rows = Array.from({ length: seeds }, (_, i) => measure(people, i + 1));
    const mean = (name: string) => rows.reduce((sum, row) => sum + row[name]!, 0) / rows.length;
    console.log(
      `${people} people, ${seeds} seeds: ${Object.keys(rows[0]!)
        .map((name) => `${name} ${round(mean(name))}`)
        .join(' · ')}`,
    );
  }
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
