/** Follows a pointer that was pressed, wherever it goes, until it is let go or Escape is hit. */
export interface PointerHandlers {
  readonly move: (event: PointerEvent) => void;
  readonly end: (event: PointerEvent) => void;
  readonly cancel: () => void;
}

/** Listens on the window; returns a way to end it early (which cancels). Safe to call after the end. */
export function trackPointer({ move, end, cancel }: PointerHandlers): () => void {
  const abort = new AbortController();
  const { signal } = abort;
  const finish = (after: () => void) => {
    if (signal.aborted) return;
    abort.abort();
    after();
  };
  window.addEventListener('pointermove', move, { signal });
  window.addEventListener('pointerup', (event) => finish(() => end(event)), { signal });
  window.addEventListener('pointercancel', () => finish(cancel), { signal });
  window.addEventListener('blur', () => finish(cancel), { signal });
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      finish(cancel);
    },
    { signal, capture: true },
  );
  return () => finish(cancel);
}
