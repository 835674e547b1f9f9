import { describe, expect, it } from 'vitest';
import { coverOf } from '../../../src/ui/panels/inspector-cover.ts';

const ROOM = { width: 1280 };

describe('what the inspector covers', () => {
  it('is nothing while it stands beside the drawing', () => {
    expect(coverOf({ width: 328, height: 900, isOver: false }, ROOM)).toEqual({ right: 0, bottom: 0 });
  });

  it('is the right side on a small screen', () => {
    expect(coverOf({ width: 328, height: 668, isOver: true }, ROOM)).toEqual({ right: 328, bottom: 0 });
  });

  it('is the bottom as a sheet', () => {
    expect(coverOf({ width: 800, height: 300, isOver: true }, { width: 800 })).toEqual({ right: 0, bottom: 300 });
  });
});
