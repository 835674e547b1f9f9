/** Which key asks what of the whole screen. */
import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../../src/model/index.ts';
import { keyToScreenAction, type ScreenContext, type ScreenKey } from '../../../src/ui/shell/shortcuts.ts';

const DRAWN: ScreenContext = {
  isEmpty: false,
  presenting: false,
  focused: false,
  canFold: false,
  canInspect: false,
};

function press(key: string, modifiers: Partial<ScreenKey> = {}): ScreenKey {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers };
}

describe('keys of the whole screen', () => {
  it('Alt and a digit show the view at that place of the rail', () => {
    const views = VIEWS.map((_, i) =>
      keyToScreenAction(press(`${i + 1}`, { altKey: true, code: `Digit${i + 1}` }), DRAWN),
    );
    expect(views).toEqual(VIEWS.map((view) => ({ type: 'view', view })));
  });

  it('the place of the digit counts, not the character that Alt makes of it', () => {
    expect(keyToScreenAction(press('¡', { altKey: true, code: 'Digit1' }), DRAWN)).toEqual({
      type: 'view',
      view: 'fishbone',
    });
  });

  it('a digit beyond the last view, or with Shift, is nobody’s', () => {
    expect(keyToScreenAction(press('9', { altKey: true, code: 'Digit9' }), DRAWN)).toBeNull();
    expect(keyToScreenAction(press('!', { altKey: true, shiftKey: true, code: 'Digit1' }), DRAWN)).toBeNull();
  });

  it('Escape leaves presenting first, then the one department, and then belongs to others', () => {
    const escape = press('Escape');
    expect(keyToScreenAction(escape, { ...DRAWN, presenting: true, focused: true })).toEqual({ type: 'leave-present' });
    expect(keyToScreenAction(escape, { ...DRAWN, focused: true })).toEqual({ type: 'leave-focus' });
    expect(keyToScreenAction(escape, DRAWN)).toBeNull();
  });

  it('P presents and a full stop covers, whatever is selected', () => {
    expect(keyToScreenAction(press('P'), { ...DRAWN, canFold: true, canInspect: true })).toEqual({ type: 'present' });
    expect(keyToScreenAction(press('.'), { ...DRAWN, canFold: true, canInspect: true })).toEqual({ type: 'cover' });
  });

  it('F folds only where a department can be folded', () => {
    expect(keyToScreenAction(press('f'), { ...DRAWN, canFold: true })).toEqual({ type: 'fold' });
    expect(keyToScreenAction(press('f'), DRAWN)).toBeNull();
  });

  it('Enter brings the inspector only while presenting, and only to what has the keyboard', () => {
    const enter = press('Enter');
    expect(keyToScreenAction(enter, { ...DRAWN, presenting: true, canInspect: true })).toEqual({ type: 'inspect' });
    expect(keyToScreenAction(enter, { ...DRAWN, presenting: true })).toBeNull();
    expect(keyToScreenAction(enter, { ...DRAWN, canInspect: true })).toBeNull();
  });

  it('undo, redo and help are the screen’s only while nothing is drawn', () => {
    const empty = { ...DRAWN, isEmpty: true };
    const undo = press('z', { ctrlKey: true });
    expect(keyToScreenAction(undo, DRAWN)).toBeNull();
    expect(keyToScreenAction(undo, empty)).toEqual({ type: 'undo' });
    expect(keyToScreenAction(press('Z', { metaKey: true, shiftKey: true }), empty)).toEqual({ type: 'redo' });
    expect(keyToScreenAction(press('y', { ctrlKey: true }), empty)).toEqual({ type: 'redo' });
    expect(keyToScreenAction(press('?', { shiftKey: true }), empty)).toEqual({ type: 'help' });
    expect(keyToScreenAction(press('?', { shiftKey: true }), DRAWN)).toBeNull();
  });

  it('nothing is presented while nothing is drawn', () => {
    expect(keyToScreenAction(press('p'), { ...DRAWN, isEmpty: true })).toBeNull();
  });

  it.each(['ctrlKey', 'metaKey'] as const)('%s leaves P, F and the full stop to the browser', (modifier) => {
    const keys = ['p', 'f', '.'].map((key) => press(key, { [modifier]: true }));
    expect(keys.map((key) => keyToScreenAction(key, { ...DRAWN, canFold: true }))).toEqual([null, null, null]);
  });
});
