/** Keys of a map's page while nothing is drawn; once there is a drawing, the canvas takes all keys. */
import type { OpenMap } from '../../state/index.ts';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select, dialog, [contenteditable]') !== null;
}

/** Undo, redo and help; leaves alone what somebody already handled and what is typed into a field. */
export function handleShortcut(event: KeyboardEvent, open: OpenMap): void {
  if (event.defaultPrevented || event.isComposing || isTyping(event.target)) return;
  const key = event.key.toLowerCase();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && (key === 'z' || key === 'y')) {
    event.preventDefault();
    if (key === 'y' || event.shiftKey) open.redo();
    else open.undo();
  } else if (event.key === '?') {
    event.preventDefault();
    open.dialog = 'help';
  }
}
