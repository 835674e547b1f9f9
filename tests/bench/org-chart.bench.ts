/** The org chart over several organisations of each size: text size, page use, time, and how still it stays when somebody joins. */
import { CARD_SIZES, layoutOrgChart, type OrgChartPlacement } from '../../src/layout/index.ts';
import type { AccountMap } from '../../src/model/index.ts';
import { overlaps } from '../support/drawing-measures.ts';
import { seededRandom } from '../support/random-map.ts';
import { hasGenerator, organisation } from './organisations.ts';

const SIZES = [12, 40, 150, 600, 1_000];
const SEEDS = 20;
const NAME_SIZE = { comfortable: 14, compact: 13, dense: 12 } as const;

type Row = Record<string, number>;

function measure(map: AccountMap, seed: number): Row {
  const started = performance.now();
  const fresh = layoutOrgChart(map, { mode: 'tidy' });
  const freshMs = performance.now() - started;
  const people = [...map.people.values()];
  const boss = people[Math.floor(seededRandom(seed)() * people.length)]!;
  const joined = { ...boss, id: 'joined', order: 'zz', reportsTo: boss.id };
  const grown = {
    ...map,
    people: new Map([...map.people, [joined.id, joined]]),
    layouts: { 'org-chart': fresh.record },
  };
  const keptFrom = performance.now();
  const kept = layoutOrgChart(grown, { density: fresh.density });
  const keepMs = performance.now() - keptFrom;
  return {
    'text px': textPx(fresh),
    aspect: fresh.width / fresh.height,
    'card area': share(fresh),
    overlaps: overlaps(fresh.cards).length + overlaps(kept.cards).length,
    'fresh ms': freshMs,
    'keep ms': keepMs,
    ...movement(fresh, kept),
    'kept px': textPx(kept),
  };
}

/** From the tidy picture to the one with somebody more: mean way in card widths, and the share of people who moved. */
function movement(before: OrgChartPlacement, after: OrgChartPlacement): Row {
  const now = new Map(after.cards.map(({ person, rect }) => [person, rect]));
  const ways = before.cards.map(({ person, rect }) => {
    const { x, y } = now.get(person)!;
    return Math.hypot(x - rect.x, y - rect.y) / CARD_SIZES[before.density].width;
  });
  const sum = ways.reduce((total, way) => total + way, 0);
  return { 'move on +1': sum / ways.length, 'moved on +1': ways.filter((way) => way > 0).length / ways.length };
}

const textPx = ({ density, height, width }: OrgChartPlacement) =>
  NAME_SIZE[density] * Math.min(1920 / width, 1080 / height);

const share = ({ cards, height, width }: OrgChartPlacement) =>
  cards.reduce((sum, { rect }) => sum + rect.width * rect.height, 0) / (width * height);

/** Prints a table of means, with the smallest and largest. */
export function benchOrgChart(): void {
  console.log(hasGenerator ? 'reference organisations' : 'own organisations (the reference generator is not here)');
  layoutOrgChart(organisation(60, 99));
  for (const people of SIZES) {
    const rows = Array.from({ length: SEEDS }, (_, i) => measure(organisation(people, i + 1), i + 1));
    const cells = Object.keys(rows[0]!).map((name) => {
      const values = rows.map((row) => row[name]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return `${name} ${round(mean)} [${round(Math.min(...values))}-${round(Math.max(...values))}]`;
    });
    console.log(`${people} people, ${SEEDS} seeds: ${cells.join(' · ')}`);
  }
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2));
