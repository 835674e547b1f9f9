/** Listens to the keyboard for the canvas: builds the context, asks keyToAction, runs the answer. */
import type { App } from '../state/index.ts';
import { runAction } from './actions.ts';
import { keyToAction, type Action } from './keyboard.ts';
import type { Surface } from './surface.svelte.ts';

const TYPING = 'input, textarea, select, [contenteditable]:not([contenteditable="false"])';

export class KeyRunner {
  #surface: Surface;
  #app: App;
  #minusAt = -Infinity;

  constructor(surface: Surface, app: App) {
    this.#surface = surface;
    this.#app = app;
  }

  /** Handles a key press of the window; leaves alone what is typed, what dialogs get, and what somebody handled. */
  handle(event: KeyboardEvent, root: HTMLElement | undefined): void {
    const { open, focused } = this.#surface;
    const target = event.target instanceof Element ? event.target : null;
    if (event.defaultPrevented || open.dialog !== null || open.editing !== null || this.#surface.choice) return;
    if (target?.closest(TYPING) || target?.closest('dialog, [role="dialog"], [role="menu"]')) return;
    const inCanvas = target !== null && root?.contains(target) === true && !target.closest('[data-own-pointer]');
    const action = keyToAction(event, {
      selected: open.selectionKind,
      scale: open.map.scale,
      presenting: open.presenting,
      onCanvas: inCanvas || target === document.body || target === document.documentElement,
      onUnselectedCard: focused !== null && !open.selection.has(focused),
      sinceMinusMs: event.timeStamp - this.#minusAt,
    });
    this.#minusAt = event.key === '-' && action?.type === 'attitude' ? event.timeStamp : -Infinity;
    if (!action || (event.repeat && !isRepeatable(action))) {
      if (action) event.preventDefault();
      return;
    }
    event.preventDefault();
    runAction(action, this.#surface, this.#app);
    if (action.type === 'walk' || action.type === 'select-focused') this.#focusSelected(root);
  }

  /** The keyboard focus goes along, so that a screen reader says where one is. */
  #focusSelected(root: HTMLElement | undefined): void {
    const person = this.#surface.open.selectedPeople.at(-1);
    if (!person) return;
    requestAnimationFrame(() => {
      const card = root?.querySelector<HTMLElement>(`.svelte-flow__node[data-id="${CSS.escape(person.id)}"]`);
      card?.focus({ preventScroll: true });
    });
  }
}

/** Keys that may be held down; everything else once per press. */
function isRepeatable(action: Action): boolean {
  return ['walk', 'shift', 'undo', 'redo', 'zoom-in', 'zoom-out'].includes(action.type);
}
