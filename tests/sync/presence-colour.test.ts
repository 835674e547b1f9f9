import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { freeColor, PRESENCE_COLORS, type PresenceColor } from '../../src/sync/index.ts';

interface Person {
  readonly id: number;
  readonly wanted: PresenceColor;
  color: PresenceColor;
}

const people = fc.uniqueArray(
  fc
    .record({ id: fc.nat(), wanted: fc.constantFrom(...PRESENCE_COLORS) })
    .map((one): Person => ({ ...one, color: one.wanted })),
  { selector: ({ id }) => id, minLength: 1, maxLength: PRESENCE_COLORS.length },
);

/** Everybody looks at what the others showed a moment ago; true when somebody changed. */
function look(here: readonly Person[]): boolean {
  const next = here.map((one) => freeColor(one.wanted, one.id, here));
  const isChanged = here.some((one, i) => one.color !== next[i]);
  here.forEach((one, i) => (one.color = next[i]!));
  return isChanged;
}

describe('colours', () => {
  it('[S35] are told apart after a few states, all looking at once, up to eight people', () => {
    fc.assert(
      fc.property(people, (here) => {
        let rounds = 0;
        while (look(here)) expect((rounds += 1)).toBeLessThanOrEqual(here.length);
        expect(new Set(here.map(({ color }) => color)).size).toBe(here.length);
      }),
    );
  });

  it('[S35] a wanted colour is kept when nobody before has it, and when all are taken', () => {
    const [red, orange] = PRESENCE_COLORS;
    expect(freeColor(red, 5, [{ id: 9, color: red }])).toBe(red);
    expect(freeColor(red, 5, [{ id: 1, color: red }])).toBe(orange);
    expect(
      freeColor(
        red,
        100,
        PRESENCE_COLORS.map((color, id) => ({ id, color })),
      ),
    ).toBe(red);
  });
});
