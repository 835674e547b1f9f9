/** The server and the device keep the same states of the past, though neither may import the other. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { thinOut } from '../../server/rooms/history-plan.ts';
import { statesToDrop } from '../../src/sync/history-plan.ts';

const HOUR_MS = 3_600_000;
const times = fc.uniqueArray(
  fc.integer({ min: 0, max: 130 * 24 * 4 }).map((quarter) => quarter * (HOUR_MS / 4)),
  {
    maxLength: 400,
  },
);

it('[S18] [Y1] both plans let go of the same states, and thinning seldom leaves what thinning often leaves', () => {
  fc.assert(
    fc.property(times, fc.nat(), (ats, cut) => {
      const dropped = thinOut(ats);
      expect(statesToDrop(ats.map((at) => ({ at, marked: false })))).toEqual(dropped);
      const kept = (all: readonly number[]) => all.filter((at) => !thinOut(all).includes(at));
      const inOrder = [...ats].sort((a, b) => a - b);
      const early = inOrder.slice(0, cut % (inOrder.length + 1));
      expect(kept([...kept(early), ...inOrder.slice(early.length)])).toEqual(kept(inOrder));
    }),
  );
});
