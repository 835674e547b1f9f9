import { describe, expect, it } from 'vitest';
import { keyToAction, type KeyContext, type KeyPress } from '../../../src/canvas/keyboard.ts';

const PEOPLE: KeyContext = {
  selected: 'people',
  scale: '3..-1',
  presenting: false,
  onCanvas: true,
  onUnselectedCard: false,
  sinceMinusMs: Infinity,
};
const NOBODY: KeyContext = { ...PEOPLE, selected: 'none' };
const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({ key, ...more });

describe('keys on selected people', () => {
  it.each([
    ['Tab', { type: 'add-report' }],
    ['Enter', { type: 'add-peer' }],
    ['F2', { type: 'rename' }],
    ['Delete', { type: 'remove' }],
    ['Backspace', { type: 'remove' }],
    ['ArrowLeft', { type: 'walk', direction: 'left', add: false }],
    ['a', { type: 'role', role: 'A' }],
    ['D', { type: 'role', role: 'D' }],
    ['n', { type: 'role', role: 'N' }],
    ['k', { type: 'mark', mark: 'kp' }],
    ['c', { type: 'mark', mark: 'coach' }],
    ['g', { type: 'mark', mark: 'tech-gatekeeper' }],
    ['l', { type: 'relation' }],
    ['?', { type: 'help' }],
    ['Escape', { type: 'clear' }],
    ['3', { type: 'attitude', value: 3 }],
    ['0', { type: 'attitude', value: 0 }],
    ['-', { type: 'attitude', value: -1 }],
  ])('%s asks for its action', (key, action) => {
    expect(keyToAction(press(key), PEOPLE)).toEqual(action);
  });

  it('a digit off the scale does nothing', () => {
    expect(keyToAction(press('4'), PEOPLE)).toBeNull();
    expect(keyToAction(press('3'), { ...PEOPLE, scale: '+2..-2' })).toBeNull();
  });

  it('a digit right after minus is negative, as far as the scale goes', () => {
    const after = { ...PEOPLE, scale: '+2..-2' as const, sinceMinusMs: 400 };
    expect(keyToAction(press('2'), after)).toEqual({ type: 'attitude', value: -2 });
    expect(keyToAction(press('1'), after)).toEqual({ type: 'attitude', value: -1 });
    expect(keyToAction(press('0'), after)).toEqual({ type: 'attitude', value: 0 });
    expect(keyToAction(press('2'), { ...after, scale: '3..-1' })).toBeNull();
  });

  it('a digit long after minus is positive', () => {
    const later = { ...PEOPLE, scale: '+2..-2' as const, sinceMinusMs: 1_001 };
    expect(keyToAction(press('2'), later)).toEqual({ type: 'attitude', value: 2 });
  });

  it('arrows with shift add to the selection', () => {
    expect(keyToAction(press('ArrowUp', { shiftKey: true }), PEOPLE)).toEqual({
      type: 'walk',
      direction: 'up',
      add: true,
    });
  });
});

describe('keys that stay the browser’s own', () => {
  it('Tab without a selection, and Shift+Tab always', () => {
    expect(keyToAction(press('Tab'), NOBODY)).toBeNull();
    expect(keyToAction(press('Tab', { shiftKey: true }), PEOPLE)).toBeNull();
  });

  it('Tab, Enter, arrows and Delete while the focus is on a button or panel', () => {
    const inPanel = { ...PEOPLE, onCanvas: false };
    for (const key of ['Tab', 'Enter', 'ArrowDown', 'Delete']) expect(keyToAction(press(key), inPanel)).toBeNull();
    expect(keyToAction(press('k'), inPanel)).toEqual({ type: 'mark', mark: 'kp' });
  });

  it('anything an input method composes', () => {
    expect(keyToAction(press('Enter', { isComposing: true }), PEOPLE)).toBeNull();
    expect(keyToAction(press('Process'), PEOPLE)).toBeNull();
  });

  it('browser shortcuts with Ctrl, Cmd or Alt', () => {
    for (const key of ['c', 'd', 'l', 's']) expect(keyToAction(press(key, { ctrlKey: true }), PEOPLE)).toBeNull();
    expect(keyToAction(press('d', { altKey: true }), PEOPLE)).toBeNull();
  });
});

describe('keys that need no selection', () => {
  it.each([
    [press('z', { ctrlKey: true }), { type: 'undo' }],
    [press('z', { metaKey: true }), { type: 'undo' }],
    [press('Z', { ctrlKey: true, shiftKey: true }), { type: 'redo' }],
    [press('y', { ctrlKey: true }), { type: 'redo' }],
    [press('a', { ctrlKey: true }), { type: 'select-all' }],
    [press('0'), { type: 'fit' }],
    [press('!', { shiftKey: true, code: 'Digit1' }), { type: 'fit' }],
    [press('+', { shiftKey: true }), { type: 'zoom-in' }],
    [press('-'), { type: 'zoom-out' }],
  ])('%o', (key, action) => {
    expect(keyToAction(key, NOBODY)).toEqual(action);
  });

  it('letters and digits of attitudes do nothing without people', () => {
    for (const key of ['a', 'k', '3', 'F2', 'l']) expect(keyToAction(press(key), NOBODY)).toBeNull();
  });

  it('Enter and Space select the card that has the focus', () => {
    const focused = { ...NOBODY, onUnselectedCard: true };
    expect(keyToAction(press('Enter'), focused)).toEqual({ type: 'select-focused' });
    expect(keyToAction(press(' '), focused)).toEqual({ type: 'select-focused' });
  });

  it('Delete removes a selected relation or department', () => {
    expect(keyToAction(press('Delete'), { ...NOBODY, selected: 'relation' })).toEqual({ type: 'remove' });
    expect(keyToAction(press('Delete'), { ...NOBODY, selected: 'unit' })).toEqual({ type: 'remove' });
  });
});

describe('keys of the views and of the shared screen', () => {
  it('Alt and a digit show the view of that number, by the place of the key', () => {
    expect(keyToAction(press('1', { altKey: true, code: 'Digit1' }), NOBODY)).toEqual({
      type: 'view',
      view: 'fishbone',
    });
    expect(keyToAction(press('§', { altKey: true, code: 'Digit6' }), PEOPLE)).toEqual({
      type: 'view',
      view: 'network',
    });
    expect(keyToAction(press('9', { altKey: true, code: 'Digit9' }), PEOPLE)).toBeNull();
  });

  it('P presents, M comments and a full stop covers, whatever is selected', () => {
    for (const context of [PEOPLE, NOBODY, { ...PEOPLE, selected: 'unit' as const }]) {
      expect(keyToAction(press('p'), context)).toEqual({ type: 'present' });
      expect(keyToAction(press('M'), context)).toEqual({ type: 'comment' });
      expect(keyToAction(press('.'), context)).toEqual({ type: 'discreet' });
    }
  });

  it('Escape leaves the presentation first', () => {
    expect(keyToAction(press('Escape'), { ...PEOPLE, presenting: true })).toEqual({ type: 'leave-presenting' });
    expect(keyToAction(press('Escape'), PEOPLE)).toEqual({ type: 'clear' });
  });

  it('Alt and an arrow move what is selected, on the canvas only', () => {
    const arrow = press('ArrowLeft', { altKey: true });
    expect(keyToAction(arrow, PEOPLE)).toEqual({ type: 'shift', direction: 'left' });
    expect(keyToAction(arrow, { ...NOBODY, selected: 'unit' })).toEqual({ type: 'shift', direction: 'left' });
    expect(keyToAction(arrow, NOBODY)).toBeNull();
    expect(keyToAction(arrow, { ...PEOPLE, onCanvas: false })).toBeNull();
  });

  it('F folds the department that is selected, or that of the person', () => {
    expect(keyToAction(press('f'), { ...NOBODY, selected: 'unit' })).toEqual({ type: 'fold' });
    expect(keyToAction(press('f'), PEOPLE)).toEqual({ type: 'fold' });
    expect(keyToAction(press('f'), NOBODY)).toBeNull();
  });
});
