/** The power map over several organisations of each size: crossings, lines through cards, page use, time. */
import { CARD_SIZES, layoutPowerMap, type CardPlacement, type PowerMapPlacement } from '../../src/layout/index.ts';
import type { AccountMap } from '../../src/model/index.ts';
import {
  cardShare,
  crossings,
  overlaps,
  slideTextPx,
  straightCrossings,
  throughCards,
} from '../support/drawing-measures.ts';
import { seededRandom } from '../support/random-map.ts';
import { hasGenerator, organisation } from './organisations.ts';

const SIZES = [
  { people: 20, seeds: 20 },
  { people: 60, seeds: 20 },
  { people: 200, seeds: 8 },
  { people: 1000, seeds: 2 },
] as const;
/** Sizes at which ten edits in a row are tried as well, with how many seeds. */
const DRIFT = [
  { people: 60, seeds: 10 },
  { people: 200, seeds: 3 },
] as const;
const EDITS = 10;

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
    const mean = report(`${people} people`, seeds, (seed) => measure(people, seed));
    console.log(`  drawn ÷ straight ${round(mean('drawn') / Math.max(1, mean('straight')))}`);
  }
  for (const { people, seeds } of DRIFT) {
    const mean = report(`${people} people, ${EDITS} edits`, seeds, (seed) => measureDrift(people, seed));
    console.log(`  tidied ÷ fresh ${round(mean('drawn tidied') / Math.max(1, mean('drawn fresh')))}`);
  }
}

function report(title: string, seeds: number, measureOne: (seed: number) => Row): (name: string) => number {
  const rows = Array.from({ length: seeds }, (_, i) => measureOne(i + 1));
  const mean = (name: string) => rows.reduce((sum, row) => sum + row[name]!, 0) / rows.length;
  const cells = Object.keys(rows[0]!).map((name) => `${name} ${round(mean(name))}`);
  console.log(`${title}, ${seeds} seeds: ${cells.join(' · ')}`);
  return mean;
}

/** A map after edits in keep mode: newcomers under random bosses and new lines by turns. */
function edited(people: number, seed: number): AccountMap {
  let map = organisation(people, seed);
  const random = seededRandom(seed);
  for (let i = 0; i < EDITS; i++) {
    const { record } = layoutPowerMap(map);
    const ids = [...map.people.keys()];
    const [one, other] = [0, 1].map(() => map.people.get(ids[Math.floor(random() * ids.length)]!)!);
    const newcomer = { ...one!, id: `n${i}`, reportsTo: one!.id, layer: 'execution' } as const;
    const line = { kind: 'influence', direction: 'forward', strength: 2, note: '', extra: {} } as const;
    map =
      i % 2 === 0
        ? { ...map, people: new Map(map.people).set(newcomer.id, newcomer) }
        : {
            ...map,
            relations: new Map(map.relations).set(`x${i}`, { ...line, id: `x${i}`, from: one!.id, to: other!.id }),
          };
    map = { ...map, layouts: { 'power-map': record } };
  }
  return { ...map, layouts: { 'power-map': layoutPowerMap(map).record } };
}

function measureDrift(people: number, seed: number): Row {
  const map = edited(people, seed);
  const kept = layoutPowerMap(map, { mode: 'keep' });
  const tidied = layoutPowerMap(map, { mode: 'tidy' });
  const fresh = layoutPowerMap({ ...map, layouts: {} });
  return {
    'drawn kept': crossings(kept.links),
    'drawn tidied': crossings(tidied.links),
    'drawn fresh': crossings(fresh.links),
    'cards moved by tidy': meanMove(kept, tidied),
    'cards moved by fresh': meanMove(kept, fresh),
  };
}

function meanMove(before: PowerMapPlacement, after: PowerMapPlacement): number {
  const middle = ({ rect }: CardPlacement) => ({ x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 });
  const was = new Map(before.cards.map((card) => [card.person, middle(card)]));
  const moves = after.cards.map((card) => {
    const [a, b] = [was.get(card.person)!, middle(card)];
    return Math.hypot(a.x - b.x, a.y - b.y) / CARD_SIZES[before.density].width;
  });
  return moves.reduce((sum, move) => sum + move, 0) / moves.length;
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
