/** Whose a key is once a colleague's change has taken away what it was typed for. */
import { describe, expect, it } from 'vitest';
import { isForLost, isLastKey } from '../../../src/ui/shell/lost-focus.ts';

const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });

describe('keys for something that is gone', () => {
  it('are all those typed for a text, also what would undo or leave', () => {
    for (const key of ['a', '3', 'p', '?', 'z', 'Enter', 'Tab', 'Escape', 'Delete', 'ArrowUp'])
      expect(isForLost(key, 'text')).toBe(true);
  });

  it('are those that work a button, and no letters', () => {
    for (const key of ['Enter', ' ', 'Tab', 'Delete', 'Backspace', 'ArrowDown'])
      expect(isForLost(key, 'control')).toBe(true);
    for (const key of ['a', '3', 'p', '?', 'Escape']) expect(isForLost(key, 'control')).toBe(false);
  });
});

describe('the last key for a field', () => {
  it('is Escape, Tab, or Enter where that does not begin a line', () => {
    expect([press('Escape'), press('Tab'), press('Enter')].map((key) => isLastKey(key, false))).toEqual([
      true,
      true,
      true,
    ]);
    expect(isLastKey(press('Enter'), true)).toBe(false);
    expect(isLastKey(press('Enter', true), true)).toBe(true);
  });

  it('is no letter', () => {
    expect([isLastKey(press('e'), false), isLastKey(press('e', true), true)]).toEqual([false, false]);
  });
});
