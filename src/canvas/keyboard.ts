/**
 * Which key does what, as a pure function: the canvas hands in a key press and what is selected, and carries out the
 * answer (actions.ts). Kept free of the DOM so that every rule is a unit test.
 *
 * Everywhere but in text: Alt+1 … Alt+6 views · P presents · M comments on what is selected · `.` covers attitude and
 * marks · ? help · Escape leaves the presentation, then the selection · Shift+1 shows everything. On what is selected:
 * arrows walk, Alt+arrows move a card to the next slot or a department along the spine or to the other half, F folds the
 * department or opens it.
 */
import { ATTITUDE_SCALES, VIEWS, type AttitudeScaleId, type Mark, type Role, type ViewId } from '../model/index.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

export type Action =
  | { readonly type: 'add-report' | 'add-peer' | 'rename' | 'remove' | 'undo' | 'redo' }
  | { readonly type: 'clear' | 'help' | 'select-all' | 'fit' | 'zoom-in' | 'zoom-out' | 'relation' }
  /** Select the card that has the keyboard focus. */
  | { readonly type: 'select-focused' }
  | { readonly type: 'walk'; readonly direction: Direction; readonly add: boolean }
  /** Puts the selected card or department one place further. */
  | { readonly type: 'shift'; readonly direction: Direction }
  | { readonly type: 'fold' | 'present' | 'leave-presenting' | 'discreet' | 'comment' }
  | { readonly type: 'view'; readonly view: ViewId }
  | { readonly type: 'attitude'; readonly value: number }
  | { readonly type: 'role'; readonly role: Role }
  | { readonly type: 'mark'; readonly mark: Mark };

/** The parts of a KeyboardEvent that matter. */
export interface KeyPress {
  readonly key: string;
  readonly code?: string;
  readonly ctrlKey?: boolean;
  readonly metaKey?: boolean;
  readonly shiftKey?: boolean;
  readonly altKey?: boolean;
  /** An input method is composing: the key belongs to it. */
  readonly isComposing?: boolean;
}

export interface KeyContext {
  readonly selected: 'none' | 'people' | 'relation' | 'unit';
  readonly scale: AttitudeScaleId;
  readonly presenting: boolean;
  /** The focus is on the canvas or nowhere; false on a button or panel, which keep Tab, Enter, arrows and Delete. */
  readonly onCanvas: boolean;
  /** The focus is on a card that is not selected. */
  readonly onUnselectedCard: boolean;
  /** Milliseconds since `-` set an attitude; Infinity when another key came between. */
  readonly sinceMinusMs: number;
}

/** How long after `-` a digit still belongs to it. */
const MINUS_MS = 1_000;

const ROLE_KEYS: Readonly<Record<string, Role>> = { a: 'A', d: 'D', e: 'E', i: 'I', s: 'S', u: 'U', n: 'N' };
const MARK_KEYS: Readonly<Record<string, Mark>> = { k: 'kp', c: 'coach', g: 'tech-gatekeeper' };
const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/** The action a key press asks for, or null when the key stays the browser's own. */
export function keyToAction(press: KeyPress, context: KeyContext): Action | null {
  if (press.isComposing || press.key === 'Process') return null;
  if (press.ctrlKey || press.metaKey) return press.altKey ? null : commandKey(press, context);
  if (press.altKey) return altKey(press, context);
  if (press.key === '?') return { type: 'help' };
  if (press.key === '.') return { type: 'discreet' };
  if (press.key === 'Escape') return { type: context.presenting ? 'leave-presenting' : 'clear' };
  if (press.shiftKey && (press.key === '!' || press.code === 'Digit1')) return { type: 'fit' };
  if (context.onCanvas) {
    const action = canvasKey(press, context);
    if (action) return action;
  }
  if (press.shiftKey && press.key !== '+') return null;
  if (press.key.toLowerCase() === 'p') return { type: 'present' };
  if (press.key.toLowerCase() === 'm') return { type: 'comment' };
  if (press.key.toLowerCase() === 'f' && context.selected === 'unit') return { type: 'fold' };
  return context.selected === 'people' ? personKey(press, context) : viewKey(press);
}

/** Digits by their place on the keyboard: with Alt a Mac types other signs. */
function altKey(press: KeyPress, context: KeyContext): Action | null {
  if (press.shiftKey) return null;
  const view = VIEWS[Number(/^(?:Digit)?([1-9])$/.exec(press.code ?? press.key)?.[1]) - 1];
  if (view) return { type: 'view', view };
  const direction = ARROWS[press.key];
  const canMove = context.onCanvas && (context.selected === 'people' || context.selected === 'unit');
  return direction && canMove ? { type: 'shift', direction } : null;
}

function commandKey(press: KeyPress, context: KeyContext): Action | null {
  const key = press.key.toLowerCase();
  if (key === 'z') return { type: press.shiftKey ? 'redo' : 'undo' };
  if (press.shiftKey) return null;
  if (key === 'y') return { type: 'redo' };
  if (key === 'a' && context.onCanvas) return { type: 'select-all' };
  return null;
}

/** Keys that a focused button or panel would use itself. */
function canvasKey(press: KeyPress, context: KeyContext): Action | null {
  const { key, shiftKey } = press;
  if (context.onUnselectedCard && (key === 'Enter' || key === ' ')) return { type: 'select-focused' };
  if (context.selected === 'none') return null;
  if ((key === 'Delete' || key === 'Backspace') && !shiftKey) return { type: 'remove' };
  if (context.selected !== 'people') return null;
  if (key === 'Tab' && !shiftKey) return { type: 'add-report' };
  if (key === 'Enter' && !shiftKey) return { type: 'add-peer' };
  const direction = ARROWS[key];
  return direction ? { type: 'walk', direction, add: shiftKey === true } : null;
}

function personKey(press: KeyPress, context: KeyContext): Action | null {
  if (press.key === 'F2') return { type: 'rename' };
  const letter = press.key.toLowerCase();
  if (letter === 'f') return { type: 'fold' };
  if (letter === 'l') return { type: 'relation' };
  const role = ROLE_KEYS[letter];
  if (role) return { type: 'role', role };
  const mark = MARK_KEYS[letter];
  if (mark) return { type: 'mark', mark };
  return attitudeKey(press.key, context);
}

/** `-` alone is -1 at once; a digit within a second makes it that negative value. Values off the scale do nothing. */
function attitudeKey(key: string, { scale, sinceMinusMs }: KeyContext): Action | null {
  const minus = sinceMinusMs <= MINUS_MS;
  if (key === '-') return { type: 'attitude', value: -1 };
  if (!/^[0-9]$/.test(key)) return null;
  const value = minus && key !== '0' ? -Number(key) : Number(key);
  const values: readonly number[] = ATTITUDE_SCALES[scale].values;
  return values.includes(value) ? { type: 'attitude', value } : null;
}

function viewKey(press: KeyPress): Action | null {
  if (press.key === '0') return { type: 'fit' };
  if (press.key === '+' || press.key === '=') return { type: 'zoom-in' };
  if (press.key === '-') return { type: 'zoom-out' };
  return null;
}
