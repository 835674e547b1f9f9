/** Which of a boss's teams stand on which shelf, in the order of the siblings. */
import type { Block, Side } from './block.ts';
import type { Shelf } from './forms.ts';

/** Cuts a row of blocks into at most `count` runs, so that the widest is as narrow as can be. */
export function cutEvenly(blocks: readonly Block[], count: number): Block[][] {
  const widths = blocks.map((block) => block.width);
  let [low, high] = [Math.max(0, ...widths), widths.reduce((sum, width) => sum + width, 0)];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (runsWithin(blocks, middle).length <= count) high = middle;
    else low = middle;
  }
  const runs = runsWithin(blocks, low);
  return runs.length <= count ? runs : runsWithin(blocks, high);
}

function runsWithin(blocks: readonly Block[], most: number): Block[][] {
  const runs: Block[][] = [];
  let width = Infinity;
  for (const block of blocks) {
    width += block.width;
    if (width > most) {
      runs.push([]);
      width = block.width;
    }
    runs.at(-1)!.push(block);
  }
  return runs;
}

/** `count` shelves, each cut in two halves of about one width. */
export function shelvesOf(blocks: readonly Block[], count: number): Shelf[] {
  return cutEvenly(blocks, count).map((run): Shelf => {
    const [left = [], right = []] = cutEvenly(run, 2);
    return { left, right };
  });
}

export interface Place {
  readonly shelf: number;
  readonly side: Side;
}

/** Teams where they were put before; new ones on the emptiest side of the last shelf. */
export function recordedShelves(teams: readonly { readonly block: Block; readonly place: Place | null }[]): Shelf[] {
  const numbers = [...new Set(teams.flatMap(({ place }) => (place ? [place.shelf] : [])))].sort((a, b) => a - b);
  const last = Math.max(0, numbers.length - 1);
  const shelves = Array.from({ length: last + 1 }, () => ({ left: [] as Block[], right: [] as Block[] }));
  const width = { left: 0, right: 0 };
  for (const { block, place } of teams) {
    if (place && numbers.indexOf(place.shelf) === last) width[place.side] += block.width;
  }
  for (const { block, place } of teams) {
    const side = place?.side ?? (width.left <= width.right ? 'left' : 'right');
    if (!place) width[side] += block.width;
    shelves[place ? numbers.indexOf(place.shelf) : last]![side].push(block);
  }
  return shelves;
}
