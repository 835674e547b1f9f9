/** The fishbone over several organisations of each size: text on a slide, page use, time. */
import { layoutFishbone, type FishbonePlacement } from '../../src/layout/index.ts';
import { hasGenerator, organisation } from './organisations.ts';

const SLIDE = { width: 1920, height: 1080 };
const NAME_SIZE = { comfortable: 14, compact: 13, dense: 12 } as const;
const SIZES = [
  { people: 12, seeds: 8 },
  { people: 40, seeds: 8 },
  { people: 150, seeds: 8 },
  { people: 600, seeds: 4 },
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

function measure(people: number, seed: number): Row {
  const map = organisation(people, seed);
  const started = performance.now();
  const fresh = layoutFishbone(map, { mode: 'tidy' });
  const freshMs = performance.now() - started;
  const keptFrom = performance.now();
  layoutFishbone({ ...map, layouts: { fishbone: fresh.record } }, { mode: 'keep' });
  const keepMs = performance.now() - keptFrom;
  const scale = Math.min(SLIDE.width / fresh.width, SLIDE.height / fresh.height);
  return {
    ...bare(fresh),
    'page px': NAME_SIZE[fresh.density] * scale,
    'head share': fresh.head.rect.width / fresh.width,
    'fresh ms': freshMs,
    'keep ms': keepMs,
  };
}

/** Prints a table of means, one line per size. */
export function benchFishbone(): void {
  console.log(hasGenerator ? 'reference organisations' : 'own organisations (the reference generator is not here)');
  layoutFishbone(organisation(60, 99));
  for (const { people, seeds } of SIZES) {
    const rows = Array.from({ length: seeds }, (_, i) => measure(people, i + 1));
    const mean = (name: string) => rows.reduce((sum, row) => sum + row[name]!, 0) / rows.length;
    const cells = Object.keys(rows[0]!).map((name) => `${name} ${round(mean(name))}`);
    console.log(`${people} people, ${seeds} seeds: ${cells.join(' · ')}`);
  }
}

const round = (value: number) => (value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(3));
