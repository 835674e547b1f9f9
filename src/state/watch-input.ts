/** Everything a person does on the page, and whether the page is seen; returns the way to stop listening. */
export function watchInput(heard: { input(): void; setHidden(isHidden: boolean): void }): () => void {
  const abort = new AbortController();
  const options = { capture: true, passive: true, signal: abort.signal };
  for (const type of ['pointermove', 'pointerdown', 'keydown', 'wheel', 'touchstart'])
    addEventListener(type, () => heard.input(), options);
  const look = () => heard.setHidden(document.visibilityState === 'hidden');
  document.addEventListener('visibilitychange', look, { signal: abort.signal });
  look();
  return () => abort.abort();
}
