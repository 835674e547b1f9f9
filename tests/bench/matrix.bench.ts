/** The matrices over several organisations of each size: overlaps, people outside their cell, shift, text, movement, time. */
import { layoutAttitudeMatrix, layoutInterestMatrix, type MatrixPlacement } from '../../src/layout/index.ts';
import { ATTITUDE_SCALES, type AccountMap, type Person } from '../../src/model/index.ts';
import { distanceToTruePoint, outsideCells, shiftsFromField } from '../support/matrix-measures.ts';
import { overlaps } from '../support/drawing-measures.ts';
import { seededRandom } from '../support/random-map.ts';
import { organisation } from './organisations.ts';

const SIZES = [
  { people: 20, seeds: 20 },
  { people: 60, seeds: 20 },
  { people: 200, seeds: 20 },
  { people: 600, seeds: 5 },
  { people: 2000, seeds: 2 },
] as const;
const VIEWS = [
  { view: 'attitude-matrix', layout: layoutAttitudeMatrix },
  { view: 'interest-matrix', layout: layoutInterestMatrix },
] as const;
const NAME_SIZE = { comfortable: 14, compact: 13, dense: 12 } as const;

/** The organisation with an interest for most people, more in the middle than at the ends, and attitudes of its scale. */
export function judgedOrganisation(people: number, seed: number): AccountMap {
  const map = organisation(people, seed);
  const random = seededRandom(seed);
  const values = ATTITUDE_SCALES[map.scale].values;
  const judged = [...map.people.values()].map((person): Person => {
    const interest = random() < 0.15 ? null : Math.min(5, 1 + Math.floor(random() * 2.6 + random() * 2.6));
    const attitude = person.attitude === null ? null : Math.max(values.at(-1)!, Math.min(values[0], person.attitude));
    return { ...person, interest, attitude };
  });
  return { ...map, people: new Map(judged.map((person) => [person.id, person])) };
}

type Row = Record<string, number>;

function measure(people: number, seed: number, { layout, view }: (typeof VIEWS)[number]): Row {
  const map = judgedOrganisation(people, seed);
  const started = performance.now();
  const fresh = layout(map);
  const freshMs = performance.now() - started;
  const random = seededRandom(seed + 1);
  const like = [...map.people.values()][Math.floor(random() * map.people.size)]!;
  const grown = {
    ...map,
    people: new Map([...map.people, ['new', { ...like, id: 'new' }]]),
    layouts: { [view]: fresh.record },
  };
  const keptFrom = performance.now();
  const kept = layout(grown);
  const keepMs = performance.now() - keptFrom;
  const away = shiftsFromField(fresh);
  const distances = fresh.cards.map((card) => distanceToTruePoint(map, fresh, card));
  return {
    overlaps: overlaps(fresh.cards).length,
    'outside cell': outsideCells(map, fresh).length,
    'not drawn': people - fresh.cards.length,
    'shift px': mean(away),
    'to true point px': mean(distances),
    leaders: fresh.leaders.length,
    'moved by one more': movedBetween(fresh, kept),
    scale: fresh.cards[0]?.scale ?? 1,
    'text px':
      NAME_SIZE[fresh.density] * (fresh.cards[0]?.scale ?? 1) * Math.min(1920 / fresh.width, 1080 / fresh.height),
    aspect: fresh.width / fresh.height,
    'fresh ms': freshMs,
    'keep ms': keepMs,
  };
}

function movedBetween(before: MatrixPlacement, after: MatrixPlacement): number {
  const rects = new Map(after.cards.map(({ person, rect }) => [person, rect]));
  const isSame = ({ person, rect }: MatrixPlacement['cards'][number]) => {
    const now = rects.get(person);
    return now !== undefined && now.x === rect.x && now.y === rect.y && now.width === rect.width;
  };
  return before.cards.filter((card) => !isSame(card)).length;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));

/** Prints a table of means for each view. */
export function benchMatrix(): void {
  for (const view of VIEWS) {
    console.log(view.view);
    measure(60, 99, view);
    for (const { people, seeds } of SIZES) {
      const rows = Array.from({ length: seeds }, (_, i) => measure(people, i + 1, view));
      const cells = Object.keys(rows[0]!).map((name) => `${name} ${round(mean(rows.map((row) => row[name]!)))}`);
      console.log(`${people} people, ${seeds} seeds: ${cells.join(' · ')}`);
    }
  }
}
