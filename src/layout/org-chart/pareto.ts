/** Lists of blocks none of which is beaten in both rows and width, and what is picked from them. */
import type { Block } from './block.ts';

/** By rows ascending, so by width descending; at most `most`, spread evenly by the logarithm of their rows. Of equals the first stays. */
export function paretoFront(blocks: readonly Block[], most: number): Block[] {
  const front: Block[] = [];
  const sorted = blocks
    .map((block, i) => ({ block, i }))
    .sort((a, b) => a.block.rows - b.block.rows || a.block.width - b.block.width || a.i - b.i);
  for (const { block } of sorted) if (front.length === 0 || block.width < front.at(-1)!.width) front.push(block);
  return thin(front, most);
}

/** To six decimals: engines differ in the last bits of a logarithm. */
const logOf = (rows: number): number => Math.round(Math.log(rows) * 1e6) / 1e6;

function thin(front: readonly Block[], most: number): Block[] {
  if (front.length <= most) return [...front];
  const [low, high] = [logOf(front[0]!.rows), logOf(front.at(-1)!.rows)];
  const kept = new Set<Block>([front[0]!, front.at(-1)!]);
  for (let i = 1; i < most - 1; i++) {
    const wanted = low + ((high - low) * i) / (most - 1);
    const away = (block: Block) => Math.abs(logOf(block.rows) - wanted);
    kept.add(front.reduce((best, block) => (away(block) < away(best) ? block : best)));
  }
  return front.filter((block) => kept.has(block));
}

/** The narrowest with at most `rows`, else the lowest. The front must not be empty. */
export function narrowestWithin(front: readonly Block[], rows: number): Block {
  let best = front[0]!;
  for (const block of front) if (block.rows <= rows) best = block;
  return best;
}

/** The lowest no wider than `width`, else the narrowest. */
export function lowestWithin(front: readonly Block[], width: number): Block {
  return front.find((block) => block.width <= width) ?? front.at(-1)!;
}

/** At most `most` of some numbers, ascending, each once, the smallest and the largest among them. */
export function spread(numbers: Iterable<number>, most: number): number[] {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  if (sorted.length <= most) return sorted;
  const picked = Array.from({ length: most }, (_, i) => sorted[Math.round((i * (sorted.length - 1)) / (most - 1))]!);
  return [...new Set(picked)];
}

/** Whether two picks from the same fronts are the same. */
export function isSame(a: readonly Block[], b: readonly Block[]): boolean {
  return a.every((block, i) => block === b[i]);
}
