/**
 * Keys belong to what they are typed for. When a colleague's change takes that out of the page, the browser gives the
 * focus to the body, whose keys are the canvas's: the rest of a sentence would become edits of a shared map. So those
 * keys are nobody's until the person moves on by a deed of their own: a press of the pointer, Tab or Escape.
 */

/** What the last thing that had the focus takes: every key, or those that work a button. */
export type Held = 'text' | 'control';

const TEXT =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable]:not([contenteditable="false"])';
const CHOICE = '[role="menu"], [role="listbox"]';
/** A dialog keeps keys from the canvas by itself, and gives the focus back when it closes. */
const ELSEWHERE = 'dialog, [role="dialog"]';
const CONTROL_KEYS: ReadonlySet<string> = new Set([
  'Enter',
  ' ',
  'Tab',
  'Delete',
  'Backspace',
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
]);

/** Whether a key that comes to nothing was meant for what is gone. */
export function isForLost(key: string, lost: Held): boolean {
  return lost === 'text' || CONTROL_KEYS.has(key);
}

/** Whether a key ends what somebody does in a field: what goes away after it went as they wanted. */
export function isLastKey(press: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>, isManyLines: boolean): boolean {
  if (press.key === 'Escape' || press.key === 'Tab') return true;
  return press.key === 'Enter' && (!isManyLines || press.ctrlKey || press.metaKey);
}

/** Withholds keys from everything that listens to the window, as said above; returns the way to stop. */
export function guardLostFocus(): () => void {
  let held: Element | null = null;
  const abort = new AbortController();
  const listen = <T extends keyof WindowEventMap>(type: T, heard: (event: WindowEventMap[T]) => void) =>
    addEventListener(type, heard, { capture: true, signal: abort.signal });
  listen('focusin', ({ target }) => (held = holdOf(target)));
  listen('pointerdown', ({ target }) => (held = textOf(target)));
  listen('click', ({ target }) => {
    // Pressed, a button has done its work; a click that only followed the hand elsewhere is none of its.
    if (held?.contains(target as Node) && !textOf(target)) held = null;
  });
  listen('keydown', (event) => {
    if (!isNowhere(event.target)) {
      const text = textOf(event.target);
      if (isLastKey(event, text instanceof HTMLTextAreaElement)) held = null;
      else if (text) held = text;
    } else if (held && isForLost(event.key, held.closest(`${TEXT}, ${CHOICE}`) ? 'text' : 'control'))
      event.stopImmediatePropagation();
  });
  listen('keyup', ({ key, target }) => {
    if (key === 'Escape') held = textOf(target);
  });
  return () => abort.abort();
}

/** The body has the keys when nothing has the focus. */
function isNowhere(target: EventTarget | null): boolean {
  return target === document.body || target === document.documentElement;
}

function textOf(target: EventTarget | null): Element | null {
  return target instanceof Element && !target.closest(ELSEWHERE) ? target.closest(TEXT) : null;
}

/** What would be missed; the drawing's own keys are meant for the drawing. */
function holdOf(target: EventTarget | null): Element | null {
  if (!(target instanceof Element) || target.closest(ELSEWHERE)) return null;
  const isDrawing = target.closest('[role="application"]') !== null && !target.closest('[data-own-pointer]');
  return isDrawing ? null : target;
}
