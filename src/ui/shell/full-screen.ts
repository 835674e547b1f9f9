/**
 * Presenting fills the screen where the browser allows it, and the window elsewhere. Leaving full screen by the
 * browser's own key leaves presenting too. Returns what ends it all.
 */
export function followFullScreen(root: HTMLElement, leave: () => void): () => void {
  let isEnded = false;
  // Refused without a gesture of the hand, or where there is no such thing: the window is filled all the same.
  root.requestFullscreen?.().then(
    () => {
      if (isEnded) exit();
    },
    () => undefined,
  );
  const follow = () => {
    if (!isEnded && document.fullscreenElement === null) leave();
  };
  document.addEventListener('fullscreenchange', follow);
  return () => {
    isEnded = true;
    document.removeEventListener('fullscreenchange', follow);
    exit();
  };
}

function exit(): void {
  if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
}
