/**
 * Keys of the whole screen: views, presenting, covering, folding, and the way back out. What the canvas or a panel has
 * already handled is left alone, and so is what is typed. The rule is pure; handleShortcut carries it out.
 */
import { VIEWS, type ViewId } from '../../model/index.ts';
import type { App, OpenMap } from '../../state/index.ts';

export type ScreenAction =
  | { readonly type: 'undo' | 'redo' | 'help' | 'present' | 'cover' | 'fold' | 'inspect' }
  /** The steps back out, from the outermost in. */
  | { readonly type: 'leave-present' | 'leave-focus' }
  | { readonly type: 'view'; readonly view: ViewId };

export interface ScreenContext {
  /** Nothing is drawn: then nobody else takes undo, redo and help. */
  readonly isEmpty: boolean;
  readonly presenting: boolean;
  /** One department is drawn as its own fish. */
  readonly focused: boolean;
  /** A department can be folded here. */
  readonly canFold: boolean;
  /** Something is selected and has the keyboard. */
  readonly canInspect: boolean;
}

/** The parts of a KeyboardEvent that matter. */
export type ScreenKey = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

/** The action a key press asks of the screen, or null when it is somebody else's. */
export function keyToScreenAction(press: ScreenKey, context: ScreenContext): ScreenAction | null {
  const key = press.key.toLowerCase();
  if (press.ctrlKey || press.metaKey) return press.altKey || !context.isEmpty ? null : historyKey(key, press.shiftKey);
  if (press.altKey) {
    // With Alt some keyboards type another character: the place of the key counts.
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(press.code)?.[1];
    const view = digit === undefined || press.shiftKey ? undefined : VIEWS[Number(digit) - 1];
    return view === undefined ? null : { type: 'view', view };
  }
  if (key === 'escape') {
    if (context.presenting) return { type: 'leave-present' };
    return context.focused ? { type: 'leave-focus' } : null;
  }
  if (key === '?' && context.isEmpty) return { type: 'help' };
  if (press.shiftKey) return null;
  if (key === '.') return { type: 'cover' };
  // The inspector is hidden while presenting: Enter brings it, in place of a new card.
  if (key === 'enter' && context.presenting && context.canInspect) return { type: 'inspect' };
  if (context.isEmpty) return null;
  if (key === 'p') return { type: 'present' };
  return key === 'f' && context.canFold ? { type: 'fold' } : null;
}

function historyKey(key: string, shiftKey: boolean): ScreenAction | null {
  if (key === 'y') return { type: 'redo' };
  return key === 'z' ? { type: shiftKey ? 'redo' : 'undo' } : null;
}

const TYPING =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, dialog, [role="dialog"], [role="menu"], [contenteditable]:not([contenteditable="false"])';

/** Does what a key asks of the screen; true when it did. */
export function handleShortcut(event: KeyboardEvent, app: App, open: OpenMap): boolean {
  if (event.defaultPrevented || event.isComposing || open.dialog !== null || open.editing !== null) return false;
  if (event.target instanceof Element && event.target.closest(TYPING)) return false;
  const department = departmentToFold(open);
  const action = keyToScreenAction(event, {
    isEmpty: open.map.people.size === 0,
    presenting: open.presenting,
    focused: open.focus !== null && open.view === 'fishbone',
    canFold: department !== null,
    canInspect: hasKeyboard(event.target, open),
  });
  if (!action) return false;
  event.preventDefault();
  if (event.repeat && action.type !== 'undo' && action.type !== 'redo') return true;
  run(action, { app, open, department });
  return true;
}

/** The selected department, or the one that the selected person belongs to. */
function departmentToFold(open: OpenMap): string | null {
  if (open.view !== 'fishbone') return null;
  return open.selectedUnit?.id ?? open.selectedPeople.at(-1)?.unit ?? null;
}

function hasKeyboard(target: EventTarget | null, open: OpenMap): boolean {
  if (open.selectionKind === 'none' || !(target instanceof HTMLElement)) return false;
  const person = target.closest<HTMLElement>('.svelte-flow__node')?.dataset['id'];
  return target === document.body || (person !== undefined && open.selection.has(person));
}

interface Screen {
  readonly app: App;
  readonly open: OpenMap;
  readonly department: string | null;
}

function run(action: ScreenAction, { app, department, open }: Screen): void {
  switch (action.type) {
    case 'undo':
      return open.undo();
    case 'redo':
      return open.redo();
    case 'help':
      open.dialog = 'help';
      return;
    case 'present':
      open.presenting = !open.presenting;
      return;
    case 'leave-present':
      open.presenting = false;
      return;
    case 'leave-focus':
      return open.setFocus(null);
    case 'cover':
      return app.toggleDiscreet();
    case 'fold':
      if (department !== null) open.toggleFold(department);
      return;
    case 'inspect':
      return open.inspect();
    case 'view':
      return open.setView(action.view);
  }
}
