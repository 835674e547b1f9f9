/**
 * An attachment that shows a dialog over everything, as long as the element is there, and then gives the focus back.
 * The browser would do so by itself only if the dialog were closed before the element leaves the page; here it has
 * left already when it is told. Whatever took the focus meanwhile keeps it.
 */
export function modal(node: HTMLDialogElement): () => void {
  const opener = document.activeElement;
  node.showModal();
  return () => {
    node.close();
    const isLost = document.activeElement === null || document.activeElement === document.body;
    if (isLost && opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  };
}
