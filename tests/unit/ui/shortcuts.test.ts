/** Which key asks what of the whole screen. */
import { describe, expect, it } from 'vitest';
import { VIEWS } from '../../../src/model/index.ts';
import { keyToScreenAction, type ScreenContext, type ScreenKey } from '../../../src/ui/shell/shortcuts.ts';

const DRAWN: ScreenContext = { isEmpty: false, presenting: false, focused: false, canInspect: false };
const EMPTY: ScreenContext = { ...DRAWN, isEmpty: true };

function press(key: string, modifiers: Partial<ScreenKey> = {}): ScreenKey {
  return { key, code: '', ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, ...modifiers };
}

describe('keys of the whole screen', () => {
  it('Alt and a digit show the view at that place of the rail', () => {
    const views = VIEWS.map((_, i) =>
      keyToScreenAction(press(`${i + 1}`, { altKey: true, code: `Digit${i + 1}` }), EMPTY),
    );
    expect(views).toEqual(VIEWS.map((view) => ({ type: 'view', view })));
  });

  it('the place of the digit counts, not the character that Alt makes of it', () => {
    expect(keyToScreenAction(press('¡', { altKey: true, code: 'Digit1' }), EMPTY)).toEqual({
      type: 'view',
      view: 'fishbone',
    });
  });

  it('a digit beyond the last view, or with Shift, is nobody’s', () => {
    expect(keyToScreenAction(press('9', { altKey: true, code: 'Digit9' }), EMPTY)).toBeNull();
    expect(keyToScreenAction(press('!', { altKey: true, shiftKey: true, code: 'Digit1' }), EMPTY)).toBeNull();
  });

  it('Escape leaves the one department, but only once presenting is left, which the canvas does', () => {
    expect(keyToScreenAction(press('Escape'), { ...DRAWN, focused: true })).toEqual({ type: 'leave-focus' });
    expect(keyToScreenAction(press('Escape'), { ...DRAWN, focused: true, presenting: true })).toBeNull();
    expect(keyToScreenAction(press('Escape'), DRAWN)).toBeNull();
  });

  it('Escape leaves presenting also where everybody was taken off the map', () => {
    expect(keyToScreenAction(press('Escape'), { ...EMPTY, presenting: true })).toEqual({ type: 'leave-present' });
    expect(keyToScreenAction(press('Escape'), EMPTY)).toBeNull();
  });

  it('Enter brings the inspector only while presenting, and only to what has the keyboard', () => {
    const enter = press('Enter');
    expect(keyToScreenAction(enter, { ...DRAWN, presenting: true, canInspect: true })).toEqual({ type: 'inspect' });
    expect(keyToScreenAction(enter, { ...DRAWN, presenting: true })).toBeNull();
    expect(keyToScreenAction(enter, { ...DRAWN, canInspect: true })).toBeNull();
  });

  it('undo, redo, help and covering are the screen’s while nothing is drawn', () => {
    expect(keyToScreenAction(press('z', { ctrlKey: true }), EMPTY)).toEqual({ type: 'undo' });
    expect(keyToScreenAction(press('Z', { metaKey: true, shiftKey: true }), EMPTY)).toEqual({ type: 'redo' });
    expect(keyToScreenAction(press('y', { ctrlKey: true }), EMPTY)).toEqual({ type: 'redo' });
    expect(keyToScreenAction(press('?', { shiftKey: true }), EMPTY)).toEqual({ type: 'help' });
    expect(keyToScreenAction(press('.'), EMPTY)).toEqual({ type: 'cover' });
  });

  it('H brings the earlier states, drawn or not, but not into a presentation', () => {
    for (const context of [DRAWN, EMPTY]) {
      expect(keyToScreenAction(press('h'), context)).toEqual({ type: 'history' });
      expect(keyToScreenAction(press('h'), { ...context, presenting: true })).toBeNull();
      expect(keyToScreenAction(press('h', { ctrlKey: true }), context)).toBeNull();
    }
  });

  it('with a drawing those keys are the canvas’s', () => {
    const keys = [press('z', { ctrlKey: true }), press('?', { shiftKey: true }), press('.'), press('p')];
    expect(keys.map((key) => keyToScreenAction(key, DRAWN))).toEqual([null, null, null, null]);
  });
});
