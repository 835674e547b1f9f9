/**
 * Keys that concern the screen rather than the drawing, and those of a map on which nothing is drawn yet; with a drawing
 * the canvas takes the rest. The rule is pure; handleShortcut carries it out.
 */
import { VIEWS, type ViewId } from '../../model/index.ts';
import type { App, OpenMap } from '../../state/index.ts';

export type ScreenAction =
  | { readonly type: 'undo' | 'redo' | 'help' | 'cover' | 'history' | 'inspect' | 'leave-present' | 'leave-focus' }
  | { readonly type: 'view'; readonly view: ViewId };

export interface ScreenContext {
  /** Nothing is drawn: there is no canvas to take keys. */
  readonly isEmpty: boolean;
  readonly presenting: boolean;
  /** One department is drawn as its own fish. */
  readonly focused: boolean;
  /** Something is selected and has the keyboard. */
  readonly canInspect: boolean;
}

/** The parts of a KeyboardEvent that matter. */
export type ScreenKey = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The action a key press asks of the screen, or null when it is somebody else's. */
export function keyToScreenAction(press: ScreenKey, context: ScreenContext): ScreenAction | null {
  if (context.isEmpty) return emptyKey(press, context);
  if (press.ctrlKey || press.metaKey || press.altKey || press.shiftKey) return null;
  // Out of presenting first, then out of the one department, then the canvas lets go of what is selected.
  if (press.key === 'Escape' && !context.presenting && context.focused) return { type: 'leave-focus' };
  if (press.key.toLowerCase() === 'h' && !context.presenting) return { type: 'history' };
  // The inspector is hidden while presenting: Enter brings it, in place of a new card.
  if (press.key === 'Enter' && context.presenting && context.canInspect) return { type: 'inspect' };
  return null;
}

function emptyKey(press: ScreenKey, { presenting }: ScreenContext): ScreenAction | null {
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return press.altKey ? null : historyKey(key, press.shiftKey);
  if (press.altKey) {
    // With Alt some keyboards type another character: the place of the key counts.
    const digit = /^Digit([1-9])$/.exec(press.code)?.[1];
    const view = digit === undefined || press.shiftKey ? undefined : VIEWS[Number(digit) - 1];
    return view === undefined ? null : { type: 'view', view };
  }
  if (key === '?') return { type: 'help' };
  if (key === 'h' && !presenting) return { type: 'history' };
  if (key === 'escape' && presenting) return { type: 'leave-present' };
  return key === '.' ? { type: 'cover' } : null;
}

function historyKey(key: string, shiftKey: boolean): ScreenAction | null {
  if (key === 'y') return { type: 'redo' };
  return key === 'z' ? { type: shiftKey ? 'redo' : 'undo' } : null;
}

const TYPING =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, dialog, [role="dialog"], [role="menu"], [contenteditable]:not([contenteditable="false"])';

/** Does what a key asks of the screen; leaves alone what somebody already handled and what is typed into a field. */
export function handleShortcut(event: KeyboardEvent, app: App, open: OpenMap): void {
  if (event.defaultPrevented || event.isComposing || open.dialog !== null || open.editing !== null) return;
  if (event.target instanceof Element && event.target.closest(TYPING)) return;
  const action = keyToScreenAction(event, {
    isEmpty: open.map.people.size === 0,
    presenting: open.presenting,
    focused: open.focus !== null && open.view === 'fishbone',
    canInspect: hasKeyboard(event.target, open),
  });
  if (!action) return;
  event.preventDefault();
  if (!event.repeat || action.type === 'undo' || action.type === 'redo') run(action, app, open);
}

function hasKeyboard(target: EventTarget | null, open: OpenMap): boolean {
  if (open.selectionKind === 'none' || !(target instanceof HTMLElement)) return false;
  const person = target.closest<HTMLElement>('.svelte-flow__node')?.dataset['id'];
  return target === document.body || (person !== undefined && open.selection.has(person));
}

function run(action: ScreenAction, app: App, open: OpenMap): void {
  switch (action.type) {
    case 'undo':
      return open.undo();
    case 'redo':
      return open.redo();
    case 'help':
      open.dialog = 'help';
      return;
    case 'history':
      return open.past.isOpen ? open.past.leave() : void open.past.open();
    case 'leave-present':
      open.presenting = false;
      return;
    case 'leave-focus':
      return open.setFocus(null);
    case 'cover':
      return app.toggleDiscreet();
    case 'inspect':
      return open.inspect();
    case 'view':
      return open.setView(action.view);
  }
}
