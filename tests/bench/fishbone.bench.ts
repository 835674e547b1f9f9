/** The fishbone over twenty organisations of each size and the odd shapes: text on a slide, page use, time, stillness. */
import { layoutFishbone, type FishbonePlacement } from '../../src/layout/index.ts';
import type { AccountMap } from '../../src/model/index.ts';
import { faults, movement } from '../support/fishbone-measures.ts';
import { randomMap } from '../support/random-map.ts';
import { hasGenerator, organisation } from './organisations.ts';

const SLIDE = { width: 1920, height: 1080 };
const NAME_SIZE = { comfortable: 14, compact: 13, dense: 12 } as const;
const SIZES = [12, 40, 150, 600] as const;
const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 20);
const JOINS = 6;
const ODD = [
  ['40 departments', randomMap(1, 100, 'star')],
  ['40 departments of 1-3', randomMap(1, 60, 'star')],
  ['nested 40 deep', randomMap(1, 90, 'chain')],
  ['one of 300, one of 1', randomMap(1, 302, 'fat')],
  ['empty departments', randomMap(1, 60, 'empty-units')],
  ['no departments', randomMap(1, 40, 'flat')],
] as const;

type Row = Record<string, number>;

/** Cards and bones alone, without pills, head and tail: as the design's targets were measured. */
function bare({ bones, cards, density }: FishbonePlacement): Row {
  const corners = cards.flatMap(({ rect: r }) => [r, { x: r.x + r.width, y: r.y + r.height }]);
  const points = [...corners, ...bones.flatMap((bone) => bone.points)];
  const range = (values: readonly number[]) => Math.max(...values) - Math.min(...values);
  const width = range(points.map((point) => point.x));
  const height = range(points.map((point) => point.y));
  const area = cards.reduce((sum, { rect }) => sum + rect.width * rect.height, 0);
  return {
    'bare px': NAME_SIZE[density] * Math.min(SLIDE.width / width, SLIDE.height / height),
    'bare aspect': width / height,
    'bare card area': area / (width * height),
  };
}

function measure(map: AccountMap): Row {
  const started = performance.now();
  const fresh = layoutFishbone(map, { mode: 'tidy' });
  const freshMs = performance.now() - started;
  const kept = { ...map, layouts: { fishbone: fresh.record } };
  const keptFrom = performance.now();
  layoutFishbone(kept, { mode: 'keep' });
  const keepMs = performance.now() - keptFrom;
  const scale = Math.min(SLIDE.width / fresh.width, SLIDE.height / fresh.height);
  return {
    ...bare(fresh),
    'page px': NAME_SIZE[fresh.density] * scale,
    'head share': fresh.head.rect.width / fresh.width,
    'fresh ms': freshMs,
    'keep ms': keepMs,
    ...stillness(kept, fresh),
  };
}

/** How little others move when one person joins, kept. */
function stillness(map: AccountMap, before: FishbonePlacement): Row {
  const mates = [...map.people.values()];
  const moves = Array.from({ length: JOINS }, (_, i) => {
    const mate = mates[Math.floor(((i + 0.5) * mates.length) / JOINS)]!;
    const person = {
      ...mate,
      id: 'joining',
      order: 'z',
      layer: 'execution' as const,
      reportsTo: mate.reportsTo ?? mate.id,
    };
    return movement(before, layoutFishbone({ ...map, people: new Map([...map.people, [person.id, person]]) }));
  });
  const mean = (of: (move: (typeof moves)[number]) => number) => moves.reduce((sum, move) => sum + of(move), 0) / JOINS;
  return {
    'moved cards': mean((m) => m.mean),
    'moved share': mean((m) => m.share),
    'order kept': mean((m) => m.order),
  };
}

/** Prints a table of means, one line per size, and one for each odd shape. */
export function benchFishbone(): void {
  console.log(hasGenerator ? 'reference organisations' : 'own organisations (the reference generator is not here)');
  layoutFishbone(organisation(60, 99));
  for (const people of SIZES) {
    const rows = Array.from({ length: SEEDS }, (_, i) => measure(organisation(people, i + 1)));
    const mean = (name: string) => rows.reduce((sum, row) => sum + row[name]!, 0) / rows.length;
    const cells = Object.keys(rows[0]!).map((name) => `${name} ${round(mean(name))}`);
    console.log(`${people} people, ${SEEDS} seeds: ${cells.join(' · ')}`);
  }
  for (const [name, map] of ODD) {
    const drawn = layoutFishbone(map);
    const aspect = drawn.width / drawn.height;
    const px = NAME_SIZE[drawn.density] * Math.min(SLIDE.width / drawn.width, SLIDE.height / drawn.height);
    console.log(`${name}: aspect ${round(aspect)} · page px ${round(px)} · faults ${faults(drawn).length}`);
  }
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3));
