import { describe, expect, it, vi } from 'vitest';
import { Alternatives } from '../../../src/layout/fishbone/alternatives.ts';
import type { Block } from '../../../src/layout/fishbone/block.ts';
import { layoutHead } from '../../../src/layout/fishbone/head.ts';
import { measuresFor } from '../../../src/layout/fishbone/measures.ts';
import { readOrganisation } from '../../../src/layout/fishbone/organisation.ts';
import { searchFish } from '../../../src/layout/fishbone/search.ts';
import { settle } from '../../../src/layout/fishbone/settle.ts';
import { CARD_SIZES, densityFor } from '../../../src/layout/index.ts';
import { randomMap, seededRandom, type MapShape } from '../../support/random-map.ts';

const SEEDS = Number(process.env['HERRINGBONE_SEEDS'] ?? 30);
const SHAPES: readonly MapShape[] = ['normal', 'chain', 'star', 'fat', 'flat', 'empty-units'];

vi.setConfig({ testTimeout: 30_000 + SEEDS * 1_000 });

interface Interval {
  readonly lo: number;
  readonly hi: number;
  readonly name: string;
}

/** Cards and pills of a block and all in it, by row. */
function intervalsOf(block: Block, cardWidth: number, into: Map<number, Interval[]>, du: number, dk: number): void {
  const add = (row: number, interval: Interval) => into.set(row, [...(into.get(row) ?? []), interval]);
  for (const part of block.parts) {
    if (part.kind === 'card') add(part.row + dk, { lo: part.u + du, hi: part.u + du + cardWidth, name: part.person });
    if (part.kind === 'pill')
      add(part.row + dk, { lo: part.u + du, hi: part.u + du + part.width, name: `pill ${part.unit}` });
  }
  for (const child of block.children) intervalsOf(child.block, cardWidth, into, du + child.du, dk + child.dk);
}

describe('the sheared row grid', () => {
  it('holds cards and pills as intervals that never meet within a row, inside their contours', () => {
    for (let seed = 1; seed <= SEEDS; seed++) {
      const people = Math.floor(seededRandom(seed)() ** 2 * 160);
      const map = randomMap(seed, people, SHAPES[seed % SHAPES.length]);
      const density = densityFor(people);
      const measures = measuresFor(density);
      const { branches, head: top } = readOrganisation(map, measures, { folded: new Set(), orders: new Map() });
      const head = layoutHead(map, measures, top.length);
      const alternatives = new Alternatives(measures, { forms: new Map(), sides: new Map() });
      const shapes = alternatives.bones.bind(alternatives);
      const { decks } = settle(measures, head, searchFish({ measures, head, branches, shapes, pins: new Map() }));
      for (const deck of decks) {
        for (const half of [deck.above, deck.below]) {
          const rows = new Map<number, Interval[]>();
          for (const { block, u } of half.bones) {
            const own = new Map<number, Interval[]>();
            intervalsOf(block, CARD_SIZES[density].width, own, 0, 0);
            for (const [row, intervals] of own) {
              const span = block.spans[row]!;
              for (const { hi, lo, name } of intervals)
                expect(span.lo <= lo && hi <= span.hi, `seed ${seed}: ${name} within its contour`).toBe(true);
            }
            intervalsOf(block, CARD_SIZES[density].width, rows, u, 0);
          }
          for (const intervals of rows.values()) {
            intervals.sort((a, b) => a.lo - b.lo);
            intervals.slice(1).forEach((next, i) => {
              const before = intervals[i]!;
              expect(before.hi, `seed ${seed}: ${before.name} and ${next.name}`).toBeLessThanOrEqual(next.lo);
            });
          }
        }
      }
    }
  });
});
